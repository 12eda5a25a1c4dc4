"""A complaint while its citizen writes it: kept sealed on the server, found by a token, forgotten after a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from complaints.infrastructure.database import db
from complaints.infrastructure.tokens import hash_token
from complaints.models import Attachment, Draft

KEPT = timedelta(hours=24)


def words_of(token: str, at: datetime, *, to_send: bool = False) -> dict[str, Any]:
    """What was written so far; empty when there is no such draft, or it is too old.

    `to_send` locks the draft: a second press of the button waits, then finds what the first one left.
    """
    query = select(Draft.words).filter(Draft.token_hash == hash_token(token), Draft.expires_at > at)
    sealed = db.session.execute(query.with_for_update() if to_send else query).scalar_one_or_none()
    return dict(json.loads(sealed)) if sealed else {}


def keep(token: str, words: Mapping[str, Any], at: datetime) -> None:
    """Add to what was written. Inside a transaction."""
    forget_old(at)
    whole = {**words_of(token, at), **words}
    text = json.dumps(whole, ensure_ascii=False)
    db.session.merge(Draft(token_hash=hash_token(token), words=text, expires_at=at + KEPT))
    db.session.flush()


def replace_by(token: str, words: Mapping[str, Any], until: datetime) -> None:
    """Nothing stays of what was written but these words. Inside a transaction."""
    text = json.dumps(words, ensure_ascii=False)
    db.session.merge(Draft(token_hash=hash_token(token), words=text, expires_at=until))
    db.session.flush()


def forget(token: str) -> None:
    """Remove a draft and its files. Inside a transaction."""
    hashed = hash_token(token)
    db.session.execute(delete(Attachment).where(Attachment.draft_hash == hashed))
    db.session.execute(delete(Draft).where(Draft.token_hash == hashed))


def forget_old(at: datetime) -> None:
    """Delete drafts past their time, and files never sent. Inside a transaction."""
    old = select(Draft.token_hash).where(Draft.expires_at <= at)
    db.session.execute(delete(Attachment).where(Attachment.draft_hash.in_(old)))
    db.session.execute(delete(Draft).where(Draft.expires_at <= at))
