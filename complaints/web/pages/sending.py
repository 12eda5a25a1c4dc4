"""Sending a draft: in one transaction it becomes a complaint, and its citizen is let in to the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaints import attachments, desk, drafts, visits
from complaints.db import transaction
from complaints.errors import NotFound
from complaints.taking_in import intake_of
from schemas.intake import WebComplaintIn
from schemas.web_complaint import whole
from workflows.language import CITIZEN, Act

SENT = "sent"  # in a draft that was sent: the token of the visit, for whoever presses twice


@dataclass(frozen=True)
class Sent:
    """`visit` is the token that opens the receipt; `again` when the draft had been sent before."""

    visit: str
    again: bool


def send(token: str, at: datetime) -> Sent:
    """Raises BadInput, ValidationError, or NotFound when there is no draft."""
    with transaction():
        words = drafts.words_of(token, at, to_send=True)
        if SENT in words:
            return Sent(str(words[SENT]), again=True)
        if not words:
            raise NotFound
        loaded = WebComplaintIn().load(whole(words))
        receipt = desk.receive(intake_of(loaded, at), Act("receive", CITIZEN, at))
        attachments.hand_over(token, receipt.complaint.id)
        visit = visits.start(receipt.complaint.id, at, receipt.query_code)
        drafts.replace_by(token, {SENT: visit}, at + visits.LASTS)
        return Sent(visit, again=False)


def was_sent(token: str, at: datetime) -> bool:
    """Whether a page belongs to a draft that has become a complaint since it was shown."""
    return bool(token) and SENT in drafts.words_of(token, at)
