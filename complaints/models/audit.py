"""Changes outside any complaint, and who made them: one row each, written with the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import SealedWords


class AuditNote(db.Model):  # type: ignore[name-defined,misc]
    """What an administrator changed outside any complaint."""

    __tablename__ = "audit_note"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    what: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(SealedWords, default=dict)


_who: ContextVar[str] = ContextVar("who changes the house", default="command")


@contextmanager
def changed_by(username: str) -> Iterator[None]:
    """Notes written inside name this officer; outside they name the command line."""
    token = _who.set(username)
    try:
        yield
    finally:
        _who.reset(token)


def changing() -> str:
    """In whose name changes are made now."""
    return _who.get()


def note(what: str, at: datetime, detail: Mapping[str, Any]) -> None:
    """Inside the transaction of the change. `detail` holds no personal data and no secret."""
    db.session.add(AuditNote(at=at, by=_who.get(), what=what, detail=dict(detail)))


def latest(most: int, before: int | None = None) -> Sequence[AuditNote]:
    """The newest first; with an id, those older than that."""
    query = select(AuditNote).order_by(AuditNote.id.desc()).limit(most)
    return db.session.scalars(query.filter(AuditNote.id < before) if before else query).all()
