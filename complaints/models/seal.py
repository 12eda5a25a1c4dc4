"""The state of the ledger at the end of each day, signed, and sent to where the owner of the database cannot write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db


class Seal(db.Model):  # type: ignore[name-defined,misc]
    """`body` is canonical JSON: from and until, the hash of the seal before, and count and hash of each kind of row between."""

    __tablename__ = "seal"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    until_at: Mapped[datetime] = mapped_column(UTCDateTime, unique=True)
    body: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    signature: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def line(self) -> str:
        """As it leaves the installation."""
        return f"{self.hash} {self.signature} {self.body}"
