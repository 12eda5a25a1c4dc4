"""Sending a draft: in one transaction it becomes a complaint, and its citizen is let in to the receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.access import citizen_sessions
from complaints.casework import attachments
from complaints.infrastructure.database import transaction
from complaints.infrastructure.encryption import blind_index
from complaints.infrastructure.errors import NotFound
from complaints.intake import drafts
from complaints.intake.complaint_form import intake_of
from complaints.intake.intake import receive
from schemas.intake import WebComplaintIn
from schemas.web_complaint import whole
from workflows.language import CITIZEN, Act

SENT = "sent"  # in a draft that was sent: the token of the visit, for a second press of the button


@dataclass(frozen=True)
class Sent:
    """`visit` is the token that opens the receipt; `again` when the draft had been sent before."""

    visit: str
    again: bool


class Changed(Exception):
    """The draft holds other words, or other files, than the person was shown before they sent it."""


def seal_of(token: str, words: Mapping[str, Any]) -> str:
    """The seal in the review page; it proves that exactly the text shown there is sent."""
    files = [file.id for file in attachments.of_draft(token)]
    return blind_index("draft as it was shown", json.dumps([sorted(words.items()), files]))


def send(token: str, at: datetime, shown: str, language: str = "zh") -> Sent:
    """`shown` is the seal of what the person read, if the page bore one, in this language. Raises BadInput, ValidationError, Changed, or
    NotFound when there is no draft."""
    with transaction():
        words = drafts.words_of(token, at, to_send=True)
        if SENT in words:
            return Sent(str(words[SENT]), again=True)
        if not words:
            raise NotFound
        if shown and shown != seal_of(token, words):
            raise Changed
        written = whole(words)
        written["complainant"]["language"] = language
        loaded = WebComplaintIn().load(written)
        receipt = receive(intake_of(loaded, at), Act("receive", CITIZEN, at))
        attachments.hand_over(token, receipt.complaint.id)
        visit = citizen_sessions.start(receipt.complaint.id, at, receipt.query_code)
        drafts.replace_by(token, {SENT: visit}, at + citizen_sessions.LASTS)
        return Sent(visit, again=False)


def was_sent(token: str, at: datetime) -> bool:
    """Whether a page belongs to a draft that has become a complaint since it was shown."""
    return bool(token) and SENT in drafts.words_of(token, at)
