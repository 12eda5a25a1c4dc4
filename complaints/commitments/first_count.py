"""The calendar a promise was counted by when it was made, and what it took the place of, or was replaced by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.calendar.editing import days_between
from complaints.infrastructure.database import db
from complaints.models import CalendarEdition, Closure, Complaint, Deadline, Event
from workflows.calendar import Calendar
from workflows.limits import Limit

LEAST = Limit.parse("1wd")
_MADE_WORKING = "working"


class FirstCount(NamedTuple):
    """From when, by which limit and calendar it was counted first; `left` where a correction left one working day."""

    calendar: Calendar
    started_at: datetime
    limit: Limit
    left: bool = False


class Replaced(NamedTuple):
    """A promise that ended for another: when it was due, when it ended, and the move that ended it (empty if unknown)."""

    due_at: datetime
    ended_at: datetime
    move: str


def first_count(deadline: Deadline) -> FirstCount | None:
    """None where the calendar or the office hours of that time cannot be had again."""
    limit, started_at = Limit.parse(deadline.limit), deadline.started_at
    for calendar in _calendars_when_made(deadline):
        if calendar.due(started_at, limit).at == deadline.first_due_at:
            return FirstCount(calendar, started_at, limit)
    before = _before(deadline)
    if before is not None and before.void_at is not None:
        for calendar in _calendars_at(before.void_at):
            if calendar.due(before.void_at, LEAST).at == deadline.first_due_at:
                return FirstCount(calendar, before.void_at, LEAST, left=True)
    return None


def _calendars_when_made(deadline: Deadline) -> Iterator[Calendar]:
    """It may have been made later than it began: after a letter lay, or by a correction. The likeliest comes first."""
    yield from _calendars_at(deadline.started_at)
    if before := _before(deadline):
        yield from _calendars_at(before.void_at or deadline.started_at)
    if complaint := db.session.get(Complaint, deadline.complaint_id):
        yield from _calendars_at(complaint.received_at)
    yield current_calendar.calendar()


def made_sooner_than(deadline: Deadline) -> Replaced | None:
    """The promise in whose place this one was made."""
    before = _before(deadline)
    if before is None or before.void_at is None or before.due_at <= deadline.first_due_at:
        return None
    return Replaced(before.due_at, before.void_at, _move_at(before))


def ended_unmet(deadline: Deadline) -> Replaced | None:
    if deadline.void_at is None:
        return None
    return Replaced(deadline.due_at, deadline.void_at, _move_at(deadline))


def is_senders_date(deadline: Deadline) -> bool:
    """Under former rules the date of the body that passed it on went before a later due time."""
    complaint = db.session.get(Complaint, deadline.complaint_id)
    return complaint is not None and complaint.sender_due_at == deadline.first_due_at


def _before(deadline: Deadline) -> Deadline | None:
    if deadline.cycle == 1:
        return None
    complaint = db.session.get(Complaint, deadline.complaint_id)
    same = [row for row in complaint.deadlines if row.commitment == deadline.commitment] if complaint else []
    ended = (row for row in same if row.id < deadline.id and row.void_at is not None)
    ended = (row for row in ended if row.part_number == deadline.part_number)  # of each part a promise apart
    return max(ended, key=lambda row: row.id, default=None)


def _move_at(ended: Deadline) -> str:
    moves = select(Event.move).filter_by(complaint_id=ended.complaint_id, at=ended.void_at)
    return db.session.scalars(moves.order_by(Event.seq).limit(1)).first() or ""


def _calendars_at(at: datetime) -> Iterator[Calendar]:
    """Without the days taken off since; and without those made working since, which no closure tells of."""
    then = calendar_then(at)
    yield then
    made_working = list(_made_working_since(at))
    if made_working:
        yield then.with_days(dict.fromkeys(made_working, False))


def _made_working_since(at: datetime) -> Iterator[date]:
    editions = select(CalendarEdition.what).filter(CalendarEdition.at > at)
    for what in db.session.scalars(editions.filter(CalendarEdition.what.like(f"day % {_MADE_WORKING}"))):
        days = [date.fromisoformat(word) for word in what.split() if word[:1].isdigit()]
        yield from days_between(days[0], days[-1]) if " to " in what else days


def calendar_then(at: datetime) -> Calendar:
    """The calendar as it was when a promise was made: without the days taken off since."""
    calendar = current_calendar.calendar()
    for act in taken_off(calendar):
        if act.at > at:
            calendar = calendar.with_days(act.before)
    return calendar


class TakenOff(NamedTuple):
    """An act that took days off; what they were before."""

    at: datetime
    reason: str
    before: dict[date, bool]


_read: WeakKeyDictionary[Calendar, list[TakenOff]] = WeakKeyDictionary()


def taken_off(calendar: Calendar) -> list[TakenOff]:
    """Days taken off, the newest act first, with what they were before. Read once for each edition of the calendar."""
    if calendar not in _read:
        rows = db.session.scalars(select(Closure).order_by(Closure.id.desc()))
        _read[calendar] = [
            TakenOff(row.at, row.reason, {date.fromisoformat(day): was for day, (was, _) in row.days.items()})
            for row in rows
        ]
    return _read[calendar]
