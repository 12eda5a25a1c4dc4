"""Who is away, from when until when, and who is the deputy."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer


class Absence(db.Model):  # type: ignore[name-defined,misc]
    """An officer away, and the deputy. Ended early by moving `until_at`; the row stays."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("deputy_id <> officer_id", name="deputy_is_somebody_else"),
        CheckConstraint("until_at >= from_at", name="ends_after_it_begins"),
        Index("ix_absence_officer_id_until_at", "officer_id", "until_at"),
        Index("ix_absence_deputy_id_until_at", "deputy_id", "until_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    from_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until_at: Mapped[datetime] = mapped_column(UTCDateTime)

    officer: Mapped[Officer] = relationship(foreign_keys=[officer_id])
    deputy: Mapped[Officer] = relationship(foreign_keys=[deputy_id])
