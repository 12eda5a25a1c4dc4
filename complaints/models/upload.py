"""A file that comes in parts, until it is whole and belongs to a complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed, SealedBytes


class Upload(db.Model):  # type: ignore[name-defined,misc]
    """Found by a token that only its sender knows, and only for the complaint it was begun for. `added_by_id` is the officer
    who sends it, empty for the citizen; `size` is what was announced, `received` what is here; `kind` was read once whole."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    name: Mapped[str] = mapped_column(Sealed)
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None]
    kind: Mapped[str | None]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class UploadPart(db.Model):  # type: ignore[name-defined,misc]
    """One part, sealed, by the place where it begins."""

    __tablename__ = "upload_part"
    __table_args__ = (UniqueConstraint("upload_id", "begins_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    begins_at: Mapped[int]
    body: Mapped[bytes] = mapped_column(SealedBytes)
