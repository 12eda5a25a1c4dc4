"""The seed by which the call-backs of a month are drawn: its digest is public from the start, itself when the month is over."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db
from complaints.infrastructure.encryption import Sealed
from workflows.calendar import SHANGHAI

SEED_BYTES = 32


class CallBackSeed(db.Model):  # type: ignore[name-defined,misc]
    """`month`: 2026-10. Rows are added, never changed."""

    __tablename__ = "call_back_seed"

    month: Mapped[str] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(Sealed)
    digest: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)


def digest_of(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


def month_of(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m}"


def seed_of(month: str, at: datetime) -> str:
    """Made at the first draw where no job has. Of two that make it at once, one is kept. Inside a transaction."""
    kept = _read(month)
    if kept is not None:
        return kept
    seed = secrets.token_hex(SEED_BYTES)
    try:
        with db.session.begin_nested():
            db.session.add(CallBackSeed(month=month, seed=seed, digest=digest_of(seed), at=at))
            db.session.flush()
    except IntegrityError:
        seed = _read(month) or ""
    return seed


def _read(month: str) -> str | None:
    return db.session.scalars(sa.select(CallBackSeed.seed).filter_by(month=month)).one_or_none()
