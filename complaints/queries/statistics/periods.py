"""Days of a period, and the periods it is held against."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from schemas.dates import day_in, plain_date
from schemas.fields import FIRST_YEAR, LAST_YEAR


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


_QUARTER = "(?:第?([1-4])季度?|-?q([1-4]))"
_HALF = {"上": 1, "下": 7}
_FORMS: dict[str, Callable[..., tuple[date, date]]] = {
    r"(\d{4})年?": lambda year: (date(year, 1, 1), date(year, 12, 31)),
    rf"(\d{{4}})年?{_QUARTER}": lambda year, *quarter: _months(year, _one(quarter) * 3 - 2, 3),
    r"(\d{4})年?([上下])半年": lambda year, half: _months(year, _HALF[half], 6),
    r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月份?|(\d{2}))": lambda year, *month: _months(year, _one(month), 1),
    r"(\d{4})(?:-?w(\d{1,2})|年?第(\d{1,2})周)": lambda year, *week: (
        date.fromisocalendar(year, _one(week), 1),
        date.fromisocalendar(year, _one(week), 7),
    ),
}
_BETWEEN = re.compile(r"/|至|到|~| - | to |--|(?<=[日号])-")


def read_period(text: str) -> Days:
    """A year, half, quarter, month, week, day, or two days with a slash, as people write them: 2026, 2026-Q3, 2026-10,
    2026-W40, 2026-10-01/2026-10-15, 2026年10月, 2026年三季度, 10月1日至10月15日.

    Raises ValueError for anything else, and where the end is before the beginning; its arguments say more where there is more.
    """
    plain = plain_date(text)
    packed = plain.replace(" ", "")
    for form, days_of in _FORMS.items():
        if found := re.fullmatch(form, packed):
            year, *others = (_number(one) for one in found.groups())
            _require_year(year)
            return Days(*days_of(year, *others))
    days = _two_days(plain)
    for day in days:
        _require_year(day.year)
    return days


def _require_year(year: int) -> None:
    """The period before one, and the day after it, are days as well."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        years = f"{FIRST_YEAR}–{LAST_YEAR}"
        raise ValueError(f"年份应在 {years} 之间", f"the year must be in {years}")


def name_of(days: Days) -> str:
    """The one way a period is written: 2026-10, 2026-Q3, 2026, else its days."""
    first, last = days
    if first.day == 1 and last == _end_of_month(last.year, last.month) and first.year == last.year:
        months = last.month - first.month + 1
        if months == 1:
            return f"{first.year}-{first.month:02}"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year}-Q{last.month // 3}"
        if months == 12:
            return str(first.year)
    return str(first) if first == last else f"{first}/{last}"


def _two_days(plain: str) -> Days:
    try:
        only = day_in(plain)
        return Days(only, only)
    except ValueError:
        ends = [one.strip() for one in _BETWEEN.split(plain) if one.strip()]
        if len(ends) != 2:
            raise
    first = day_in(ends[0])
    last = day_in(_with_month(ends[1], first), first.year)
    if last < first:
        raise ValueError("结束早于开始", "it ends before it begins")
    return Days(first, last)


def _with_month(end: str, first: date) -> str:
    """10月1日至15日: the month is said once."""
    return f"{first.month}月{end}" if re.fullmatch(r"\d{1,2}[日号]", end) else end


def _one(found: tuple[int | None, ...]) -> int:
    return next(one for one in found if one is not None)


def _number(text: str | None) -> Any:
    return int(text) if text and text.isdecimal() else text


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    return date(year, month, 1), _end_of_month(year, month + count - 1)


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
