"""Who signed in where and until when: each sign-in is a row, and an officer may end any of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select

from complaints.access import staff_sessions
from complaints.infrastructure.database import db
from complaints.infrastructure.tokens import hash_token
from complaints.models import Officer, SignIn

PAGES, API, SINGLE = "pages", "api", "single sign-on"
IN, WRONG_PASSWORD, WRONG_SECOND_STEP = "in", "password", "second step"
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a sign-in is tried."""

    name: str
    address: str


def note(officer: Officer, door: Door, token: str, times: tuple[datetime, datetime]) -> None:
    """They signed in at the first of the times, until the second at the latest. Inside a transaction."""
    at, until = times
    row = _row(officer, door, IN, at)
    row.token_hash, row.until_at = hash_token(token), until
    row.key_hash = hash_token(officer.fs_uniquifier)
    db.session.add(row)


def note_machine(officer: Officer, door: Door, at: datetime) -> None:
    """Inside a transaction."""
    db.session.add(_row(officer, door, IN, at))


def note_failed(officer: Officer, door: Door, outcome: str, at: datetime) -> None:
    """Inside a transaction."""
    db.session.add(_row(officer, door, outcome, at))


def note_unknown(door: Door) -> None:
    """No account has the name that was typed, which may be a password typed into the wrong field: it is not written."""
    structlog.get_logger().info("sign-in failed", door=door.name, outcome="no account")


def _row(officer: Officer, door: Door, outcome: str, at: datetime) -> SignIn:
    structlog.get_logger().info("sign-in", door=door.name, outcome=outcome, officer=officer.id)
    return SignIn(officer_id=officer.id, door=door.name, outcome=outcome, at=at, address=door.address or None)


def list_newest(officer: Officer, limit: int = 50) -> list[SignIn]:
    query = select(SignIn).filter_by(officer_id=officer.id).order_by(SignIn.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def list_open(officer: Officer, at: datetime) -> list[SignIn]:
    query = select(SignIn).filter(
        SignIn.officer_id == officer.id,
        SignIn.key_hash == hash_token(officer.fs_uniquifier),
        SignIn.ended_at.is_(None),
        SignIn.until_at > at,
    )
    return list(db.session.scalars(query.order_by(SignIn.id.desc())))


def end(token: str, at: datetime) -> None:
    """Inside a transaction."""
    row = db.session.scalars(select(SignIn).filter_by(token_hash=hash_token(token))).one_or_none()
    if row is not None and row.ended_at is None:
        row.ended_at = at


def end_one(officer: Officer, row_id: int, at: datetime) -> bool:
    """One of the officer's own. False where there is no such open one. Inside a transaction."""
    row = next((one for one in list_open(officer, at) if one.id == row_id), None)
    if row is None or row.token_hash is None or row.until_at is None:
        return False
    row.ended_at = at
    staff_sessions.end_hash(row.token_hash, row.until_at, at)
    return True


def forget_old(at: datetime) -> None:
    """Inside a transaction."""
    db.session.execute(delete(SignIn).where(SignIn.at <= at - KEPT))
