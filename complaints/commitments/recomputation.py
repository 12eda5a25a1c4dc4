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

BINDS = "joined"  # the commitment by which a promise to a joined citizen binds the leading complaint
_LEAST = Limit.parse("1wd")


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
    made_by: int = 0  # the correction that made it, by its number in the ledger


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
    if deadline.commitment == BINDS:
        return _bound_to(complaint, deadline)
    if deadline.limit == FIXED:
        return _unmoved(deadline)
    limit, made_by = Limit.parse(deadline.limit), _correction_of(complaint, deadline)
    beginning = Beginning(deadline.commitment, limit, deadline.started_at, made_by)
    standing = replay(complaint, beginning, complaint.category)
    former = _made_sooner_than(deadline)
    return standing if former is None else _soonest(standing, promised_again(complaint, former))


def _unmoved(deadline: Deadline) -> Standing:
    day = deadline.due_at.astimezone(SHANGHAI).date()
    return Standing(Due(deadline.due_at, current_calendar.calendar().is_provisional(day)))


def _bound_to(leading: Complaint, deadline: Deadline) -> Standing:
    """A date promised to the citizen of a joined complaint binds this one: it moves with that promise alone."""
    joined = select(Deadline).join(Complaint, Complaint.id == Deadline.complaint_id)
    joined = joined.where(Complaint.leading_id == leading.id, Complaint.is_joined)
    running = joined.where(Deadline.met_at.is_(None), Deadline.void_at.is_(None))
    for promised in db.session.scalars(running.order_by(Deadline.id)):
        dates = [promised.due_at, *(datetime.fromisoformat(one["from"]) for one in promised.moved or ())]
        if promised.limit == deadline.limit and deadline.due_at in dates:
            source = db.session.get_one(Complaint, promised.complaint_id)
            again = promised_again(source, promised)
            return replace(again, due=replace(again.due, at=max(again.due.at, promised.due_at)))
    return _unmoved(deadline)


def _made_sooner_than(deadline: Deadline) -> Deadline | None:
    """The promise in whose place it was made sooner, where that one's clock still runs beside it."""
    if not deadline.former:
        return None
    same = select(Deadline).filter_by(complaint_id=deadline.complaint_id, commitment=deadline.commitment)
    before = same.filter(Deadline.id < deadline.id, Deadline.void_at.is_not(None))
    return db.session.scalars(before.order_by(Deadline.id.desc()).limit(1)).first()


def _soonest(own: Standing, former: Standing) -> Standing:
    provisional = own.due.provisional or former.due.provisional
    return replace(own, due=replace(own.due, at=min(own.due.at, former.due.at), provisional=provisional))


def _correction_of(complaint: Complaint, deadline: Deadline) -> int:
    """The newest correction that made a promise of this name sooner, where this one goes on with a former one."""
    if not deadline.former and deadline.cycle == 1:
        return 0
    made = [
        event.seq
        for event in _events(complaint)
        if event.move == "correct" and deadline.commitment in (event.detail or {}).get("sooner", ())
    ]
    return max(made, default=0)


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
        if event.seq == beginning.made_by:
            standing, _ = not_at_once(standing, event.at, terms.unit)
    return standing


def not_at_once(standing: Standing, at: datetime, unit: str) -> tuple[Standing, datetime]:
    """A promise made by a correction, and when it is due if its clock runs on now: not before one working day has passed."""
    stands, floor = resume(standing, at, unit)[1].at, current_calendar.calendar().due(at, _LEAST)
    if stands >= floor.at:
        return standing, stands
    due = replace(floor, provisional=standing.due.provisional or floor.provisional)
    return Standing(due, at if standing.stopped_at else None), floor.at


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
