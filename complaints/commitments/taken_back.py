"""What an act takes back, and the promises that it had met: an answer sent back, an offer recalled, a review withdrawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from complaints.commitments.deadline_clock import run_on, stop
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, RoundRecord
from complaints.models.round_record import REVIEW
from workflows.language import Act, Milestone
from workflows.rulebook import Rulebook

RECALL = "recall"


def find_met_by_it(complaint: Complaint, act: Act) -> dict[str, object]:
    """The columns of the promises that were met by what this act takes back."""
    if act.move == RECALL:
        assert complaint.last_work_offer is not None
        return {"met_at": complaint.last_work_offer.at}
    if ends_review(complaint):
        newest = select(func.max(RoundRecord.event_seq)).filter_by(complaint_id=complaint.id, kind=REVIEW)
        return {"met_seq": db.session.scalar(newest)}
    return {"met_seq": complaint.answered_seq}


def ends_review(complaint: Complaint) -> bool:
    """What is taken back leads to work again, but for a review: withdrawn, it leads back to an answer that was given."""
    return complaint.milestone == Milestone.TOLD


def give_back_review(deadline: Deadline, book: Rulebook, spent: tuple[datetime, Act]) -> None:
    """During the review nothing could be done for it: that office time is given back."""
    began, act = spent
    stop(deadline, began)
    run_on(deadline, act.at, book.ladders[book.commitments[deadline.commitment].ladder], act.move)
