"""Sending a draft: in one transaction it becomes a complaint, and its citizen is let in to the receipt."""

from __future__ import annotations

from datetime import datetime

from complaints import attachments, desk, drafts, visits
from complaints.db import transaction
from complaints.errors import NotFound
from complaints.taking_in import intake_of
from schemas.intake import WebComplaintIn
from schemas.web_complaint import whole
from workflows.language import CITIZEN, Act

VISIT = "visit"  # in the session: the token of the visit
SENT = "sent"  # in a draft that was sent: the same token, for whoever pressed twice


def send(token: str, at: datetime) -> str:
    """The token of the visit to the receipt. Raises BadInput, ValidationError, or NotFound when there is no draft."""
    with transaction():
        words = drafts.words_of(token, at, to_send=True)
        if SENT in words:
            return str(words[SENT])
        if not words:
            raise NotFound
        loaded = WebComplaintIn().load(whole(words))
        receipt = desk.receive(intake_of(loaded, at), Act("receive", CITIZEN, at))
        attachments.hand_over(token, receipt.complaint.id)
        visit = visits.start(receipt.complaint.id, at, receipt.query_code)
        drafts.replace_by(token, {SENT: visit}, at + visits.LASTS)
        return visit
