"""The calendar of this house: the published years of the package, overlaid by what administrators loaded or changed."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from complaints.infrastructure.database import EDITION, db
from complaints.models import CalendarDay, CalendarEdition, CalendarYear, Closure, OfficeSeason
from workflows.calendar import DEFAULT_HOURS, Calendar, OfficeHours
from workflows.known_years import package_days

_seen: WeakKeyDictionary[sa.Engine, tuple[int, Calendar, datetime | None]] = WeakKeyDictionary()


def edition_query() -> sa.ScalarSelect[int]:
    """The newest edition, as a part of any other query: the statement that locks a complaint reads it too."""
    return sa.select(sa.func.coalesce(sa.func.max(CalendarEdition.id), 0)).scalar_subquery()


def calendar() -> Calendar:
    """The calendar in force. Its edition is queried once a session; locking a complaint has read it already."""
    return _in_force()[1]


def days_were_taken_off_since(at: datetime) -> bool:
    """As cheap as the calendar: closing days makes a new edition of it."""
    last = _in_force()[2]
    return last is not None and last > at


def forget_built() -> None:
    """What this edition holds is still being written."""
    _seen.pop(db.engine, None)


def _in_force() -> tuple[int, Calendar, datetime | None]:
    session = db.session()
    if EDITION not in session.info:
        note_edition(db.session.execute(sa.select(edition_query())).scalar_one())
    engine, edition = db.engine, session.info[EDITION]
    if engine not in _seen or _seen[engine][0] != edition:
        _seen[engine] = (edition, _built(), db.session.scalar(sa.select(sa.func.max(Closure.at))))
    return _seen[engine]


def closing_of(given: date) -> datetime:
    """A moment as it is; of a day, when the office closes in that season."""
    return given if isinstance(given, datetime) else calendar().closes(given)


def note_edition(edition: int) -> None:
    db.session().info[EDITION] = edition


def _built() -> Calendar:
    days, years = package_days()
    own = {row.day: row.working for row in db.session.scalars(sa.select(CalendarDay))}
    loaded = set(db.session.scalars(sa.select(CalendarYear.year)))
    return Calendar({**days, **own}, frozenset(years) | loaded, office_hours())


def office_hours() -> tuple[OfficeHours, ...]:
    """The seasons of the year with their hours; the shipped ones until an administrator sets any."""
    seasons = db.session.scalars(sa.select(OfficeSeason).order_by(OfficeSeason.month, OfficeSeason.day))
    return tuple(_hours(row) for row in seasons) or DEFAULT_HOURS


def _hours(row: OfficeSeason) -> OfficeHours:
    spans = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in row.spans)
    return OfficeHours(row.month, row.day, spans)


@lru_cache(maxsize=1)
def shipped_calendar() -> Calendar:
    """The package's years alone: for questions asked where there is no database yet."""
    days, years = package_days()
    return Calendar(days, years)


def load_year(year: int, days: dict[date, tuple[bool, str]], source: str, at: datetime) -> None:
    """Make a year known: the days that differ from their weekday, each with its label. Inside a transaction."""
    db.session.merge(CalendarYear(year=year, source=source))
    for day, (working, label) in days.items():
        db.session.merge(CalendarDay(day=day, working=working, label=label, source=source))
    db.session.add(CalendarEdition(at=at, what=f"year {year}: {source}"))
    db.session.flush()
    db.session().info.pop(EDITION, None)
