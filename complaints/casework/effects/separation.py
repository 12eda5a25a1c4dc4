"""A complaint separated again from the one it was joined to: state, clocks and rights as they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, or_, select

from complaints.casework import relief
from complaints.casework.effects import joined_promises, taken_along
from complaints.casework.effects.requests import Detail
from complaints.casework.joining import leave_group
from complaints.commitments import days_taken_off, deadline_clock, deadlines, held_by
from complaints.commitments.recomputation import BINDS
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event, Officer
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.rulebooks import store
from complaints.rulebooks.milestones import enter_state
from workflows.language import Act, Milestone


def leave_leading(complaint: Complaint, act: Act) -> Detail:
    """Each has its own reasons again to keep persons out; a handler who left, or is kept out since, loses it."""
    left = leave_group(complaint, act)
    leading = db.session.get_one(Complaint, complaint.leading_id, with_for_update={"of": Complaint})
    complaint.leading_id = complaint.ended_at = complaint.open_questions = None
    complaint.appeal_by = complaint.rate_by = None
    db.session.flush()
    others = select(func.count()).select_from(Complaint).filter_by(leading_id=leading.id)
    leading.leads_others = bool(db.session.scalar(others))
    at_work = complaint.milestone == Milestone.IN_WORK
    if at_work and not db.session.get_one(Officer, complaint.handler_id).active:
        complaint.handler_id = None
        enter_state(complaint, store.book(complaint.rulebook_version).initial)
    taken_along.keep(complaint, leading, act)
    joining = _joining(complaint)
    if complaint.accepted_at == joining.at:
        complaint.accepted_at = None
    for row in {*complaint.running, *_ended_by_joining(complaint, joining)}:
        joined_promises.take_rungs_along(leading, row)
    given_back = _run_on(complaint, act.at, joining)
    told = relief.follow(complaint, act, left)
    return {"leading": leading.tracking_number, "given_back": given_back} | told


def _joining(complaint: Complaint) -> Event:
    query = select(Event).filter_by(complaint_id=complaint.id, move="merge").order_by(Event.seq.desc())
    return db.session.scalars(query.limit(1)).one()


def _run_on(complaint: Complaint, at: datetime, joining: Event) -> list[str]:
    """Promises that joining ended, or that it or the answer of the leading one met, run on, with the time in between given
    back. Unmet promises to the citizen ran on meanwhile; what the citizen was asked for is waited for again."""
    book, names, ran_on = store.book(complaint.rulebook_version), [], list(complaint.running)
    ended = [row for row in _ended_by_joining(complaint, joining) if _is_owed(complaint, row)]
    if any(row.commitment == _WAITS for row in ended):
        complaint.pause_reason = "supplement"
    for deadline in ended:
        commitment, since = book.commitments[deadline.commitment], deadline.met_at or deadline.void_at
        deadline.void_at = deadline.met_at = deadline.met_seq = None
        held_by.forget(deadline)
        if since is not None:
            days_taken_off.catch_up(complaint, deadline, since, at)
        if deadline.commitment not in _OF_OTHERS and not deadline.paused and since is not None:
            deadline_clock.stop(deadline, since)
        if not (commitment.pausable and complaint.pause_reason):
            deadline_clock.run_on(deadline, at, book.ladders[commitment.ladder], "unmerge")
        complaint.running.append(deadline)
        names.append(deadline.commitment)
    _stop(complaint, ran_on, at)
    return names


def _is_owed(complaint: Complaint, deadline: Deadline) -> bool:
    """Not a promise that a newer one replaced, nor an offer, which was withdrawn, nor a suspension that joining ended, nor a
    date of those joined to it, who stay with the leading one, nor the debt of a handler who has it no more, nor what others were asked, which joining ended."""
    if deadline.commitment in OF_THOSE_ASKED:
        return False
    if deadline.part_number is None and deadline.cycle != complaint.cycles[deadline.commitment]:
        return False
    commitment = store.book(complaint.rulebook_version).commitments[deadline.commitment]
    if commitment.name in ("signing", "suspension_review", BINDS):
        return False
    of_handler = commitment.owed_by == "handler" and commitment.name not in _OF_THE_COMPLAINT
    return not (of_handler and complaint.handler_id is None)


def _stop(complaint: Complaint, ran_on: list[Deadline], at: datetime) -> None:
    """Stop the clocks that ran all along, where the complaint waits for the citizen."""
    commitments = store.book(complaint.rulebook_version).commitments
    for deadline in ran_on if complaint.pause_reason else []:
        if deadline.is_running and not deadline.paused and commitments[deadline.commitment].pausable:
            deadline_clock.stop(deadline, at)


def _ended_by_joining(complaint: Complaint, joining: Event) -> list[Deadline]:
    """Ended unmet with it or since, but for reviews, which have their own end and record; or met by it or since, where the
    answer of the leading one counts as its own. What joining decided, to accept it or to whom it goes, is open again."""
    book = store.book(complaint.rulebook_version)
    answers = [one.name for one in book.commitments.values() if deadlines.follows_leading(one)]
    decided = "acceptance" if complaint.accepted_at is None else "dispatch"
    decision = and_(Deadline.commitment == decided, Deadline.met_seq == joining.seq)
    ended = or_(
        and_(Deadline.met_at.is_(None), Deadline.void_at >= joining.at, Deadline.escalation_id.is_(None)),
        and_(Deadline.commitment.in_(answers), Deadline.met_seq >= joining.seq),
        decision,
    )
    query = select(Deadline).filter(Deadline.complaint_id == complaint.id, ended)
    return list(db.session.scalars(query.order_by(Deadline.id)))


_WAITS = "supplement_wait"
_OF_THE_COMPLAINT = ("handling", "rework", "appeal_review", "second_review")
_OF_OTHERS = ("sender",)  # the date of another body, which nothing of ours moves
