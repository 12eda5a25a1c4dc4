"""Tokens of machines: programs that log complaints, or read figures, for another system."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models.organisation import Officer


class MachineToken(db.Model):  # type: ignore[name-defined,misc]
    """A token of an account with the role machine. It is shown once; its hash is kept. `used_on` is the last day it came."""

    __tablename__ = "machine_token"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), index=True)
    name: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str]  # of the account's key then: other roles, or closing the account, end the token
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    used_on: Mapped[date | None]

    officer: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
