"""The permanent record of one step. The database refuses to change or remove one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed, SealedWords
from complaints.models.organisation import Officer

RETURNED = "move = 'return'"  # which units send back what
CALLED_BACK = "move = 'call_back'"  # what citizens answered


class Event(db.Model):  # type: ignore[name-defined,misc]
    """One step of one complaint, chained to the one before it by `hash` (see complaints.casework.ledger). `traces`: what it left on
    other rows (see complaints.casework.ledger_snapshot)."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("complaint_id", "seq"),
        Index("ix_event_returned", "at", postgresql_where=text(RETURNED), sqlite_where=text(RETURNED)),
        Index(
            "ix_event_called_back", "at", postgresql_where=text(CALLED_BACK), sqlite_where=text(CALLED_BACK)
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    seq: Mapped[int]
    move: Mapped[str]
    party: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    by_name: Mapped[str]  # username, "citizen" or "system": as it was then
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    note: Mapped[str] = mapped_column(Sealed, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(SealedWords, default=dict)
    traces: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    hash: Mapped[str]

    officer: Mapped[Officer | None] = relationship()


class AccessLog(db.Model):  # type: ignore[name-defined,misc]
    """Who looked at a restricted complaint or at who a citizen is, and when (domain §7, conflict of interest 6). With a reason:
    who asked to see how the citizen is reached (complaints/access/reveals.py)."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str]
    reason: Mapped[str | None]
    words: Mapped[str | None] = mapped_column(Sealed)  # of a reason that is none of the list
