"""Respondents of a complaint: units, officers, and names in the citizen's words, each with its own finding."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class Respondent(db.Model):  # type: ignore[name-defined,misc]
    """One respondent. It is cleared, never removed. The complaint's own columns hold the first that is not cleared."""

    __tablename__ = "respondent"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"), index=True)
    name: Mapped[str | None] = mapped_column(Sealed)
    named_seq: Mapped[int]
    named_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cleared_seq: Mapped[int | None]
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finding: Mapped[str | None] = mapped_column(Sealed)
