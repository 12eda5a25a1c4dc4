"""为什么是这个时间: how a due time came about, day by day (domain §5)."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.calendar import description
from complaints.commitments.deadline_clock import broken_at
from complaints.commitments.first_count import (
    FirstCount,
    Replaced,
    calendar_then,
    ended_unmet,
    first_count,
    is_senders_date,
    made_sooner_than,
    taken_off,
)
from complaints.infrastructure import clock
from complaints.models import Complaint, Deadline
from complaints.models.consultation import ASKED, COUNTED
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.rulebooks import store
from schemas.text import isolated
from workflows.calendar import SHANGHAI
from workflows.language import Text
from workflows.limits import Limit
from workflows.rulebook import Rulebook

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
    before extensions and pauses moved it. `left_since` is when a correction left one working day; `is_lost` says that the
    calendar or the office hours were changed since in a way that hides the count."""

    unit: str
    days: tuple[Day, ...]
    first: datetime | None
    moved: tuple[Moved, ...]
    former: Replaced | None = None  # the promise in whose place it was made sooner
    ended: Replaced | None = None  # it ended unmet
    left_since: datetime | None = None
    is_lost: bool = False
    shortened: bool = False  # under former rules the sender's own date went before


@dataclass(frozen=True, slots=True)
class Moved:
    """One time the due time moved later: by a move of the rulebook, or for days taken off (`move` is empty then, and `days`
    are those). After a pause, when the clock had stopped and the office time it stood still, in days and hours."""

    since: datetime
    until: datetime
    at: datetime
    move: str
    reason: str
    stopped: datetime | None = None
    stood_days: float = 0
    stood_hours: float = 0
    days: tuple[date, ...] = ()


def moves_of(deadline: Deadline, moves: Container[str]) -> tuple[Moved, ...]:
    """Step by step, the first move first; `moves` are the names that are moves of the rulebook."""
    return tuple(_moved(one, moves) for one in deadline.moved or ())


def _moved(one: dict[str, str], moves: Container[str]) -> Moved:
    since, until, at = (datetime.fromisoformat(one[name]) for name in ("from", "to", "at"))
    if "days" in one:  # taken off: the reason may be any words, a move's name too
        days_off = tuple(map(date.fromisoformat, one["days"].split()))
        return Moved(since, until, at, "", one["reason"], days=days_off)
    if one["reason"] not in moves:
        return Moved(since, until, at, "", one["reason"], days=_days_off_for(one["reason"], at))
    if "stopped" not in one:
        return Moved(since, until, at, one["reason"], "")
    stopped, calendar = datetime.fromisoformat(one["stopped"]), calendar_then(at)
    days = round(float(calendar.working_share(stopped, at)), 2)
    hours = round(calendar.working_seconds(stopped, at) / 3600, 1)
    return Moved(since, until, at, one["reason"], "", stopped, days, hours)


def _days_off_for(reason: str, at: datetime) -> tuple[date, ...]:
    """The days of the newest act before then that took days off for this reason."""
    acts = (one for one in taken_off(current_calendar.calendar()) if one.at <= at and one.reason == reason)
    newest = next(acts, None)
    return () if newest is None else tuple(sorted(newest.before))


def count_of(deadline: Deadline, moves: Container[str] = ()) -> Count:
    moved = moves_of(deadline, moves)
    replaced = made_sooner_than(deadline), ended_unmet(deadline)
    if deadline.limit == "fixed":
        return Count("fixed", (), deadline.first_due_at, moved, *replaced)
    counted = first_count(deadline)
    unit = Limit.parse(deadline.limit).unit if counted is None else counted.limit.unit
    days = tuple(_days(counted)) if counted is not None and unit == "wd" else ()
    left_since = counted.started_at if counted is not None and counted.left else None
    lost, shortened = counted is None, counted is None and is_senders_date(deadline)
    what = deadline.first_due_at, moved, *replaced, left_since
    return Count(unit, days, *what, lost and not shortened, shortened)


def _days(counted: FirstCount) -> Iterator[Day]:
    """From the start until the last working day counted; long stretches show the working days alone."""
    due = counted.calendar.due(counted.started_at, counted.limit)
    start, last = counted.started_at.astimezone(SHANGHAI).date(), due.at.date()
    numbers = {day: place for place, day in enumerate(due.counted, 1)}
    whole = (last - start).days <= MOST_DAYS
    yield Day(start, None, is_start=True)
    for n in range(1, (last - start).days + 1):
        day = start + timedelta(days=n)
        if whole or day in numbers:
            yield Day(day, numbers.get(day))


