"""The second step of an officer's sign-in: a secret shared with an app, and codes for when the app is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class SecondStep(db.Model):  # type: ignore[name-defined,misc]
    """In force once it is confirmed by a first code. `last_counter`: no code is taken twice. `recovery` holds keyed hashes."""

    __tablename__ = "second_step"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Sealed)
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_counter: Mapped[int | None]
    recovery: Mapped[list[Any]] = mapped_column(JSON, default=list)
