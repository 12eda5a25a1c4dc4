"""What an officer has begun to write, before it is a step of a complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class HalfWritten(db.Model):  # type: ignore[name-defined,misc]
    """The fields of the form of one move, for its officer alone."""

    __tablename__ = "half_written"
    __table_args__ = (UniqueConstraint("officer_id", "complaint_id", "move"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    move: Mapped[str]
    words: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
