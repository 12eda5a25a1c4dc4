"""A message owed to a recipient: written with the change that owes it, delivered later by a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import Sealed, SealedWords

WAITING = "next_try_at IS NOT NULL"


class Notice(db.Model):  # type: ignore[name-defined,misc]
    """To an officer, to the holders of a role in a unit, or to the citizen of the complaint.

    `key` is unique, so that no message is owed twice. `next_try_at` is empty when nothing is left to send: no channel
    beside the inbox or the status page, delivered, or given up (`dead_at`). A notice holds no personal data.
    `about_id` is the leading complaint whose step owes a notice to the citizen of a joined one.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_waiting", "next_try_at", postgresql_where=text(WAITING), sqlite_where=text(WAITING)),
        Index("ix_notice_about", "about_id", **only("about_id IS NOT NULL")),
        Index("ix_notice_officer", "officer_id", "id"),
        Index("ix_notice_unit", "unit_id", "role", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(Key)
    event_seq: Mapped[int | None]
    kind: Mapped[str]  # the move, or the act of a rung, that owes it
    recipient: Mapped[str]  # "officer", "unit" or "citizen"
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str | None]
    words: Mapped[dict[str, Any]] = mapped_column(SealedWords, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime
    )  # for all, from when reading was not personal
    next_try_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None]
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    dead_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    last_error: Mapped[str | None] = mapped_column(Sealed)
    delivery_checksum: Mapped[str | None]

    complaint: Mapped[Any] = relationship("Complaint")


class NoticeRead(db.Model):  # type: ignore[name-defined,misc]
    """Who has read what: a notice to a post is new to each who holds it until they read it themselves."""

    __tablename__ = "notice_read"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
