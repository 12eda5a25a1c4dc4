"""The bulletin of a period: every version of its text, from the draft to what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer

DRAFTED, EDITED, APPROVED, PUBLISHED = "drafted", "edited", "approved", "published"


class Bulletin(db.Model):  # type: ignore[name-defined,misc]
    """One version. Rows are added, never changed: the newest of a period is its present. `content` is what
    `bulletin_text.Content` holds; `by_id` is None where the program drafted; `issue` counts what a year published.
    """

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("period", "version", name="uq_bulletin_version"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    period: Mapped[str]
    version: Mapped[int]
    step: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    issue: Mapped[int | None]

    by: Mapped[Officer | None] = relationship(lazy="joined")
