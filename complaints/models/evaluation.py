"""Third-party evaluation (第三方评估): the sample drawn for a period, its cases, the scores of evaluators, what was published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed

FEW = 10


class EvaluationSample(db.Model):  # type: ignore[name-defined,misc]
    """One for each period, so that none is drawn again until it pleases. `population`: how many it was drawn from."""

    __tablename__ = "evaluation_sample"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    period: Mapped[str] = mapped_column(unique=True)
    criteria: Mapped[str]  # their version
    seed: Mapped[str]
    size: Mapped[int]
    population: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def is_whole(self) -> bool:
        """All of the few that were closed: its size would tell how many."""
        return self.size == self.population < FEW


class EvaluationCase(db.Model):  # type: ignore[name-defined,misc]
    """Evaluators know a case by its `place` in the sample, never by its number."""

    __tablename__ = "evaluation_case"
    __table_args__ = (
        UniqueConstraint("sample_id", "place", name="uq_evaluation_case_place"),
        UniqueConstraint("sample_id", "complaint_id", name="uq_evaluation_case_complaint"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sample_id: Mapped[int] = mapped_column(ForeignKey("evaluation_sample.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    place: Mapped[int]


class EvaluationScore(db.Model):  # type: ignore[name-defined,misc]
    """Rows are added, never changed: of one evaluator and case the newest counts. `scores`: 0 to 100 by criterion."""

    __tablename__ = "evaluation_score"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("evaluation_case.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    scores: Mapped[dict[str, int]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Sealed, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class PublishedEvaluation(db.Model):  # type: ignore[name-defined,misc]
    """What everybody reads, already coarse, frozen. After it no score of the sample is added."""

    __tablename__ = "published_evaluation"

    sample_id: Mapped[int] = mapped_column(ForeignKey("evaluation_sample.id"), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime)
