"""Sessions of officers, from signing in to signing out. After it a session's cookie no longer signs in.

Only ended sessions are stored, by the hash of a token, until the session would have ended by itself.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select

from complaints.infrastructure.database import db
from complaints.infrastructure.tokens import hash_token
from complaints.models import EndedSitting, Officer


def end(token: str, until: datetime, at: datetime) -> None:
    """Inside a transaction."""
    end_hash(hash_token(token), until, at)


def end_hash(token_hash: str, until: datetime, at: datetime) -> None:
    """Inside a transaction."""
    forget_old(at)
    db.session.merge(EndedSitting(token_hash=token_hash, kept_until=until))
    db.session.flush()


def is_ended(token: str) -> ColumnElement[bool]:
    return exists().where(EndedSitting.token_hash == hash_token(token))


def officer_of(uniquifier: str, token: str) -> Officer | None:
    """The officer of an active account whose session, of this token, has not ended."""
    query = select(Officer).filter_by(fs_uniquifier=uniquifier, active=True)
    return db.session.scalars(query.where(~is_ended(token))).one_or_none()


def forget_old(at: datetime) -> None:
    """Sessions that would be over by now. Inside a transaction."""
    db.session.execute(delete(EndedSitting).where(EndedSitting.kept_until <= at))
