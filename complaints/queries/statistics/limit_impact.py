"""Past promises measured by other limits: how many would have been kept, and how many broken.

Counted from the promises themselves (when each began, when it was met), without playing the complaints again. What a pause
or an extension gave back is given back here too, so a due time moves only by what the limit changes. Restricted complaints
stay out of every count. No rows are changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event
from workflows.calendar import Calendar
from workflows.limits import Limit
from workflows.rulebook import Rulebook
from workflows.urgency import URGENCIES

PERIOD = timedelta(days=90)
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Changed:
    """A promise that another rulebook makes otherwise, for one category and urgency."""

    category: str
    commitment: str
    urgency: str
    before: Limit
    after: Limit


@dataclass(frozen=True, slots=True)
class Measured:
    """Promises of one kind; kept and broken as it was, and as it would have been."""

    category: str
    commitment: str
    before: str
    after: str
    promises: int
    broken: int
    would_break: int

    @property
    def kept(self) -> int:
        return self.promises - self.broken

    @property
    def would_keep(self) -> int:
        return self.promises - self.would_break


@dataclass(frozen=True, slots=True)
class Hindsight:
    """`capped`: there were more promises than are measured at once; the newest were taken."""

    rows: tuple[Measured, ...]
    measured: int
    capped: bool


def changed_limits(old: Rulebook, new: Rulebook) -> list[Changed]:
    found = []
    for category in old.categories.keys() & new.categories.keys():
        for commitment in old.commitments.keys() & new.commitments.keys():
            for urgency in URGENCIES:
                pair = [_limit(book, (category, commitment, urgency)) for book in (old, new)]
                if pair[0] and pair[1] and pair[0] != pair[1]:
                    found.append(Changed(category, commitment, urgency, pair[0], pair[1]))
    return found


def _limit(book: Rulebook, key: tuple[str, str, str]) -> Limit | None:
    try:
        return book.promise(*key).limit
    except KeyError:
        return None


def measure(changes: Sequence[Changed], at: datetime) -> Hindsight:
    """The promises of the last ninety days that the changes would have touched."""
    if not changes:
        return Hindsight((), 0, False)
    rows = _promises(changes, at)
    capped = len(rows) > MOST
    by_key = {(one.category, one.commitment, one.urgency): one for one in changes}
    tallies: dict[tuple[str, str, str, str], list[int]] = {}
    calendar = current_calendar.calendar()
    for row in rows[:MOST]:
        change = by_key[row.category, row.commitment, row.urgency]
        tally = tallies.setdefault((row.category, row.commitment, row.limit, str(change.after)), [0, 0, 0])
        _count(tally, row, _due(calendar, row, change.after), at)
    measured = tuple(Measured(*key, *tally) for key, tally in sorted(tallies.items()))
    return Hindsight(measured, min(len(rows), MOST), capped)


def _promises(changes: Iterable[Changed], at: datetime) -> Sequence[Any]:
    """One more than can be measured, the newest first. Those whose end is open on both clocks are decided by `_count`."""
    query = (
        sa.select(*_columns())
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .filter(
            Deadline.started_at >= at - PERIOD,
            Deadline.void_at.is_(None),
            Deadline.paused_at.is_(None),
            Deadline.limit != "fixed",
            Complaint.restricted.is_(False),
            ~_made_otherwise(),
            _touched(changes),
        )
    )
    return db.session.execute(query.order_by(Deadline.id.desc()).limit(MOST + 1)).all()


def _made_otherwise() -> sa.ColumnElement[bool]:
    """Promised before the complaint became as urgent as it is now."""
    changed = sa.select(Event.id).where(
        Event.complaint_id == Deadline.complaint_id,
        Event.move == "change_urgency",
        Event.at > Deadline.started_at,
    )
    return changed.exists()


def _touched(changes: Iterable[Changed]) -> sa.ColumnElement[bool]:
    return sa.or_(
        *(
            sa.and_(
                Complaint.category == one.category,
                Complaint.urgency == one.urgency,
                Deadline.commitment == one.commitment,
            )
            for one in changes
        )
    )


def _columns() -> tuple[Any, ...]:
    return (
        Complaint.category,
        Complaint.urgency,
        Deadline.commitment,
        Deadline.limit,
        Deadline.started_at,
        Deadline.first_due_at,
        Deadline.due_at,
        Deadline.met_at,
    )


def _due(calendar: Calendar, row: Any, limit: Limit) -> datetime:
    given_back: timedelta = row.due_at - row.first_due_at
    return calendar.due(row.started_at, limit).at + given_back


def _count(tally: list[int], row: Any, due: datetime, at: datetime) -> None:
    """Still running inside its time counts as kept: nothing is broken yet."""
    ended = row.met_at or at
    tally[0] += 1
    tally[1] += ended > row.due_at
    tally[2] += ended > due
