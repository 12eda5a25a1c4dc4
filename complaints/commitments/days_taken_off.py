"""Days taken off after a promise was made: its due time, and those of the clocks beside it, move later by the lost time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from complaints.commitments import deadline_clock
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Closure, Complaint, Deadline
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Calendar, Due
from workflows.days_off import Change
from workflows.language import SYSTEM, Act
from workflows.limits import Limit
from workflows.rulebook import Rulebook

MOVE = "postpone"
SENDER = "sender"  # the date of an outside body, which no calendar of ours moves


def change_of(closure: Closure, calendar: Calendar | None = None) -> Change:
    """The calendar before and after this closure; `calendar` is the one at that time, by default that in force."""
    calendar = calendar or current_calendar.calendar()
    return Change(_with(calendar, closure, 0), _with(calendar, closure, 1), _first(closure))


def move_later(deadline: Deadline, closure: Closure, change: Change, at: datetime) -> None:
    change = _not_given_yet(deadline, closure, change)
    unit, pauses = deadline_clock.unit_of(deadline.limit), deadline_clock.pauses_of(deadline)
    due = change.due(deadline.due_at, unit, deadline.started_at, pauses)
    deadline.former = [_shifted(clock, deadline, change) for clock in deadline.former or []] or None
    fresh, days = Due(due, deadline.provisional), " ".join(_days_off(closure))
    deadline_clock.move_due(deadline, fresh, at, reason=closure.reason, days=days)


def _not_given_yet(deadline: Deadline, closure: Closure, change: Change) -> Change:
    """A day called off, called back and called off again is given once: the due time did not move back between."""
    given = _days_given(deadline, closure)
    if not given and _counts_without(deadline, change):
        return Change(change.after, change.after, change.first)
    return Change(change.before.with_days(dict.fromkeys(given, False)), change.after, change.first)


def _days_given(deadline: Deadline, closure: Closure) -> set[date]:
    """Days of this closure for which an earlier one moved the due time."""
    earlier = sa.select(Closure).filter(Closure.id < closure.id, Closure.at > deadline.started_at)
    moved = {(one["reason"], datetime.fromisoformat(one["at"])) for one in deadline.moved or ()}
    days: set[date] = set()
    for one in db.session.scalars(earlier) if moved else ():
        if any(reason == one.reason and at >= one.at.replace(microsecond=0) for reason, at in moved):
            days |= {date.fromisoformat(day) for day in one.days.keys() & closure.days.keys()}
    return days


def _counts_without(deadline: Deadline, change: Change) -> bool:
    """It was promised while the days were off, and they worked again only since."""
    if deadline.commitment == SENDER or not deadline.limit[:1].isdigit():
        return False
    started_at, limit = deadline.started_at, Limit.parse(deadline.limit)
    first = change.after.due(started_at, limit).at
    return first == deadline.first_due_at != change.before.due(started_at, limit).at


def act_of(closure: Closure, book: Rulebook, at: datetime, moved: dict[str, Any]) -> Act:
    """The step that says what the closure moved, as rules published before knew it."""
    words = {
        "reason": closure.reason,
        "basis": closure.basis or None,
        "days": _days_off(closure),
    }
    return Act(MOVE if MOVE in book.moves else "recalculate", SYSTEM, at, words | moved)


def _days_off(closure: Closure) -> list[str]:
    return [day for day, (_, works) in sorted(closure.days.items()) if not works]


def concerns_citizen(book: Rulebook, act: Act) -> bool:
    """Whether it moved a date that the citizen knows."""
    periods = act.words.keys() - {"reason", "basis", "days", "deadlines"}
    return bool(periods) or any(book.commitments[one["commitment"]].public for one in act.words["deadlines"])


def catch_up(complaint: Complaint, deadline: Deadline, since: datetime, at: datetime) -> None:
    """A promise that had ended at `since` runs again: what was taken off meanwhile is given to it now. A closure not worked
    off yet reaches it with the others; a provisional promise is settled with its year. `following` says the step."""
    spared = deadline.commitment == SENDER or deadline.provisional
    if spared or not current_calendar.days_were_taken_off_since(since):
        return
    missed = [closure for closure in _closures(since, at) if _passed(closure, deadline)]
    calendar = current_calendar.calendar()
    for closure in reversed(missed):
        calendar = _with(calendar, closure, 0)
    for closure in missed:
        change, before = change_of(closure, calendar), deadline.due_at
        move_later(deadline, closure, change, at)
        calendar = change.after
        if deadline.due_at != before:
            _caught_up(complaint).setdefault(closure, []).append(said(deadline, before))


def following(complaint: Complaint, at: datetime) -> list[Act]:
    """A step for each closure that was caught up with."""
    book, caught_up = store.book(complaint.rulebook_version), dict(_caught_up(complaint))
    _caught_up(complaint).clear()
    return [act_of(closure, book, at, {"deadlines": moved}) for closure, moved in caught_up.items()]


def _caught_up(complaint: Complaint) -> dict[Closure, list[dict[str, str]]]:
    """What this step moved; forgotten once it is said."""
    found: dict[Closure, list[dict[str, str]]] = sa.inspect(complaint).info.setdefault("caught_up", {})
    return found


def said(deadline: Deadline, before: datetime) -> dict[str, str]:
    return {"commitment": deadline.commitment, "from": _said(before), "to": _said(deadline.due_at)}


def _closures(since: datetime, at: datetime) -> list[Closure]:
    query = sa.select(Closure).filter(Closure.at > since, Closure.at <= at).order_by(Closure.id)
    return list(db.session.scalars(query))


def _passed(closure: Closure, deadline: Deadline) -> bool:
    """Whether it worked off this complaint while the promise was ended."""
    return closure.ended_at is not None or closure.reached >= deadline.complaint_id


def _with(calendar: Calendar, closure: Closure, which: int) -> Calendar:
    """The calendar with the days of a closure as they were before (0) or are after it (1)."""
    return calendar.with_days({date.fromisoformat(day): works[which] for day, works in closure.days.items()})


def _first(closure: Closure) -> date:
    return date.fromisoformat(min(closure.days))


def _shifted(clock: deadline_clock.Clock, row: Deadline, change: Change) -> deadline_clock.Clock:
    due_at = datetime.fromisoformat(clock["due_at"])
    unit, pauses = deadline_clock.unit_of(clock["limit"]), deadline_clock.pauses_of(row)
    later = change.due(due_at, unit, row.started_at, pauses)
    return {**clock, "due_at": later.isoformat()}


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
