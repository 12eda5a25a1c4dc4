"""Promises about time: a promise is frozen, every breach climbs once per rung, escalation moves no blame."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.models import Ask, Complaint, Deadline, Escalation, Event, Notice
from complaints.models.facts import WORK_PROMISES
from complaints.rulebooks import store
from complaints.simulation.histories import histories
from workflows.calendar import SHANGHAI
from workflows.language import Rung

PAUSES = ("ask_supplement", "confirm_suspension")


def promise_5(session: Session) -> list[str]:
    """No due time earlier than first shown; extensions are asked in time, granted by another, notified, limited in number."""
    return [*_moved_earlier(session), *_wrong_extensions(session)]


def _moved_earlier(session: Session) -> Iterator[str]:
    query = sa.select(Deadline.complaint_id, Deadline.commitment).filter(
        sa.or_(Deadline.due_at < Deadline.first_due_at, Deadline.limit == "", Deadline.basis_zh == "")
    )
    for row in session.execute(query):
        yield f"complaint {row.complaint_id}: the promise of {row.commitment} was moved earlier or has no basis"


def _wrong_extensions(session: Session) -> Iterator[str]:
    asks: dict[int, list[Ask]] = defaultdict(list)
    for ask in session.scalars(sa.select(Ask).filter_by(kind="extension").order_by(Ask.id)):
        asks[ask.complaint_id].append(ask)
    paused = set(session.scalars(sa.select(Event.complaint_id).filter(Event.move.in_(PAUSES))))
    for complaint_id, steps in asks.items():
        where = f"complaint {complaint_id}"
        granted = [number for number, step in enumerate(steps) if step.step == "granted"]
        for number in granted:
            yield from _wrong_grant(where, steps, number)
        if granted:
            yield from _asked_late(session, complaint_id, steps, never_paused=complaint_id not in paused)
            yield from _too_many_or_untold(session, complaint_id, len(granted))


def _wrong_grant(where: str, steps: list[Ask], number: int) -> Iterator[str]:
    asked = steps[number - 1] if number else None
    if asked is None or asked.step != "asked":
        yield f"{where}: an extension was granted that was not asked for"
    elif asked.by_id == steps[number].by_id:
        yield f"{where}: an extension was granted by the one who asked for it"


def _due_at(deadline: Any, at: datetime) -> datetime:
    """The due time it had then: days taken off by then had moved it later."""
    by_then = [one["to"] for one in deadline.moved or () if datetime.fromisoformat(one["at"]) <= at]
    due: datetime = datetime.fromisoformat(by_then[-1]) if by_then else deadline.first_due_at
    return due.replace(microsecond=0)


def _asked_late(
    session: Session, complaint_id: int, steps: list[Ask], *, never_paused: bool
) -> Iterator[str]:
    """Late: the promise of the work had run out by the due time it had then, as a climb of its expiry shows, or that time
    itself where no pause moved it."""
    asked_at = next((step.at for step in steps if step.step == "asked"), None)
    if asked_at is None:
        return
    work = sa.select(Deadline.id, Deadline.first_due_at, Deadline.moved).filter(
        Deadline.complaint_id == complaint_id,
        Deadline.commitment.in_(WORK_PROMISES),
        Deadline.started_at <= asked_at,
        sa.or_(Deadline.met_at.is_(None), Deadline.met_at >= asked_at),
    )
    for deadline in session.execute(work):
        climbs = sa.select(Escalation.due_at).filter_by(deadline_id=deadline.id, rung="0")
        stood_at = _due_at(deadline, asked_at)
        expired = [due for due in session.scalars(climbs) if due >= stood_at]
        expired += [stood_at] if never_paused else []
        if any(due < asked_at for due in expired):
            yield f"complaint {complaint_id}: an extension was asked for after the promise had expired"


def _too_many_or_untold(session: Session, complaint_id: int, granted: int) -> Iterator[str]:
    complaint = session.get_one(Complaint, complaint_id)
    allowed = store.book(complaint.rulebook_version).categories[complaint.category].extensions
    if granted > allowed:
        yield f"{complaint.tracking_number} was extended {granted} times"
    notices = sa.select(sa.func.count()).select_from(Notice)
    told = notices.filter_by(complaint_id=complaint_id, kind="grant_extension", recipient="citizen")
    told = told.filter(Notice.key.startswith(f"{complaint.tracking_number}/"))  # not of one it was joined to
    if session.scalar(told) != granted:
        yield f"{complaint.tracking_number}: the citizen was not told of an extension"


def promise_7(session: Session, swept_at: datetime | None = None) -> list[str]:
    """Every rung climbed once and with its event, none left out before `swept_at`, and a reviewer for every review."""
    found = [
        *_climbed_twice(session),
        *_climbed_without_a_trace(session),
        *_reviews_without_reviewer(session),
    ]
    found += _complaints_without_a_clock(session)
    return found if swept_at is None else [*found, *_left_out(session, swept_at)]


def _climbed_twice(session: Session) -> Iterator[str]:
    rung = (Escalation.complaint_id, Escalation.deadline_id, Escalation.rung, Escalation.cycle)
    for row in session.execute(sa.select(*rung).group_by(*rung).having(sa.func.count() > 1)):
        yield f"complaint {row.complaint_id}: rung {row.rung} of deadline {row.deadline_id} was climbed twice"


def _climbed_without_a_trace(session: Session) -> Iterator[str]:
    """Rows and events are written together: as many climbs of a rung in the one as in the other."""
    columns = (Escalation.complaint_id, Escalation.commitment, Escalation.rung, Escalation.cycle)
    rows = Counter(
        tuple(row) for row in session.execute(sa.select(*columns).filter(Escalation.act != "close"))
    )
    events: Counter[tuple[Any, ...]] = Counter()
    for _, history in histories(session, "escalate", "remind"):
        for step in history:
            words = (step.detail.get(name) for name in ("commitment", "rung", "cycle"))
            events[(step.complaint_id, *words)] += 1
    for key in sorted({*rows, *events}, key=str):
        if rows[key] != events[key]:
            complaint_id, commitment, rung, _ = key
            yield f"complaint {complaint_id}: rung {rung} of {commitment} has {rows[key]} rows and {events[key]} events"


def _reviews_without_reviewer(session: Session) -> Iterator[str]:
    duties = set(
        session.scalars(sa.select(Deadline.escalation_id).filter(Deadline.escalation_id.is_not(None)))
    )
    told = _no_reviewer_days(session)
    query = sa.select(Escalation, Complaint.rulebook_version).join(
        Complaint, Complaint.id == Escalation.complaint_id
    )
    for climb, version in session.execute(query):
        rung = _rung_of(version, climb)
        if rung is None:
            yield f"escalation {climb.id} climbed a rung the rulebook does not have"
            continue
        missing = climb.reviewer_id is None and not any(at >= climb.climbed_at for at in told)
        if rung.review and (missing or climb.id not in duties):
            yield f"escalation {climb.id} asks for a review and has no reviewer"


def _no_reviewer_days(session: Session) -> list[datetime]:
    """Ends of the days on which administrators were told that no one may review something."""
    times = session.scalars(sa.select(Notice.created_at).filter_by(kind="no_reviewer"))
    return [at.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59) for at in times]


def _rung_of(version: str, climb: Escalation) -> Rung | None:
    book = store.book(version)
    ladder = book.ladders[book.commitments[climb.commitment].ladder]
    return next((rung for rung in ladder if rung.name == climb.rung), None)


def _complaints_without_a_clock(session: Session) -> Iterator[str]:
    running = sa.select(Deadline.complaint_id).filter(Deadline.met_at.is_(None), Deadline.void_at.is_(None))
    query = sa.select(Complaint.tracking_number).filter(
        Complaint.ended_at.is_(None), Complaint.id.not_in(running)
    )
    for number in session.scalars(query):
        yield f"{number} is open and no clock runs on it"


def _left_out(session: Session, swept_at: datetime) -> Iterator[str]:
    query = (
        sa.select(Complaint.tracking_number, Deadline.commitment, Deadline.next_at, Complaint.failure)
        .join(Deadline, Deadline.complaint_id == Complaint.id)
        .filter(Deadline.met_at.is_(None), Deadline.void_at.is_(None), Deadline.next_at < swept_at)
    )
    for row in session.execute(query):
        why = f" ({row.failure})" if row.failure else ""
        yield f"{row.tracking_number}: the rung of {row.commitment} at {row.next_at:%F %H:%M} was left out{why}"


def promise_8(session: Session) -> list[str]:
    """Escalation adds eyes and moves nothing; a review is an act of an officer other than the one who has the work, and
    stays open until there is one."""
    found = [*_moved_by_escalation(session), *_reviews_without_an_act(session), *_forgotten_reviews(session)]
    return [*found, *_own_reviews(session)]


def _moved_by_escalation(session: Session) -> Iterator[str]:
    for number, history in histories(session, "escalate", "remind"):
        for step in history:
            if step.from_state != step.to_state or step.by_id is not None:
                yield f"{number}, event {step.seq}: an escalation moved the complaint or was done by a person"


def _own_reviews(session: Session) -> Iterator[str]:
    """Of what waits still: who had the work when an act was recorded, the rows do not say."""
    own = Escalation.reviewer_id.in_([Complaint.answerable_id, Complaint.handler_id])
    query = sa.select(Escalation.id).join(Complaint, Complaint.id == Escalation.complaint_id)
    for climb_id in session.scalars(query.filter(Escalation.reviewed_at.is_(None), own)):
        yield f"escalation {climb_id} waits for the review of the officer who has the work"


def _reviews_without_an_act(session: Session) -> Iterator[str]:
    acts: set[tuple[Any, ...]] = set()
    for _, history in histories(session, "review"):
        words = ("commitment", "rung", "cycle")
        acts |= {(step.complaint_id, step.by_id, *(step.detail.get(w) for w in words)) for step in history}
    ended = _ended_by_themselves(session)
    for climb in session.scalars(sa.select(Escalation).filter(Escalation.reviewed_at.is_not(None))):
        if (climb.complaint_id, climb.commitment, climb.rung, climb.cycle) in ended:
            continue
        act = (climb.complaint_id, climb.reviewed_by_id, climb.commitment, climb.rung, climb.cycle)
        if climb.reviewed_by_id is None or not climb.review_act or act not in acts:
            yield f"escalation {climb.id} counts as reviewed and no officer recorded an act"


def _ended_by_themselves(session: Session) -> set[tuple[Any, ...]]:
    """Rungs that no one could act on any more: a step of the system says so, and names them."""
    named = [
        (step.complaint_id, row)
        for _, history in histories(session, "end_reviews")
        for step in history
        for row in step.detail["ended"]
    ]
    return {(complaint_id, row["commitment"], row["rung"], row["cycle"]) for complaint_id, row in named}


def _forgotten_reviews(session: Session) -> Iterator[str]:
    query = (
        sa.select(Escalation.id)
        .join(Deadline, Deadline.escalation_id == Escalation.id)
        .filter(
            Escalation.reviewed_at.is_(None),
            sa.or_(Deadline.met_at.is_not(None), Deadline.void_at.is_not(None)),
        )
    )
    for climb_id in session.scalars(query):
        yield f"escalation {climb_id} was never reviewed and its duty counts as done"
