"""A complaint separated again from the one it was joined to: state, clocks and rights as they were."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, false, func, or_, select

from complaints.casework import relief
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadline_clock
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event, Officer
from complaints.rulebooks import store
from complaints.rulebooks.milestones import enter_state
from workflows.language import Act, Milestone


def leave_leading(complaint: Complaint, act: Act) -> Detail:
    """Who is kept out of the leading one stays kept out of both; a handler who left, or is kept out since, has it no more."""
    leading = db.session.get_one(Complaint, complaint.leading_id, with_for_update={"of": Complaint})
    complaint.leading_id = complaint.ended_at = None
    db.session.flush()
    others = select(func.count()).select_from(Complaint).filter_by(leading_id=leading.id)
    leading.leads_others = bool(db.session.scalar(others))
    at_work = complaint.milestone == Milestone.IN_WORK
    if at_work and not db.session.get_one(Officer, complaint.handler_id).active:
        complaint.handler_id = None
        enter_state(complaint, store.book(complaint.rulebook_version).initial)
    joined_at = _joined_at(complaint)
    if complaint.accepted_at == joined_at:
        complaint.accepted_at = None
    given_back = _run_on(complaint, act.at, joined_at)
    return {"leading": leading.tracking_number, "given_back": given_back} | relief.follow(complaint, act)


def _joined_at(complaint: Complaint) -> datetime:
    query = select(Event.at).filter_by(complaint_id=complaint.id, move="merge").order_by(Event.seq.desc())
    return db.session.scalars(query.limit(1)).one()


def _run_on(complaint: Complaint, at: datetime, joined_at: datetime) -> list[str]:
    """What was ended by joining runs on, with the time in between given back. What was promised to the citizen ran on
    meanwhile, and a decision that joining had stood for is owed again."""
    book, names = store.book(complaint.rulebook_version), []
    for deadline in _ended_by_joining(complaint, joined_at):
        commitment = book.commitments[deadline.commitment]
        if deadline.commitment in ("signing", *_OF_A_STOP) or (
            complaint.handler_id is None
            and commitment.owed_by == "handler"
            and commitment.name not in _OF_THE_COMPLAINT
        ):
            continue  # the offer was withdrawn
        deadline.void_at = deadline.met_at = deadline.met_seq = None
        deadline.paused_at = deadline.paused_at or joined_at
        if not (commitment.pausable and complaint.pause_reason):
            deadline_clock.run_on(deadline, at, book.ladders[commitment.ladder], "unmerge")
        complaint.running.append(deadline)
        names.append(deadline.commitment)
    return names


def _ended_by_joining(complaint: Complaint, joined_at: datetime) -> list[Deadline]:
    decision = and_(Deadline.commitment == "acceptance", Deadline.met_at == joined_at)
    if complaint.accepted_at is not None:
        decision = false()
    ended = or_(and_(Deadline.met_at.is_(None), Deadline.void_at == joined_at), decision)
    query = select(Deadline).filter(Deadline.complaint_id == complaint.id, ended)
    return list(db.session.scalars(query.order_by(Deadline.id)))


_OF_A_STOP = ("supplement_wait", "suspension_review")  # joining ended what they waited for
_OF_THE_COMPLAINT = ("handling", "rework", "appeal_review", "second_review")
