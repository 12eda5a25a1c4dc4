"""A year that is not loaded makes its due times a guess: administrators get a notice once a week until it is loaded."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db, transaction
from complaints.notifications import notices
from workflows.calendar import SHANGHAI, Calendar

FIRST_MONTH = 11  # the State Council's notice for a year appears in the autumn before it (domain §5)


def missing_years(calendar: Calendar, day: date) -> list[int]:
    """This year, and from 1 November the next, where any day of it is still a guess."""
    years = [day.year, day.year + 1] if day.month >= FIRST_MONTH else [day.year]
    return [year for year in years if calendar.any_guessed(date(year, 1, 1), date(year, 12, 31))]


def warn(at: datetime) -> int:
    """Owe the administrators one notice a week for each missing year; gives how many are new."""
    day = at.astimezone(SHANGHAI).date()
    with transaction():
        return sum(_owe(year, day, at) for year in missing_years(current_calendar.calendar(), day))


def _owe(year: int, day: date, at: datetime) -> int:
    week = "{}-W{:02}".format(*day.isocalendar()[:2])
    notice = notices.to_administrators(f"calendar/{year}/{week}", "calendar_unknown", at, {"year": year})
    with suppress(IntegrityError):  # this week's notice exists already, perhaps from another scheduler
        with db.session.begin_nested():
            db.session.add(notice)
        return 1
    return 0
