"""What was written down wrong and corrected: before and after, sealed where the ledger says only that it changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed

SEALED = "sealed"  # replaces in the ledger what identifies a person


class Correction(db.Model):  # type: ignore[name-defined,misc]
    """One field of one correction; `event_seq` is the step that made it. Rows are added, never changed."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    event_seq: Mapped[int]
    field: Mapped[str]
    before: Mapped[str | None] = mapped_column(Sealed)
    after: Mapped[str | None] = mapped_column(Sealed)
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
