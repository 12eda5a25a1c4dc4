"""What a citizen has open in this browser: the draft they write, and the visit to their complaint.

A visit is begun by number and code, or by sending; it is ended by leaving, or by time. The session holds tokens alone.
"""

from __future__ import annotations

from flask import session

from complaints.access import citizen_sessions
from complaints.infrastructure.database import transaction
from complaints.intake import drafts
from complaints.models import Visit
from complaints.web.page.dates import now

DRAFT, VISIT = "draft", "visit"  # in the session


def let_in(token: str) -> None:
    """One at a time: whatever was open in this browser before is over."""
    if session.get(VISIT) != token:
        end()
    session[VISIT] = token


def current() -> Visit | None:
    visit = citizen_sessions.current(session.get(VISIT), now())
    if visit is None:
        session.pop(VISIT, None)
    return visit


def has_receipt() -> bool:
    """Whether this browser logged a complaint a moment ago and may still show its receipt."""
    visit = current()
    return visit is not None and visit.query_code is not None


def end() -> None:
    token = session.pop(VISIT, "")
    if token:
        with transaction():
            citizen_sessions.end(token)


def clear() -> None:
    """Neither is left on this machine, nor readable from its old cookies."""
    draft = session.pop(DRAFT, "")
    if draft:
        with transaction():
            drafts.forget(draft)
    end()