def lines_of(complaint: Complaint, commitment: str | None = None) -> Iterator[str]:
    """Each promise of a complaint in words: the days as they were counted when it was made, then every move of it."""
    book = store.book(complaint.rulebook_version)
    asked = _units_asked(complaint)
    for deadline in complaint.deadlines:
        if commitment in (None, deadline.commitment):
            yield from _lines(deadline, book, _asked_of(deadline, asked))


def _units_asked(complaint: Complaint) -> dict[int, str]:
    """The unit of each part, by its number; most complaints asked no one."""
    if COUNTED not in complaint.cycles:
        return {}
    return {row.number: _named(row.unit.name) for row in complaint.consultations if row.step == ASKED}


def _named(unit: Text) -> str:
    return f"{isolated(unit.zh)} {isolated(unit.en)}"


def _asked_of(deadline: Deadline, units: Mapping[int, str]) -> str:
    """Each part has a promise of its own, of a unit of its own; no name for any other promise."""
    unit = units.get(deadline.part_number or 0) if deadline.commitment in OF_THOSE_ASKED else None
    return f" {unit}" if unit else ""


def _lines(deadline: Deadline, book: Rulebook, asked: str) -> Iterator[str]:
    label = book.commitments[deadline.commitment].label
    named = f"{label.zh} {label.en} ({deadline.commitment} {deadline.cycle}){asked}"
    yield f"{named} {deadline.limit} 自 from {_said(deadline.started_at)}"
    if broken := broken_at(deadline, clock.now()):
        counted = " 统计时计在原牵头件上 counted where it was late first" if deadline.counted_with_id else ""
        yield f"  逾期 broken at {_said(broken)}{counted}"
    yield from _why_sooner(deadline, book)
    if deadline.limit != "fixed":
        yield from _counted(first_count(deadline), is_senders_date(deadline))
    yield f"  最初到期 first due {_said(deadline.first_due_at)}"
    for one in moves_of(deadline, book.moves):
        why = (
            f"{book.moves[one.move].label.zh} {book.moves[one.move].label.en}"
            if one.move
            else isolated(one.reason)
        )
        yield f"  {_said(one.at)} {why}: {_said(one.since)} → {_said(one.until)}{_because(one)}"
    if deadline.paused:
        yield f"  暂停 stopped since {_said(deadline.paused_at)}"
    if ended := ended_unmet(deadline):
        yield f"  终止 ended {_said(ended.ended_at)}{_by(ended, book)}"
    yield f"  到期 due {_said(deadline.due_at)}"


def _why_sooner(deadline: Deadline, book: Rulebook) -> Iterator[str]:
    if former := made_sooner_than(deadline):
        yield f"  {_said(former.ended_at)}{_by(former, book)}: 原承诺更晚到期 the former promise was due later, {_said(former.due_at)}"


def _by(one: Replaced, book: Rulebook) -> str:
    return (
        f" {book.moves[one.move].label.zh} {book.moves[one.move].label.en}" if one.move in book.moves else ""
    )


def _counted(counted: FirstCount | None, shortened: bool) -> Iterator[str]:
    if counted is None and not shortened:
        yield "  日历、办公时间或登记后来改过，不再逐日列出 calendar, office hours or entry changed since: the days are not listed"
    if counted is None:
        return
    if counted.left:
        at = _said(counted.started_at)
        yield f"  更正后不足一个工作日，从更正时起留一个工作日 one working day was left from the correction on: {at}"
    lines = description.counted(counted.calendar, counted.started_at, counted.limit)
    yield from (f"  {line}" for line in lines)


def _because(one: Moved) -> str:
    """The pause that was given back, or the days that were taken off."""
    if one.stopped is not None:
        stood = f"{one.stood_days:g} 个工作日 working days = {one.stood_hours:g} 工作小时 working hours"
        return f"（停表 stood still {_said(one.stopped)} – {_said(one.at)}: {stood}）"
    return f"（停办 closed {' '.join(day.isoformat() for day in one.days)}）" if one.days else ""


def _said(at: datetime | None) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds") if at else ""
