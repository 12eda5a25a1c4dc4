"""Days of a period, and the periods it is held against."""

from __future__ import annotations

from calendar import monthrange
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
