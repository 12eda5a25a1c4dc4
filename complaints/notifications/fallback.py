"""What people do where a message cannot reach: the first responder rings the citizen, administrators look after the channel."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import current_app

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice
from complaints.notifications import notices
from workflows.calendar import SHANGHAI

RING, CHANNEL_DOWN = "ring_citizen", "channel_down"
FAILED_OFTEN = 5  # times one message failed in a row, which takes half an hour


def ask_to_ring(notice: Notice, at: datetime) -> None:
    """Once a day and complaint, however many messages did not reach the citizen. Inside a transaction.

    The key does not begin with the number: it is written without the lock of the complaint (models/checksums.py).
    """
    if notice.recipient != "citizen" or notice.complaint_id is None or notices.BEFORE in notice.words:
        return
    complaint = db.session.get_one(Complaint, notice.complaint_id)
    key = f"ring/{complaint.tracking_number}/{at.astimezone(SHANGHAI).date()}"
    _owe_once(
        Notice(
            key=key,
            complaint_id=complaint.id,
            event_seq=notice.event_seq,
            kind=RING,
            recipient="officer",
            officer_id=complaint.first_responder_id,
            created_at=at,
            next_try_at=_by_mail(at),
            words={},
        )
    )


def report_channel(notice: Notice, at: datetime) -> None:
    """Tell administrators once that a channel is down: until something is delivered by it again. Inside a transaction."""
    if notice.attempts != FAILED_OFTEN:
        return
    of_channel = (Notice.recipient == "citizen") == (notice.recipient == "citizen")
    last = db.session.scalar(sa.select(sa.func.max(Notice.delivered_at)).where(of_channel))
    if last is not None and last > notice.created_at:
        return  # others were reached meanwhile
    channel = "citizen" if notice.recipient == "citizen" else "officer"
    since = last.isoformat() if last else "-"
    words = {"channel": channel, "error": notice.last_error or ""}
    _owe_once(notices.to_administrators(f"channel down/{channel}/{since}", CHANNEL_DOWN, at, words))


def _owe_once(notice: Notice) -> None:
    known = sa.select(Notice.id).filter_by(key=notice.key)
    if db.session.scalars(known).first() is None:
        db.session.add(notice)


def _by_mail(at: datetime) -> datetime | None:
    return at.astimezone(UTC) if current_app.config["SHOUWEN"].officer_notice_url else None
