"""Rows of persons kept out, as tests ask for them."""

from __future__ import annotations

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, KeptOut, Officer


def kept_out_of(number: str, reach: str = "all") -> dict[str, str]:
    """Username → reason, of those kept out of a complaint now."""
    db.session.rollback()
    query = (
        select(Officer.username, KeptOut.reason)
        .join(Officer, Officer.id == KeptOut.officer_id)
        .join(Complaint, Complaint.id == KeptOut.complaint_id)
        .filter(Complaint.tracking_number == number, KeptOut.ended_at.is_(None), KeptOut.reach == reach)
    )
    return {row.username: row.reason for row in db.session.execute(query.order_by(KeptOut.id.desc()))}
