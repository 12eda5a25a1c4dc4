"""A promise computed again, as if the calendar in force had been known when it was made (domain §5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadlines import FIXED
from complaints.commitments.renewal import ACCEPTANCE, WORK
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event
from complaints.models.facts import WORK_PROMISES
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Due
from workflows.limits import Limit


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a promise: its due time, and since when its clock is stopped."""

    due: Due
    stopped_at: datetime | None = None
    had_least: bool = False


@dataclass(frozen=True, slots=True)
class _Terms:
    """What decides how an event moves a promise."""

    unit: str
    pausable: bool
    extension_unit: str | None  # none where no extension can be granted
    extending: str  # the move that grants one


def promised_again(complaint: Complaint, deadline: Deadline) -> Standing:
    """Make the promise again, and replay from the ledger what moved it since: stops of the clock and extensions. Other code
    decides whether people get a notice: no due time moves earlier than it is."""
    calendar = current_calendar.calendar()
    if deadline.limit == FIXED:
        day = deadline.due_at.astimezone(SHANGHAI).date()
        return Standing(Due(deadline.due_at, calendar.is_provisional(day)))
    limit, clocks = Limit.parse(deadline.limit), _clocks(complaint)
    standing, terms = Standing(_first_due(deadline, limit)), _terms(complaint, deadline, limit)
    stopped = False
    for event in _events(complaint):
        if event.at < deadline.started_at:
            stopped = {"stop": True, "run": False}.get(clocks.get(event.move, ""), stopped)
            continue
        if stopped:  # the promise was made while the clock stood still
            standing, stopped = replace(standing, stopped_at=deadline.started_at), False
        standing = _after(standing, event, clocks.get(event.move), terms)
    return standing


def _first_due(deadline: Deadline, limit: Limit) -> Due:
    return current_calendar.calendar().due(deadline.started_at, limit)


def _clocks(complaint: Complaint) -> dict[str, str]:
    moves = store.book(complaint.rulebook_version).moves
    return {name: move.clock for name, move in moves.items() if move.clock}


def _terms(complaint: Complaint, deadline: Deadline, limit: Limit) -> _Terms:
    book = store.book(complaint.rulebook_version)
    extended = None
    extending, stage = WORK if deadline.commitment in WORK_PROMISES else ACCEPTANCE
    if deadline.commitment in (*WORK_PROMISES, "acceptance") and stage in complaint.rules.promises:
        extended = complaint.rules.promises[stage].limit.unit
    return _Terms(limit.unit, book.commitments[deadline.commitment].pausable, extended, extending)


def _events(complaint: Complaint) -> list[Event]:
    return list(db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))


def _after(standing: Standing, event: Event, clock: str | None, terms: _Terms) -> Standing:
    if event.move == terms.extending and terms.extension_unit:
        return _extend(standing, event, terms.extension_unit)
    if clock == "stop" and terms.pausable and standing.stopped_at is None:
        return replace(standing, stopped_at=event.at)
    if clock == "run" and standing.stopped_at is not None:
        return _run_on(standing, event.at, terms)
    return standing


def _extend(standing: Standing, event: Event, unit: str) -> Standing:
    due = current_calendar.calendar().later_by(standing.due.at, event.detail["days"], unit)
    again = Due(due.at, due.provisional or standing.due.provisional)
    return replace(standing, due=again, stopped_at=None)


def _run_on(standing: Standing, at: datetime, terms: _Terms) -> Standing:
    if standing.stopped_at is None or standing.due.at <= standing.stopped_at:
        return replace(standing, stopped_at=None)  # broken before the clock stopped: nothing to give back
    calendar, stood = current_calendar.calendar(), (standing.due.at, standing.stopped_at, at, terms.unit)
    exact = calendar.given_back(*stood)
    due = exact if standing.had_least else calendar.resumed(*stood)
    had_least = standing.had_least or due.at > exact.at
    return Standing(replace(due, at=max(due.at, standing.due.at)), had_least=had_least)
