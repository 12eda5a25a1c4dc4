"""为什么是这个时间: how a due time came about, day by day (domain §5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.commitments.calendar import current as current_calendar
from complaints.models import Deadline
from workflows.calendar import SHANGHAI, Calendar, Due
from workflows.limits import Limit

MOST_DAYS = 45


@dataclass(frozen=True, slots=True)
class Day:
    """A day between the start and the due day; `number` counts working days from 1, and is None on a day off."""

    on: date
    number: int | None
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """`days` one by one for limits in working days, empty otherwise; `first` is what the calendar said at first,
    before extensions and pauses moved it."""

    unit: str
    days: tuple[Day, ...]
    first: datetime | None
    moved: bool
    shortened: bool


def count_of(deadline: Deadline) -> Count:
    moved = deadline.due_at > deadline.first_due_at
    if deadline.limit == "fixed":
        return Count("fixed", (), deadline.first_due_at, moved, False)
    limit = Limit.parse(deadline.limit)
    calendar = current_calendar.calendar()
    due = calendar.due(deadline.started_at, limit)
    shorter = (
        due.at.date() > deadline.first_due_at.astimezone(SHANGHAI).date()
    )  # the sender's own date goes before
    days = tuple(_days(calendar, deadline, due)) if limit.unit == "wd" and not shorter else ()
    return Count(limit.unit, days, deadline.first_due_at, moved, shorter)


def _days(calendar: Calendar, deadline: Deadline, due: Due) -> Iterator[Day]:
    """From the start until the last working day counted; long stretches show the working days alone."""
    start, last = deadline.started_at.astimezone(SHANGHAI).date(), due.at.date()
    numbers = {day: place for place, day in enumerate(due.counted, 1)}
    whole = (last - start).days <= MOST_DAYS
    yield Day(start, None, is_start=True)
    for n in range(1, (last - start).days + 1):
        day = start + timedelta(days=n)
        if whole or day in numbers:
            yield Day(day, numbers.get(day))
