"""Answers to requests that may be repeated."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class _FirstAnswer:
    """The first answer to a request that may be repeated; sealed, for it holds the query code."""

    key: Mapped[str] = mapped_column(primary_key=True)
    request_sha256: Mapped[str]
    answer: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class IdempotencyKey(_FirstAnswer, db.Model):  # type: ignore[name-defined,misc]
    """A request of an officer: two officers may use the same key."""

    __tablename__ = "idempotency_key"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, sort_order=-1)


class PublicIdempotencyKey(_FirstAnswer, db.Model):  # type: ignore[name-defined,misc]
    """A request without an account."""

    __tablename__ = "public_idempotency_key"
