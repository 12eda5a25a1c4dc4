"""Working time in Shanghai: when a promise falls due, and how far away that is (domain §5).

The first day is excluded (Civil Code §201). A limit in days ends at close of business of its
last day, and a last day off rolls to the next working day (§203). Hours count from the given
moment, inside office hours only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from workflows.known_years import statutory
from workflows.limits import BadLimit, Limit, Offset, require_unit
from workflows.office_hours import (
    DEFAULT_HOURS,
    SHANGHAI,
    NaiveDatetime,
    OfficeDay,
    OfficeHours,
    in_shanghai,
)

__all__ = [
    "DEFAULT_HOURS",
    "SHANGHAI",
    "Calendar",
    "Due",
    "NaiveDatetime",
    "OfficeHours",
    "in_shanghai",
]


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due; `counted` are its working days one by one, for limits in wd."""

    at: datetime
    provisional: bool
    counted: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class _Year:
    """The working days of a year; worked[i] is the office seconds before the i-th of them."""

    days: tuple[date, ...]
    worked: tuple[int, ...]


class Calendar:
    """Never changes once made: when a year or an override is loaded, make a new one."""

    def __init__(
        self,
        days: Mapping[date, bool],
        years: Container[int],
        hours: Sequence[OfficeHours] = DEFAULT_HOURS,
    ) -> None:
        """`days`: working (True) or off (False) where a date departs from the weekday rule."""
        self._days = dict(days)
        self._known = years
        ordered = sorted(hours, key=lambda season: (season.month, season.day), reverse=True)
        self._seasons = tuple(OfficeDay(season) for season in ordered)
        self._tables: dict[int, _Year] = {}

    def is_working(self, d: date) -> bool:
        written = self._days.get(_plain(d))
        if written is not None:
            return written
        return d.weekday() < 5 and (d.year in self._known or d not in statutory(d.year))

    def is_provisional(self, d: date) -> bool:
        """True where the answer is a guess: an unknown year, and nobody decided that day."""
        return _plain(d) not in self._days and d.year not in self._known

    def opens(self, d: date) -> datetime:
        return datetime.combine(d, self._season(d).opens, SHANGHAI)

    def closes(self, d: date) -> datetime:
        return datetime.combine(d, self._season(d).closes, SHANGHAI)

    def working_day_after(self, d: date, n: int) -> date:
        """The n-th working day after d, or before it if n < 0; for 0, d or the next working day."""
        year = _plain(d).year
        days = self._year(year).days
        place = n + (bisect_right(days, d) - 1 if n > 0 else bisect_left(days, d))
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._year(year).days
        while place < 0:
            year -= 1
            days = self._year(year).days
            place += len(days)
        return days[place]

    def working_days_between(self, a: date, b: date) -> int:
        """Working days in (a, b]; negative if b is before a."""
        if _plain(b) < _plain(a):
            return -self.working_days_between(b, a)
        whole_years = sum(len(self._year(year).days) for year in range(a.year, b.year))
        ended = bisect_right(self._year(b.year).days, b)
        return whole_years + ended - bisect_right(self._year(a.year).days, a)

    def due(self, start: datetime, limit: Limit) -> Due:
        amount = limit.value * 3600 if limit.unit == "wh" else limit.value
        return self._falls_due(in_shanghai(start), amount, limit.unit)

    def working_seconds(self, a: datetime, b: datetime) -> int:
        """Office time from a to b, in whole seconds; negative if b is before a."""
        a, b = in_shanghai(a), in_shanghai(b)
        if b < a:
            return -self.working_seconds(b, a)
        whole_years = sum(self._year(year).worked[-1] for year in range(a.year, b.year))
        return whole_years + self._worked_by(b) - self._worked_by(a)

    def add_working_seconds(self, start: datetime, seconds: int) -> datetime:
        """The moment nearest to start with that much office time between; exact to the second."""
        start = in_shanghai(start)
        if seconds == 0:
            return start
        year, wanted = start.year, self._worked_by(start) + seconds
        while wanted > self._year(year).worked[-1]:
            wanted -= self._year(year).worked[-1]
            year += 1
        while wanted < 0:
            year -= 1
            wanted += self._year(year).worked[-1]
        return self._moment(year, wanted, forward=seconds > 0)

    def rung_at(self, due_at: datetime, offset: Offset) -> datetime:
        """When a rung is climbed: at the due time, or at opening of the day it stands on."""
        due_at = in_shanghai(due_at)
        if offset.value == 0:
            return due_at
        if offset.unit == "wh":
            return self.add_working_seconds(due_at, offset.value * 3600)
        if offset.unit == "wd":
            return self.opens(self.working_day_after(due_at.date(), offset.value))
        shifted = due_at.date() + timedelta(days=offset.value)
        return self.opens(self.working_day_after(shifted, 0))

    def remaining(self, at: datetime, due_at: datetime, limit_unit: str) -> int:
        """What a pause leaves of the promise: days for wd and cd, office seconds for wh; never < 0."""
        require_unit(limit_unit)
        at, due_at = in_shanghai(at), in_shanghai(due_at)
        if limit_unit == "wh":
            return max(self.working_seconds(at, due_at), 0)
        if limit_unit == "wd":
            return max(self.working_days_between(at.date(), due_at.date()), 0)
        return max((due_at.date() - at.date()).days, 0)

    def resume(self, at: datetime, remaining: int, limit_unit: str) -> Due:
        """The new due time once the clock runs again, from what `remaining` gave."""
        require_unit(limit_unit)
        if remaining < 0:
            raise BadLimit("剩余时间不能小于零。", "What remains of a promise cannot be below zero.")
        return self._falls_due(in_shanghai(at), remaining, limit_unit)

    def to_go(self, at: datetime, due_at: datetime) -> tuple[int, bool]:
        """Working days to the due day, or since it; and whether the due time has passed."""
        at, due_at = in_shanghai(at), in_shanghai(due_at)
        return abs(self.working_days_between(at.date(), due_at.date())), at > due_at

    def _falls_due(self, start: datetime, amount: int, unit: str) -> Due:
        day = start.date()
        if unit == "wh":
            at = self.add_working_seconds(start, amount)
            return Due(at, self._guessed(day, at.date()))
        next_day = day + timedelta(days=1)
        if unit == "wd":
            last = self.working_day_after(day, amount)
            counted = self._working_days(next_day, last)
        else:
            last = self.working_day_after(day + timedelta(days=amount), 0)
            counted = ()
        return Due(self.closes(last), self._guessed(min(next_day, last), last), counted)

    def _working_days(self, first: date, last: date) -> tuple[date, ...]:
        days = self._year(first.year).days
        for year in range(first.year + 1, last.year + 1):
            days += self._year(year).days
        return days[bisect_left(days, first) : bisect_right(days, last)]

    def _guessed(self, first: date, last: date) -> bool:
        unknown = [year for year in range(first.year, last.year + 1) if year not in self._known]
        return any(
            self.is_provisional(day)
            for year in unknown
            for day in _dates(max(first, date(year, 1, 1)), min(last, date(year, 12, 31)))
        )

    def _season(self, d: date) -> OfficeDay:
        for season in self._seasons:  # latest first; before the year's first, the last one holds
            if season.begins <= (d.month, d.day):
                return season
        return self._seasons[0]

    def _worked_by(self, at: datetime) -> int:
        """Office seconds from the first of January until this moment."""
        day, year = at.date(), self._year(at.year)
        place = bisect_left(year.days, day)
        if place == len(year.days) or year.days[place] != day:
            return year.worked[place]
        return year.worked[place] + self._season(day).worked_by(at)

    def _moment(self, year: int, worked: int, forward: bool) -> datetime:
        table = self._year(year)
        place = (bisect_left if forward else bisect_right)(table.worked, worked) - 1
        day = table.days[place]
        season, left = self._season(day), worked - table.worked[place]
        return season.first_moment(day, left) if forward else season.last_moment(day, left)

    def _year(self, year: int) -> _Year:
        table = self._tables.get(year)
        if table is None:
            every = _dates(date(year, 1, 1), date(year, 12, 31))
            days = tuple(day for day in every if self.is_working(day))
            worked = accumulate((self._season(day).length for day in days), initial=0)
            table = self._tables[year] = _Year(days, tuple(worked))
        return table


def _plain(d: date) -> date:
    if isinstance(d, datetime):  # its day depends on the zone, so the caller must choose it
        raise TypeError(f"需要日期而不是时间 / a date is wanted, not a moment: {d!r}")
    return d


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
