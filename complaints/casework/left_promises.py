"""Promises of work left running on joined complaints whose leading one is over: editions before asked a sender's date anew after
the answer, and ended some groups without a step on those joined. No one can act on them, and they keep a complaint from being erased.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from complaints.casework import moves
from complaints.commitments import deadlines
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Deadline, Event
from complaints.rulebooks import store
from workflows.language import SYSTEM, Act

PAGE = 50
MOVE = "follow_leading"


def end_left_promises(at: datetime) -> int:
    """Each as a step of its complaint, which names how the leading one ended. Returns in how many complaints."""
    count, after = 0, 0
    while page := _page(after):
        with transaction():
            count += sum(_follow(complaint_id, at) for complaint_id in moves.in_lock_order(page))
        after = page[-1]
    return count


def _page(after: int) -> list[int]:
    book, leading = store.current(), aliased(Complaint)
    work = [one.name for one in book.commitments.values() if deadlines.follows_leading(one)]
    runs = Deadline.met_at.is_(None), Deadline.void_at.is_(None), Deadline.escalation_id.is_(None)
    query = sa.select(Complaint.id).join(leading, leading.id == Complaint.leading_id)
    query = query.join(Deadline, Deadline.complaint_id == Complaint.id).distinct().order_by(Complaint.id)
    over = Complaint.is_joined, leading.ended_at.is_not(None), Complaint.id > after
    ids = db.session.scalars(query.filter(*over, *runs, Deadline.commitment.in_(work)).limit(PAGE))
    return list(ids)


def _follow(complaint_id: int, at: datetime) -> bool:
    """Rules published before do not know the step."""
    complaint = moves.take_by_id(complaint_id)
    leading = complaint.leading
    if (
        MOVE not in store.book(complaint.rulebook_version).moves
        or leading is None
        or leading.ended_at is None
    ):
        return False
    words = {"step": _move_that_ended(leading), "main": leading.tracking_number, "ended": True}
    moves.perform(complaint, Act(MOVE, SYSTEM, at, words))
    return True


def _move_that_ended(leading: Complaint) -> str:
    ended = sa.select(Event.move).filter(
        Event.complaint_id == leading.id, Event.to_state == leading.state, Event.from_state != Event.to_state
    )
    return db.session.scalars(ended.order_by(Event.seq.desc()).limit(1)).first() or ""
