"""What the house itself keeps: rulebooks, the calendar, answers to a retried request, sessions that were ended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.infrastructure.encryption import Sealed


class RulebookText(db.Model):  # type: ignore[name-defined,misc]
    """A published rulebook, word for word. The same version with other content is refused."""

    __tablename__ = "rulebook_text"

    version: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class CalendarEdition(db.Model):  # type: ignore[name-defined,misc]
    """A change of the calendar; the newest edition tells a running process whether its calendar is still current."""

    __tablename__ = "calendar_edition"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    what: Mapped[str]


class CalendarYear(db.Model):  # type: ignore[name-defined,misc]
    """A year whose days were published and loaded."""

    __tablename__ = "calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str]


class CalendarDay(db.Model):  # type: ignore[name-defined,misc]
    """A day that differs from its weekday, or from what the published calendar says of it."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    label: Mapped[str]
    source: Mapped[str]


class KeptCount(db.Model):  # type: ignore[name-defined,misc]
    """A sum somebody will ask for, made ahead: numbers by unit, day, commitment; nothing of a single complaint."""

    __tablename__ = "kept_count"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    rows: Mapped[Any] = mapped_column(JSON)


class OfficeSeason(db.Model):  # type: ignore[name-defined,misc]
    """Office hours from a day of the year on; `spans` is [["08:30", "12:00"], ["14:00", "17:30"]]."""

    __tablename__ = "office_season"
    __table_args__ = (UniqueConstraint("month", "day"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    month: Mapped[int]
    day: Mapped[int]
    spans: Mapped[list[list[str]]] = mapped_column(JSON)


class IdempotencyKey(db.Model):  # type: ignore[name-defined,misc]
    """The first answer to a request that may be repeated; sealed, for it holds the query code."""

    __tablename__ = "idempotency_key"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_sha256: Mapped[str]
    answer: Mapped[str] = mapped_column(Sealed)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class EndedSitting(db.Model):  # type: ignore[name-defined,misc]
    """A session of an officer that was ended before its time; whose it was is not said."""

    __tablename__ = "ended_sitting"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    kept_until: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


class AuditNote(db.Model):  # type: ignore[name-defined,misc]
    """What an administrator changed outside any complaint."""

    __tablename__ = "audit_note"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str]
    what: Mapped[str]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
