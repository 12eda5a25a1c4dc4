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
    moved: tuple[dict[str, str], ...] = ()  # each time it moved later, as a deadline stores it


@dataclass(frozen=True, slots=True)
class Beginning:
    """A promise as it was made first: all that followed is in the ledger."""

    commitment: str
    limit: Limit
    started_at: datetime


@dataclass(frozen=True, slots=True)
class _Terms:
    """What decides how an event moves a promise."""

    unit: str
    pausable: bool
    extending: str  # the move that grants an extension
    stage: str  # the limit of a category that says in which unit


def promised_again(complaint: Complaint, deadline: Deadline) -> Standing:
    """Make the promise again, and replay from the ledger what moved it since: stops of the clock and extensions. Other code
    decides whether people get a notice: no due time moves earlier than it is."""
    calendar = current_calendar.calendar()
    if deadline.limit == FIXED:
        day = deadline.due_at.astimezone(SHANGHAI).date()
        return Standing(Due(deadline.due_at, calendar.is_provisional(day)))
    beginning = Beginning(deadline.commitment, Limit.parse(deadline.limit), deadline.started_at)
    return replay(complaint, beginning, complaint.category)


def replay(complaint: Complaint, beginning: Beginning, category: str) -> Standing:
    """`category` is the one of the newest event: an extension counts in the unit of the category it was granted under."""
    began, clocks = beginning.started_at, _clocks(complaint)
    standing = Standing(current_calendar.calendar().due(began, beginning.limit))
    terms, stopped = _terms(complaint, beginning), False
    events = _events(complaint)
    for event, under in zip(events, _categories(events, category), strict=True):
        if event.at < began:
            stopped = {"stop": True, "run": False}.get(clocks.get(event.move, ""), stopped)
            continue
        if stopped:  # the promise was made while the clock stood still
            standing, stopped = replace(standing, stopped_at=began), False
        if event.move == terms.extending:
            standing = _extend(standing, event, _unit_of_extension(complaint, under, terms))
        else:
            standing = _after(standing, event, clocks.get(event.move), terms)
    return standing


def _categories(events: list[Event], category: str) -> list[str]:
    """The category at each event: before a correction, the one it names as wrong."""
    found = []
    for event in reversed(events):
        found.append(category)
        if changed := ((event.detail or {}).get("changes") or {}).get("category"):
            category = changed["from"] if isinstance(changed, dict) else category
    return found[::-1]


def _clocks(complaint: Complaint) -> dict[str, str]:
    moves = store.book(complaint.rulebook_version).moves
    return {name: move.clock for name, move in moves.items() if move.clock}


def _terms(complaint: Complaint, beginning: Beginning) -> _Terms:
    commitment = store.book(complaint.rulebook_version).commitments[beginning.commitment]
    extending, stage = ACCEPTANCE if beginning.commitment == "acceptance" else WORK
    extends = beginning.commitment in (*WORK_PROMISES, "acceptance")
    return _Terms(beginning.limit.unit, commitment.pausable, extending if extends else "", stage)


def _unit_of_extension(complaint: Complaint, category: str, terms: _Terms) -> str:
    rules = complaint.rules_of(category)
    granted = rules.promises.get(terms.stage) if rules else None
    return granted.limit.unit if granted else terms.unit


def _events(complaint: Complaint) -> list[Event]:
    return list(db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)))


def _after(standing: Standing, event: Event, clock: str | None, terms: _Terms) -> Standing:
    if clock == "stop" and terms.pausable and standing.stopped_at is None:
        return replace(standing, stopped_at=event.at)
    if clock == "run" and standing.stopped_at is not None:
        return _run_on(standing, event, terms)
    return standing


def _extend(standing: Standing, event: Event, unit: str) -> Standing:
    due = current_calendar.calendar().later_by(standing.due.at, event.detail["days"], unit)
    again = Due(due.at, due.provisional or standing.due.provisional)
    return _moved(replace(standing, stopped_at=None), again, event)


def _run_on(standing: Standing, event: Event, terms: _Terms) -> Standing:
    stopped_at = standing.stopped_at
    if stopped_at is None or standing.due.at <= stopped_at:
        return replace(standing, stopped_at=None)  # broken before the clock stopped: nothing to give back
    least, due = resume(standing, event.at, terms.unit)
    had_least = {"least": _said(due.at)} if least else {}
    again = replace(standing, stopped_at=None, had_least=standing.had_least or least)
    return _moved(again, due, event, stopped=_said(stopped_at), **had_least)


def resume(standing: Standing, at: datetime, unit: str) -> tuple[bool, Due]:
    """The due time if its clock runs on at `at`, and whether it is the least given and not the time lost."""
    if standing.stopped_at is None or standing.due.at <= standing.stopped_at:
        return False, standing.due
    calendar, stood = current_calendar.calendar(), (standing.due.at, standing.stopped_at, at, unit)
    exact = calendar.given_back(*stood)
    due = exact if standing.had_least else calendar.resumed(*stood)
    return due.at > exact.at, replace(due, at=max(due.at, standing.due.at))


def _moved(standing: Standing, due: Due, event: Event, **because: str) -> Standing:
    if due.at <= standing.due.at:
        return replace(standing, due=due)
    step = {"from": _said(standing.due.at), "to": _said(due.at), "at": _said(event.at), "reason": event.move}
    return replace(standing, due=due, moved=(*standing.moved, step | because))


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
