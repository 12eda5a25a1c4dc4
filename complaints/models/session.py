"""Sessions: those of officers that were ended, and those of citizens at their complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class EndedSitting(db.Model):  # type: ignore[name-defined,misc]
    """A session of an officer that was ended before its time; whose it was is not said."""

    __tablename__ = "ended_sitting"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kept_until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class SignIn(db.Model):  # type: ignore[name-defined,misc]
    """One sign-in of an officer, on the pages or for a token, or one that failed. `key_hash` is of the account's key then: a new
    password changes the key, and ends all that came before."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_officer", "officer_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    door: Mapped[str]  # "pages" or "api"
    outcome: Mapped[str]  # "in", or what was wrong: "password", "second step"
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    address: Mapped[str | None] = mapped_column(Sealed)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    key_hash: Mapped[str | None]
    until_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Visit(db.Model):  # type: ignore[name-defined,misc]
    """A citizen looking at their complaint for a short while; with the query code only right after logging it."""

    __tablename__ = "visit"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    query_code: Mapped[str | None] = mapped_column(Sealed)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
