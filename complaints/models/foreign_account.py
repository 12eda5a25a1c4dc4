"""Accounts of the office's single sign-on, and the officers here they belong to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer


class ForeignAccount(db.Model):  # type: ignore[name-defined,misc]
    """By the issuer and its own number for the person, which is never given to another, as a username may be."""

    __tablename__ = "foreign_account"
    __table_args__ = (UniqueConstraint("issuer", "subject", name="uq_foreign_account_issuer"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime)

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
