"""What must be true of the rows however the workers were killed. Each finding is one sentence; none means all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from complaints.casework import ledger
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Handover, Notice
from complaints.rulebooks import store


def findings(swept_at: datetime) -> list[str]:
    db.session.rollback()
    db.session.expunge_all()
    return [
        *_ownerless(),
        *_climbed_twice(),
        *_rungs_left_out(swept_at),
        *_clocks_that_disagree(),
        *_one_sided_handovers(),
        *_notices_owed_twice(),
        *_breaks(),
    ]


def _ownerless() -> Iterator[str]:
    for row in db.session.scalars(select(Complaint)):
        if row.first_responder_id is None or row.answerable_id not in (
            row.first_responder_id,
            row.handler_id,
        ):
            yield f"complaint {row.id} has no answerable officer"
        if row.set_aside_at or row.failures:
            yield f"complaint {row.id} made the sweep fail: {row.failure}"


def _climbed_twice() -> Iterator[str]:
    """Each rung has one escalation, and each escalation with a recipient has one event."""
    rungs = Counter(
        (row.complaint_id, row.commitment, row.rung, row.cycle)
        for row in db.session.execute(select(*_rung()).filter(Escalation.act != "close"))
    )
    climbs = db.session.execute(
        select(Event.complaint_id, Event.detail).filter(Event.move.in_(("escalate", "remind")))
    )
    told = Counter(
        (row.complaint_id, row.detail["commitment"], row.detail["rung"], row.detail["cycle"])
        for row in climbs
    )
    yield from (f"{rung} was climbed {times} times" for rung, times in rungs.items() if times != 1)
    yield from (f"{rung} was told {times} times" for rung, times in told.items() if times != 1)
    yield from (f"{rung} has an escalation or an event alone" for rung in rungs.keys() ^ told.keys())


def _rung() -> tuple:
    return Escalation.complaint_id, Escalation.commitment, Escalation.rung, Escalation.cycle


def _rungs_left_out(swept_at: datetime) -> Iterator[str]:
    """No rung is due and not climbed, and none was jumped over."""
    climbed: dict[tuple[int, int], set[str]] = {}
    for row in db.session.execute(select(Escalation.deadline_id, Escalation.cycle, Escalation.rung)):
        climbed.setdefault((row.deadline_id, row.cycle), set()).add(row.rung)
    version = select(Complaint.rulebook_version).filter(Complaint.id == Deadline.complaint_id)
    for deadline, pinned in db.session.execute(select(Deadline, version.scalar_subquery())):
        if deadline.next_at is not None and deadline.next_at <= swept_at:
            yield f"deadline {deadline.id} has a rung due at {deadline.next_at} that nobody climbed"
        book = store.book(pinned)
        ladder = book.ladders[book.commitments[deadline.commitment].ladder][: deadline.next_rung]
        found = climbed.get((deadline.id, deadline.cycle), set())
        for before, after in pairwise(ladder):
            if before.name in found and after.name not in found:
                yield f"deadline {deadline.id} jumped over the rung {after.name}"


def _clocks_that_disagree() -> Iterator[str]:
    """What every sweep and queue goes by is what the running deadlines say."""
    running = select(Deadline).filter(Deadline.met_at.is_(None), Deadline.void_at.is_(None))
    times: dict[int, list[datetime]] = {}
    for deadline in db.session.scalars(running):
        times.setdefault(deadline.complaint_id, []).extend([deadline.next_at] if deadline.next_at else [])
    for row in db.session.execute(select(Complaint.id, Complaint.next_action_at, Complaint.ended_at)):
        if row.next_action_at != min(times.get(row.id, []), default=None):
            yield f"complaint {row.id} is looked at next at {row.next_action_at}, its deadlines say otherwise"


def _one_sided_handovers() -> Iterator[str]:
    steps: dict[tuple[int, str, int], list[str]] = {}
    for row in db.session.scalars(select(Handover).order_by(Handover.id)):
        steps.setdefault((row.complaint_id, row.kind, row.round), []).append(row.step)
    for key, found in steps.items():
        if found[0] != "offered" or len(found) > 2 or found.count("offered") != 1:
            yield f"handover {key} went {found}"
    for row in db.session.scalars(select(Complaint)):
        open_work = [
            key for key, found in steps.items() if key[:2] == (row.id, "work") and found == ["offered"]
        ]
        if bool(open_work) != (row.offered_unit_id is not None):
            yield f"complaint {row.id} says otherwise than its handovers whether work is offered"


def _notices_owed_twice() -> Iterator[str]:
    keys = Counter(db.session.scalars(select(Notice.key)))
    yield from (f"the notice {key} is owed {times} times" for key, times in keys.items() if times > 1)
    told = {(row.complaint_id, row.event_seq) for row in db.session.scalars(select(Notice))}
    for row in db.session.execute(select(Event.complaint_id, Event.seq).filter_by(move="escalate")):
        if (row.complaint_id, row.seq) not in told:
            yield f"complaint {row.complaint_id} climbed at event {row.seq} and nobody is told"


def _breaks() -> Iterator[str]:
    yield from (str(fault) for _, fault in ledger.breaks() if fault)
