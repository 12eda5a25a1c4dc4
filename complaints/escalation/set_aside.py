"""Complaints that failed in the sweep and were set aside: people look at them and have them tried again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from complaints.casework import moves
from complaints.commitments import deadlines
from complaints.infrastructure.database import db
from complaints.models import Complaint, audit


def laid_aside(limit: int = 200) -> list[Complaint]:
    """The longest waiting first."""
    query = select(Complaint).filter(Complaint.set_aside_at.is_not(None))
    return list(db.session.scalars(query.order_by(Complaint.set_aside_at).limit(limit)))


def retry(number: str, at: datetime) -> bool:
    """Let the next sweep look at it. Inside a transaction. False where it was not set aside. Raises NotFound."""
    complaint = moves.take(number)
    if complaint.set_aside_at is None:
        return False
    audit.note("set aside complaint retried", at, {"number": complaint.tracking_number})
    deadlines.settle_next(complaint)
    return True
