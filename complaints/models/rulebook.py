"""Published rulebooks, word for word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import UTCDateTime, db


class RulebookText(db.Model):  # type: ignore[name-defined,misc]
    """A published rulebook, word for word. The same name and edition with other content is refused.

    `version` is the key that complaints hold: the edition as the book writes it, with the name before it where another
    rulebook has that edition already.
    """

    __tablename__ = "rulebook_text"
    __table_args__ = (Index("ix_rulebook_text_edition", "name", "edition", unique=True),)

    version: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(server_default="")
    edition: Mapped[str] = mapped_column(server_default="")
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    used_from: Mapped[datetime | None] = mapped_column(UTCDateTime)  # set when put into use again later
    unused_from: Mapped[datetime | None] = mapped_column(
        UTCDateTime
    )  # set when nothing more comes in under it
