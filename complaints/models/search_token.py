"""What complaints are found by besides their number: keyed hashes of names, parts of names and numbers."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import db


class SearchToken(db.Model):  # type: ignore[name-defined,misc]
    """One thing a complaint can be found by. The token says nothing without the key (complaints/access/search_index.py)."""

    __tablename__ = "search_token"

    token: Mapped[str] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True, index=True)
