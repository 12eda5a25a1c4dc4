"""Tells the holder of an account and the channel what was asked for it and what was decided, by inbox and by mail."""

from __future__ import annotations

from complaints.infrastructure.database import db
from complaints.models import Confirmation
from complaints.notifications import notices
from complaints.organisation import confirmations


@confirmations.teller
def tell(row: Confirmation) -> None:
    about = [row.officer, *confirmations.deciders(row.officer)]
    kind = f"asked_{row.what}" if row.decision is None else f"request_{row.decision}"
    at, by = (row.asked_at, row.asked_by) if row.decided_at is None else (row.decided_at, row.decided_by)
    key, account = f"confirmation/{row.id}/{kind}", row.officer.username
    db.session.add_all(
        notices.to_officer(one.id, f"{key}/{one.id}", kind, at, officer=account, by=by) for one in about
    )
