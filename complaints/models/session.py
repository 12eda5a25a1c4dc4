"""Sessions: those of officers that were ended, and those of citizens at their complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class EndedSitting(db.Model):  # type: ignore[name-defined,misc]
    """A session of an officer that was ended before its time; whose it was is not said."""

    __tablename__ = "ended_sitting"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kept_until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class Visit(db.Model):  # type: ignore[name-defined,misc]
    """A citizen looking at their complaint for a short while; with the query code only right after logging it."""

    __tablename__ = "visit"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    query_code: Mapped[str | None] = mapped_column(Sealed)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
