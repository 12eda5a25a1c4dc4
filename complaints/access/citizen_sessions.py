"""A citizen at their own complaint: let in by number and query code, for twenty minutes, until they leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from complaints.infrastructure.database import db
from complaints.infrastructure.tokens import hash_token, new_token
from complaints.models import Complaint, Visit

LASTS = timedelta(minutes=20)


def start(complaint_id: int, at: datetime, query_code: str | None = None) -> str:
    """Start a session and return its token. Inside a transaction."""
    forget_old(at)
    token = new_token()
    db.session.add(
        Visit(
            token_hash=hash_token(token),
            complaint_id=complaint_id,
            query_code=query_code,
            expires_at=at + LASTS,
        )
    )
    db.session.flush()
    return token


def current(token: str | None, at: datetime) -> Visit | None:
    if not token:
        return None
    query = select(Visit).filter(Visit.token_hash == hash_token(token), Visit.expires_at > at)
    return db.session.scalars(query).one_or_none()


def complaint_id_of(number: str) -> int:
    """`number` is one that was just found."""
    return db.session.execute(select(Complaint.id).filter_by(tracking_number=number)).scalar_one()


def complaint(complaint_id: int) -> Complaint:
    """The complaint of a session, which is never deleted."""
    return db.session.get_one(Complaint, complaint_id)


def end(token: str) -> None:
    """Inside a transaction."""
    db.session.execute(delete(Visit).where(Visit.token_hash == hash_token(token)))


def forget_old(at: datetime) -> None:
    """Visits past their time. Inside a transaction."""
    db.session.execute(delete(Visit).where(Visit.expires_at <= at))
