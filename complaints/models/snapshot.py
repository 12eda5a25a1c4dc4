"""Sums made ahead."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db


class KeptCount(db.Model):  # type: ignore[name-defined,misc]
    """A sum computed before it is asked for: numbers by unit, day, commitment; nothing of a single complaint."""

    __tablename__ = "kept_count"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    rows: Mapped[Any] = mapped_column(JSON)
