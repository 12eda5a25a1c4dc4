"""Persons kept out of a complaint, and the posts officers held before: interest is kept as it was when it happened."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.models.organisation import Officer

ALL, JUDGING = "all", "judging"  # how far a person is kept out: sees and does nothing, or judges nothing
CURRENT = "ended_at IS NULL"
LOOKS_BACK = timedelta(days=365)  # the day of the facts is not asked; they are assumed to be within this


class KeptOut(db.Model):  # type: ignore[name-defined,misc]
    """One person kept out of one complaint, for one reason. `cause` names what the reason rests on (`unit:7`, `officer:3`,
    `recused`, `joined:12`, `name:…`); when the cause is gone the row ends, and is never removed.

    `since_seq` is the event that tells it. `provisional`: a likely match of a name, until it is confirmed or rejected.
    """

    __tablename__ = "kept_out"
    __table_args__ = (
        CheckConstraint("reach IN ('all','judging')", name="reach_is_known"),
        Index(
            "uq_kept_out_current",
            "complaint_id",
            "officer_id",
            "reason",
            "cause",
            unique=True,
            **only(CURRENT),
        ),
        Index("ix_kept_out_officer", "officer_id", "complaint_id", **only(f"{CURRENT} AND reach = 'all'")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str]
    reach: Mapped[str]
    cause: Mapped[str]
    provisional: Mapped[bool] = mapped_column(default=False)
    since_seq: Mapped[int]
    since_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_seq: Mapped[int | None]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    officer: Mapped[Officer] = relationship(viewonly=True)


class PostHeld(db.Model):  # type: ignore[name-defined,misc]
    """A unit an officer belonged to, from when until when, and whether they led it. The present post has no end."""

    __tablename__ = "post_held"
    __table_args__ = (Index("ix_post_held_officer", "officer_id", "until_at"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    leads: Mapped[bool]
    from_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
