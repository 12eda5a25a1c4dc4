"""Which days work and how much office time lies between two moments, in Shanghai (domain §5).

Days are looked up in one table a year, made when that year is first asked about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import accumulate
from typing import Self

from workflows.known_years import statutory
from workflows.office_hours import DEFAULT_HOURS, SHANGHAI, OfficeDay, OfficeHours, in_shanghai


@dataclass(frozen=True, slots=True)
class _Year:
    """The working days of a year; worked[i] is the office seconds before the i-th of them."""

    days: tuple[date, ...]
    worked: tuple[int, ...]


class WorkingTime:
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

    def with_days(self, days: Mapping[date, bool]) -> Self:
        """The same calendar with some of its days decided otherwise."""
        other = copy(self)
        other._days, other._tables = {**self._days, **days}, {}
        return other

    def is_working(self, d: date) -> bool:
        written = self._days.get(_plain(d))
        if written is not None:
            return written
        return d.weekday() < 5 and (d.year in self._known or d not in statutory(d.year))

    def is_provisional(self, d: date) -> bool:
        """True where the answer is a guess: an unknown year, and no decision about that day."""
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

    def working_share(self, a: datetime, b: datetime) -> Fraction:
        """Working days from a to b with the shares of the first and the last; negative if b is before a."""
        a, b = in_shanghai(a), in_shanghai(b)
        whole = self.working_days_between(a.date(), b.date())
        return whole - self._share_left(b) + self._share_left(a)

    def add_working_share(self, start: datetime, days: Fraction) -> datetime:
        """The moment so many working days and shares of one after start; `days` is more than zero. Exact to the second."""
        start = in_shanghai(start)
        beyond = days - self._share_left(start)
        if beyond <= 0:
            day, share = start.date(), 1 + beyond
        else:
            whole = -(-beyond // 1)  # rounded up: the day it falls into
            day, share = self.working_day_after(start.date(), int(whole)), beyond - whole + 1
        season = self._season(day)
        return season.first_moment(day, round(share * season.length))

    def _share_left(self, at: datetime) -> Fraction:
        """The rest of the working day at this moment; nothing on a day off."""
        if not self.is_working(at.date()):
            return Fraction(0)
        season = self._season(at.date())
        return 1 - Fraction(season.worked_by(at), season.length)

    def working_days(self, first: date, last: date) -> tuple[date, ...]:
        """The working days from first to last, both included, in order."""
        found: list[date] = []
        for year in range(first.year, last.year + 1):
            days = self._year(year).days
            found += days[bisect_left(days, first) : bisect_right(days, last)]
        return tuple(found)

    def any_guessed(self, first: date, last: date) -> bool:
        """Whether any day from first to last, both included, is provisional."""
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


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
