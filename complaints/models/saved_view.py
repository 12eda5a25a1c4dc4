"""A search an officer keeps under a name. It never holds what could identify a person."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, db
from complaints.infrastructure.encryption import Sealed, SealedWords


class SavedView(db.Model):  # type: ignore[name-defined,misc]
    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("officer_id", "title"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    title: Mapped[str] = mapped_column(Sealed)
    criteria: Mapped[dict[str, str]] = mapped_column(SealedWords)
