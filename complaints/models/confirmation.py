"""An administrator's request about an account that opens sealed matters, and a second person's decision."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer

OPEN = "decision IS NULL"


class Confirmation(db.Model):  # type: ignore[name-defined,misc]
    """`what`: grant, reset, end or close. `decision`: confirmed, refused, or replaced by a later request."""

    __tablename__ = "confirmation"
    __table_args__ = (
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_with_time"),
        Index(
            "ux_confirmation_open",
            "officer_id",
            "what",
            unique=True,
            postgresql_where=text(OPEN),
            sqlite_where=text(OPEN),
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    what: Mapped[str]
    roles: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # those asked for
    asked_by: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decision: Mapped[str | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
