"""A session of an officer, from signing in to signing out. Who signs out is out: the cookie of before opens nothing more.

Only what was ended is written down, with the drafts: found by the hash of a token, and forgotten once the session would
have ended by itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, exists

from complaints import drafts
from complaints.models import Draft


def end(token: str, until: datetime, at: datetime) -> None:
    """Inside a transaction."""
    drafts.forget_old(at)
    drafts.replace_by(token, {"ended": at.isoformat()}, until)


def is_ended(token: str) -> ColumnElement[bool]:
    return exists().where(Draft.token_hash == drafts.hash_of(token))
