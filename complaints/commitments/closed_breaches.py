"""Breaches on a day that turned out to be closed: the office could not keep the promise on it. Each stays a breach, and says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.first_count import taken_off
from complaints.infrastructure.database import UTCDateTime
from complaints.models import Deadline
from workflows.calendar import SHANGHAI

DAY = timedelta(days=1)


def reason_closed(deadline: Deadline, breached_at: datetime | None) -> str | None:
    """Why the day of the breach was taken off after it, where that gave the promise a later due time."""
    if breached_at is None or breached_at >= deadline.due_at:
        return None
    return next(
        (reason for day, at, reason in _days_closed() if at > breached_at and _is_on(breached_at, day)), None
    )


def excused_by_closed_day(at: datetime) -> sa.ColumnElement[bool]:
    """Broken on such a day, and not missed again by the due time it was given for it."""
    on_it = (
        sa.and_(
            Deadline.breached_at >= begins,
            Deadline.breached_at < begins + DAY,
            Deadline.breached_at < closed_at,
        )
        for begins, closed_at in ((_begin(day), closed_at) for day, closed_at, _ in _days_closed())
    )
    ended_at = sa.func.coalesce(Deadline.met_at, Deadline.void_at, sa.literal(at, UTCDateTime))
    in_time = sa.or_(ended_at <= Deadline.due_at, Deadline.paused_at.is_not(None))
    return sa.and_(Deadline.breached_at < Deadline.due_at, in_time, sa.or_(sa.false(), *on_it))


def _days_closed() -> Iterator[tuple[date, datetime, str]]:
    """Days that worked before they were taken off: the day, when that was entered, and its reason."""
    for act in taken_off(current_calendar.calendar()):
        yield from ((day, act.at, act.reason) for day, worked in act.before.items() if worked)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _is_on(at: datetime, day: date) -> bool:
    return at.astimezone(SHANGHAI).date() == day
