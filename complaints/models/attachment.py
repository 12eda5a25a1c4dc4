"""Files that belong to a complaint or a draft."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed, SealedBytes
from complaints.models.organisation import Officer


class Attachment(db.Model):  # type: ignore[name-defined,misc]
    """A photo or a document. Name and content are sealed; `kind` was read from the content, not from the name.

    `added_by` is the officer who added it; empty for what came from the citizen.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    draft_hash: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(Sealed)
    kind: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    body: Mapped[bytes] = mapped_column(SealedBytes, deferred=True)

    added_by: Mapped[Officer | None] = relationship()
