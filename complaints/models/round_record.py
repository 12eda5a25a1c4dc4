"""Answer, notice, rating and new request of each round: rows are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db, only
from complaints.infrastructure.encryption import SealedWords

ANSWER, FEEDBACK, RATING, REVIEW, REVIEW_WITHDRAWN = KINDS = (
    "answer",
    "feedback",
    "rating",
    "review",
    "review_withdrawn",
)


class RoundRecord(db.Model):  # type: ignore[name-defined,misc]
    """One answer, feedback, rating or review of one round. The words are those of the event `event_seq`.

    A review opens its round, and `before` keeps what the complaint was, for a citizen who withdraws the request; one that is
    withdrawn keeps the unit that had the work of the review. `of_id` is the joined complaint whose citizen speaks; empty for
    the citizen of the complaint itself.
    """

    __tablename__ = "round_record"
    __table_args__ = (
        UniqueConstraint("complaint_id", "event_seq", "kind"),
        CheckConstraint(f"kind IN {KINDS}", name="kind_is_known"),
        CheckConstraint("(kind = 'rating') = (grade IS NOT NULL)", name="a_rating_has_a_grade"),
        Index("ix_round_record_at", "at", "kind"),
        Index("ix_round_record_rated", "at", **only("kind = 'rating'")),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    round: Mapped[int]
    kind: Mapped[str]
    event_seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    of_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    outcome: Mapped[str | None]
    grade: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(SealedWords)
