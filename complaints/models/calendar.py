"""Days, years and office hours that differ from the plain week."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from complaints.infrastructure.database import Key, UTCDateTime, db


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


class OfficeSeason(db.Model):  # type: ignore[name-defined,misc]
    """Office hours from a day of the year on; `spans` is [["08:30", "12:00"], ["14:00", "17:30"]]."""

    __tablename__ = "office_season"
    __table_args__ = (UniqueConstraint("month", "day"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    month: Mapped[int]
    day: Mapped[int]
    spans: Mapped[list[list[str]]] = mapped_column(JSON)


class Closure(db.Model):  # type: ignore[name-defined,misc]
    """Days taken off after promises were made over them: an act of its own, with its reason and its basis.

    `days` tells of each day that changed whether it worked before and whether it does now. `reached` is the last complaint
    whose due times were moved, so that an act broken off is carried on where it stood.
    """

    __tablename__ = "closure"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    reason: Mapped[str]
    basis: Mapped[str]
    days: Mapped[dict[str, list[bool]]] = mapped_column(JSON)
    reached: Mapped[int] = mapped_column(BigInteger, default=0)
    moved: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
