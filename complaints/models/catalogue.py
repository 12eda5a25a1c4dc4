"""派单目录: which unit is competent for what, by which text, from when until when. It is advice for who assigns."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer, Unit

ADDED, CHANGED, ENDED = "added", "changed", "ended"


class CatalogueEntry(db.Model):  # type: ignore[name-defined,misc]
    """One version of an entry. Rows are added, never changed: a row that no other replaces is the present one. `first_id` is
    the first version (empty in that one); `to_on` is the last day it holds; `category` empty: of any category.
    `source_id`: the complaint whose ruling made it."""

    __tablename__ = "catalogue_entry"
    __table_args__ = (CheckConstraint("step IN ('added','changed','ended')", name="step_is_known"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_entry.id"), index=True)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_entry.id"), unique=True)
    step: Mapped[str]
    category: Mapped[str | None]
    what: Mapped[str]
    keywords: Mapped[list[str]] = mapped_column(JSON, default=list)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    basis: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    words: Mapped[str] = mapped_column(Text)  # what is searched, in its normal form

    unit: Mapped[Unit] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)

    @property
    def number(self) -> int:
        """Of all its versions."""
        return self.first_id or self.id

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class CatalogueKeyword(db.Model):  # type: ignore[name-defined,misc]
    """A keyword of a present entry in its normal form, found by its first two signs; empty for an entry without any, which
    holds for its whole category. `category` is empty where it is any."""

    __tablename__ = "catalogue_keyword"
    __table_args__ = (Index("ix_catalogue_keyword_head", "head", "category"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("catalogue_entry.id"), primary_key=True)
    word: Mapped[str] = mapped_column(primary_key=True)
    head: Mapped[str]
    category: Mapped[str]

    entry: Mapped[CatalogueEntry] = relationship(lazy="joined", innerjoin=True)
