"""Promises to the citizens of joined complaints: each is kept or broken where it was made, and binds the leading one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from complaints.casework import relief
from complaints.casework.effects import joined_late, reaching, taken_along
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.recomputation import BINDS
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Due
from workflows.conditions import ANSWERS
from workflows.guards.intake import NOT_SUPPLIED
from workflows.language import Act, Rung

FOLLOWED = (*ANSWERS, "send_back", "decline", "withdraw")
SUPERVISE, GROUP = "supervise", "group"
CHANGES_DATES = ("send_back", "grant_extension", "change_urgency")  # and what stops or starts the clock
Following = tuple[int, str, dict[str, Any]]


def follow_leading(complaint: Complaint, act: Act) -> Detail:
    """Answered, it waits to be sent back; ended without an answer, nothing is owed here any more. Who is kept out of that one
    is kept out of this one."""
    if "change" in act.words:
        return relief.carry(complaint, act, act.words["change"])
    if "ended" in act.words:
        return _end_left(complaint, act)
    if act.words["step"] in ANSWERS:
        complaint.answered_seq = complaint.seq + 1
    elif act.words["step"] in ("decline", "withdraw"):
        deadlines.void_all(_owed_with_the_work(complaint), act.at)
    return None


def _end_left(complaint: Complaint, act: Act) -> Detail:
    """The leading one is over. Kept or broken where its answer came after the promise; else it has no object any more."""
    leading = db.session.get_one(Complaint, complaint.leading_id)
    answered = select(Event.at).filter_by(complaint_id=leading.id, seq=leading.answered_seq)
    answered_at = db.session.scalars(answered).first()
    left = [row for row in _owed_with_the_work(complaint) if row.is_running]
    for row in left:
        if answered_at is None or answered_at < row.started_at:
            deadline_clock.void(row, act.at)
            continue
        if row.due_at >= answered_at:
            row.breached_at = None  # only the step was missing
        deadline_clock.meet(row, answered_at, complaint.seq)
    return {"promises": [row.commitment for row in left]}


def _owed_with_the_work(complaint: Complaint) -> list[Deadline]:
    """All but reviews, and what this citizen is still to be told of their own complaint."""
    told = (*reaching.TELLING, "telling")
    return [row for row in complaint.running if row.escalation_id is None and row.commitment not in told]


def name_ended(complaint: Complaint, act: Act) -> list[str]:
    """Promises with no object any more: the offer is withdrawn, and the citizen is waited for no longer. What was late stays
    late."""
    commitments = store.book(complaint.rulebook_version).commitments
    running = [row for row in complaint.running if row.is_running and row.escalation_id is None]
    rows = [row for row in running if complaint.state not in commitments[row.commitment].outlives]
    return [
        row.commitment for row in rows if not deadlines.is_met_by(commitments[row.commitment], complaint, act)
    ]


def bind_to_joined(complaint: Complaint, act: Act) -> Detail:
    """The earliest date promised to a joined citizen, where it is before the promise of this complaint itself. Rungs that
    were climbed for it before are not climbed again."""
    if "left" in act.words:
        reaching.note_left(complaint, act)
        reaching.note_called(complaint, act)
        taken_along.leave_behind(complaint, act)
    earliest, bound = _earliest(complaint), complaint.deadline(BINDS)
    if bound is not None and (earliest is None or bound.due_at != earliest.due_at):
        deadlines.void_all([bound], act.at)
        bound = None
    if earliest is not None and bound is None:
        bound = _bind(complaint, earliest, act)
    return {"due_at": bound.due_at.astimezone(SHANGHAI).isoformat()} if bound else None


def _bind(complaint: Complaint, promised: Deadline, act: Act) -> Deadline:
    book = store.book(complaint.rulebook_version)
    commitment = book.commitments[BINDS]
    promise = book.promise(complaint.category, "handling", complaint.urgency)
    due = Due(promised.due_at, promised.provisional)
    fresh = deadlines.start(complaint, commitment, act.at, (promised.limit, promise, due))
    fresh.basis_zh, fresh.basis_en = promised.basis_zh, promised.basis_en
    ladder = book.ladders[commitment.ladder]
    climbed = {rung.name for rung in _ladder_of(promised)[: deadline_clock.stands_on(promised)]}
    passed = sum(rung.name in climbed for rung in ladder)
    fresh.next_rung = max(fresh.next_rung, passed, _climbed_before(complaint, promised))
    deadline_clock.set_next(fresh, ladder)
    return fresh


def _ladder_of(promised: Deadline) -> tuple[Rung, ...]:
    version = select(Complaint.rulebook_version).filter_by(id=promised.complaint_id)
    book = store.book(db.session.scalars(version).one())
    return book.ladders[book.commitments[promised.commitment].ladder]


def _climbed_before(leading: Complaint, promised: Deadline) -> int:
    """Rungs of the same date, climbed before the answer was sent back."""
    rungs = select(func.max(Deadline.next_rung)).filter_by(complaint_id=leading.id, commitment=BINDS)
    return db.session.scalar(rungs.where(Deadline.due_at.in_(_dates_of(promised)))) or 0


def _dates_of(promised: Deadline) -> list[datetime]:
    return [promised.due_at, *(datetime.fromisoformat(one["from"]) for one in promised.moved or ())]


def take_rungs_along(leading: Complaint, promised: Deadline) -> None:
    """Rungs that the leading complaint climbed for the date of this promise are not climbed again where it was made."""
    climbed = select(Escalation.rung).join(Deadline, Deadline.id == Escalation.deadline_id)
    climbed = climbed.where(Deadline.complaint_id == leading.id, Deadline.commitment == BINDS)
    names = set(db.session.scalars(climbed.where(Deadline.due_at.in_(_dates_of(promised)))))
    passed = [place for place, rung in enumerate(_ladder_of(promised), 1) if rung.name in names]
    promised.next_rung = max(promised.next_rung, *passed, 0)


def _earliest(leading: Complaint) -> Deadline | None:
    """Of the joined complaints' promises of work that run, the first due; none where its own runs and is due as early. While
    its own clock stands, theirs run on: no one asked those citizens for anything."""
    rows = db.session.scalars(_promises_to_joined(leading).order_by(Deadline.due_at, Deadline.id))
    commitments = store.book(leading.rulebook_version).commitments
    work = (row for row in rows if (c := commitments.get(row.commitment)) and deadlines.follows_leading(c))
    first, own = next(work, None), leading.deadline("handling")
    binds_itself = first is not None and own is not None and not own.paused and own.due_at <= first.due_at
    return None if binds_itself else first


def following(complaint: Complaint, act: Act, leading_id: int | None = None) -> Iterator[Following]:
    """The moves that follow a step of one complaint on those joined to it, and on the one it is joined to, or was until
    then: complaint, move and words."""
    number = complaint.tracking_number
    if complaint.leads_others and act.move in FOLLOWED:
        for one in _joined_to(complaint):
            alone = act.move == "decline" and _is_not_declined_with(one, act)
            move = "unmerge" if alone else "follow_leading"
            yield one.id, move, {"step": act.move, "main": number}
    if complaint.leads_others and act.move == SUPERVISE:
        for joined_id in _joined_groups(complaint):
            yield joined_id, "follow_leading", {"step": SUPERVISE, "main": number}
    if complaint.leads_others and _may_change_dates(complaint, act) and _is_bound_otherwise(complaint):
        yield complaint.id, "settle_joined", {}
    if complaint.leading_id is not None and act.move in ("merge", "withdraw", "move_sender_date"):
        yield complaint.leading_id, "settle_joined", {"joined": number}
    yield from joined_late.following(complaint, act)
    if leading_id is not None and complaint.leading_id is None:
        yield leading_id, "settle_joined", {"left": number}


def _joined_groups(leading: Complaint) -> list[int]:
    """Joined complaints of a group, which no supervisor has acted on yet."""
    query = _promises_to_joined(leading).where(Deadline.commitment == GROUP)
    return [row.complaint_id for row in db.session.scalars(query.order_by(Deadline.id))]


def _promises_to_joined(leading: Complaint) -> Select[Deadline]:
    running = Deadline.met_at.is_(None), Deadline.void_at.is_(None), Deadline.escalation_id.is_(None)
    query = select(Deadline).join(Complaint, Complaint.id == Deadline.complaint_id)
    return query.where(Complaint.leading_id == leading.id, Complaint.is_joined, *running)


def _joined_to(leading: Complaint) -> Collection[Any]:
    columns = (Complaint.id, Complaint.accepted_at, Event.at.label("joined_at"))
    query = select(*columns).join(Event, (Event.complaint_id == Complaint.id) & (Event.move == "merge"))
    query = query.filter(Complaint.leading_id == leading.id, Complaint.is_joined)
    newest = {row.id: row for row in db.session.execute(query.order_by(Complaint.id, Event.seq))}
    return newest.values()


def _is_not_declined_with(joined: Any, act: Act) -> bool:
    """What was accepted before it was joined stays accepted, and what one citizen did not supply ends nothing for another
    (promise 4). The others were told why, and can be separated."""
    own = joined.accepted_at is not None and joined.accepted_at != joined.joined_at
    return own or bool(act.words["reason_code"] == NOT_SUPPLIED)


def _may_change_dates(leading: Complaint, act: Act) -> bool:
    move = store.book(leading.rulebook_version).moves[act.move]
    return act.move in CHANGES_DATES or move.clock is not None


def _is_bound_otherwise(leading: Complaint) -> bool:
    bound, earliest = leading.promised_until(BINDS), _earliest(leading)
    return bound != (earliest.due_at if earliest else None)
