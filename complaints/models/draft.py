"""A complaint while its citizen writes it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class Draft(db.Model):  # type: ignore[name-defined,misc]
    """A complaint being written. Found by a token that only the browser knows; gone when sent, cleared or old."""

    __tablename__ = "draft"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Sealed)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
