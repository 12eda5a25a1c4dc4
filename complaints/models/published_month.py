"""A month as published in open data: frozen, so that no difference reveals a later correction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db


class PublishedMonth(db.Model):  # type: ignore[name-defined,misc]
    """`month`: 2026-10. `content`: rows by the name of their table, already coarse. Rows are added, never changed."""

    __tablename__ = "published_month"

    month: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
