"""Which key carries search index, query codes and checksums, and how far they have been made again under another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db


class IndexKey(db.Model):  # type: ignore[name-defined,misc]
    """One row, from the first move on. Keys are named by their ids. `moved_up_to` and `codes_up_to`: complaints done so far."""

    __tablename__ = "index_key"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key_id: Mapped[str]
    moving_to: Mapped[str | None]
    moved_up_to: Mapped[int] = mapped_column(default=0)
    moved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    codes_from: Mapped[str | None]  # query codes may still be kept under this key
    codes_up_to: Mapped[int] = mapped_column(default=0)
