"""How many messages a day one phone is sent, over all complaints that name it."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from complaints.infrastructure.database import db, end_reading
from complaints.models import Complainant, Notice

DAY = timedelta(days=1)


def is_spent(notice_id: int, at: datetime) -> bool:
    """Whether the phone of this notice has reached its limit of messages. Leaves no transaction open."""
    most = current_app.config["SHOUWEN"].phone_messages
    if not most:
        return False
    try:
        return _sent_to_phone_of(notice_id, at) >= int(most)
    finally:
        end_reading()


def _sent_to_phone_of(notice_id: int, at: datetime) -> int:
    of_complaint = Complainant.complaint_id == Notice.complaint_id
    phone = select(Complainant.phone_index).join(Notice, of_complaint)
    phone = phone.filter(Notice.id == notice_id, Notice.recipient == "citizen")
    sent = select(func.count(Notice.id)).join(Complainant, of_complaint)
    sent = sent.filter(Complainant.phone_index == phone.scalar_subquery(), Notice.recipient == "citizen")
    count: int = db.session.execute(sent.filter(Notice.delivered_at > at - DAY)).scalar_one()
    return count
