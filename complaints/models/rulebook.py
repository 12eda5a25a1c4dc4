"""Published rulebooks, word for word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db


class RulebookText(db.Model):  # type: ignore[name-defined,misc]
    """A published rulebook, word for word. The same version with other content is refused."""

    __tablename__ = "rulebook_text"

    version: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    used_from: Mapped[datetime | None] = mapped_column(UTCDateTime)  # set when put into use again later
