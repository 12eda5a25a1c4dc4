"""Acts with two sides, kept as the steps they were made of. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import Sealed, SealedWords
from complaints.models.organisation import Officer, Unit


class Handover(db.Model):  # type: ignore[name-defined,misc]
    """An offer of the work (to a unit) or of the first responder's duty (to a person), and its one answer (promise 2).

    Two partial unique indexes keep it: each round is offered once, and answered at most once.
    """

    __tablename__ = "handover"
    __table_args__ = (
        CheckConstraint("step IN ('offered','taken','returned','lapsed','withdrawn')", name="step_is_known"),
        CheckConstraint("step <> 'returned' OR reason IS NOT NULL", name="returned_with_a_reason"),
        Index(
            "uq_handover_offered_once",
            "complaint_id",
            "kind",
            "round",
            unique=True,
            sqlite_where=text("step = 'offered'"),
            postgresql_where=text("step = 'offered'"),
        ),
        Index(
            "uq_handover_answered_once",
            "complaint_id",
            "kind",
            "round",
            unique=True,
            sqlite_where=text("step <> 'offered'"),
            postgresql_where=text("step <> 'offered'"),
        ),
        Index("ix_handover_at", "at"),  # figures of a period
        Index(
            "ix_handover_lapsed",
            "at",
            sqlite_where=text("step = 'lapsed'"),
            postgresql_where=text("step = 'lapsed'"),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[str]  # "work" or "duty"
    round: Mapped[int]
    step: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    designated: Mapped[bool] = mapped_column(default=False)
    return_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None] = mapped_column(Sealed)

    unit: Mapped[Unit | None] = relationship()
    officer: Mapped[Officer | None] = relationship(foreign_keys=[officer_id])


JUDGED = "kind = 'return' AND step <> 'asked'"  # returns, by those who sent the work


class Ask(db.Model):  # type: ignore[name-defined,misc]
    """Something one asks for and another decides: an extension, a suspension, a recusal; a return, which its sender judges."""

    __tablename__ = "ask"
    __table_args__ = (
        CheckConstraint("step IN ('asked','granted','refused')", name="step_is_known"),
        Index("ix_ask_granted", "at", **only("step = 'granted'")),
        Index("ix_ask_judged", "at", **only(JUDGED)),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    kind: Mapped[str]
    step: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    words: Mapped[dict[str, Any]] = mapped_column(SealedWords, default=dict)

    @property
    def asked_by_id(self) -> int | None:
        return self.by_id
