"""What other units or officers are asked about a complaint, the work staying where it is: their opinion (征求意见), or help (协办)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import Sealed
from complaints.models.organisation import Officer, Unit

ASKED, ANSWERED, WITHDRAWN, ENDED = "asked", "answered", "withdrawn", "ended"
DECLINED, TAKEN, RETURNED, LAPSED = "declined", "taken", "returned", "lapsed"
STEPS = (ASKED, ANSWERED, WITHDRAWN, ENDED, DECLINED, TAKEN, RETURNED, LAPSED)
GOING_ON = (ASKED, TAKEN)  # every other step is an end
HELPED = (TAKEN, ANSWERED)  # by who had a part in the answer from then on
COUNTED = "consultations"  # among the cycles of a complaint: how many parts it asked others for


class Consultation(db.Model):  # type: ignore[name-defined,misc]
    """A question, a step of it, or its one end: the opinion, a withdrawal, a refusal, or the end of the work. Rows are added, never changed.

    `number` counts the questions of a complaint. `words` are the question, the opinion or the reason. Without an officer any
    officer of the unit may answer. Who is asked for help takes it first: the newest such step says who has it. Two partial unique indexes keep that each is asked once, and ends at most once.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        CheckConstraint(f"step IN {STEPS}", name="step_is_known"),
        Index("uq_consultation_asked_once", "complaint_id", "number", unique=True, **only("step = 'asked'")),
        Index(
            "uq_consultation_ended_once",
            "complaint_id",
            "number",
            unique=True,
            **only("step NOT IN ('asked', 'taken')"),
        ),
        Index("ix_consultation_unit", "unit_id", "complaint_id", **only("step = 'asked'")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    number: Mapped[int]
    step: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    words: Mapped[str | None] = mapped_column(Sealed)
    is_assist: Mapped[bool] = mapped_column(default=False, server_default=false())

    unit: Mapped[Unit] = relationship()
    officer: Mapped[Officer | None] = relationship(foreign_keys=[officer_id])
    by: Mapped[Officer | None] = relationship(foreign_keys=[by_id])
