"""What was erased when its time was over, and what is kept longer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed
from complaints.models.organisation import Officer

HELD, RELEASED = "hold", "release"


class Erasure(db.Model):  # type: ignore[name-defined,misc]
    """The personal data of one complaint was erased. `was_sha256` is the digest of what was: the head of its chain with the keyed
    sums of its rows. `kept_sha256` is the digest of its events up to `until_seq` without their words. While `finished_at` is
    empty, and no longer, the database lets the words of permanent rows go."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    rule: Mapped[str]
    years: Mapped[int]
    basis_zh: Mapped[str]
    basis_en: Mapped[str]
    until_seq: Mapped[int]
    was_sha256: Mapped[str]
    kept_sha256: Mapped[str]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class RetentionHold(db.Model):  # type: ignore[name-defined,misc]
    """A supervisor keeps a complaint past its time, or lets it go again: each a row, the last one holds."""

    __tablename__ = "retention_hold"
    __table_args__ = (CheckConstraint(f"step IN ('{HELD}', '{RELEASED}')", name="step_is_known"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    step: Mapped[str]
    reason: Mapped[str] = mapped_column(Sealed)
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    by: Mapped[Officer] = relationship()
