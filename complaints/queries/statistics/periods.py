"""Days of a period, and the periods it is held against."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple


class Days(NamedTuple):
    """Both included."""

    first: date
    last: date

    @property
    def before(self) -> Days:
        """Of whole months, as many months before; else as many days."""
        end = self.first - timedelta(days=1)
        if self.first.day == 1 and self.last.day == monthrange(self.last.year, self.last.month)[1]:
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            start = self.first.year * 12 + self.first.month - 1 - months
            return Days(date(start // 12, start % 12 + 1, 1), end)
        return Days(end - (self.last - self.first), end)

    @property
    def year_ago(self) -> Days:
        """The same days; where the last is the end of a February, the end of that one."""
        ends_february = self.last.month == 2 and self.last.day == monthrange(self.last.year, 2)[1]
        last = (
            date(self.last.year - 1, 3, 1) - timedelta(days=1) if ends_february else _a_year_before(self.last)
        )
        return Days(_a_year_before(self.first), last)


def _a_year_before(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, monthrange(day.year - 1, day.month)[1]))


_FORMS: dict[str, Callable[..., tuple[date, date]]] = {
    r"(\d{4})": lambda year: (date(year, 1, 1), date(year, 12, 31)),
    r"(\d{4})-?Q([1-4])": lambda year, quarter: (
        date(year, quarter * 3 - 2, 1),
        _end_of_month(year, quarter * 3),
    ),
    r"(\d{4})-(\d{2})": lambda year, month: (date(year, month, 1), _end_of_month(year, month)),
    r"(\d{4})-?W(\d{2})": lambda year, week: (
        date.fromisocalendar(year, week, 1),
        date.fromisocalendar(year, week, 7),
    ),
}


def read_period(text: str) -> Days:
    """A year, quarter, month, week, day, or two days with a slash: 2026, 2026-Q3, 2026-10, 2026-W40, 2026-10-01/2026-10-15.

    Raises ValueError for anything else, and where the end is before the beginning.
    """
    for form, days_of in _FORMS.items():
        if found := re.fullmatch(form, text, re.ASCII):
            return Days(*days_of(*map(int, found.groups())))
    first, _, last = text.partition("/")
    days = Days(date.fromisoformat(first), date.fromisoformat(last or first))
    if days.last < days.first:
        raise ValueError(text)
    return days


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
