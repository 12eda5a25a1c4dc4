"""The calendar in words: what is special about a year, and how a due time was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from workflows.calendar import SHANGHAI, Calendar, in_shanghai
from workflows.limits import Limit

WEEKDAYS = "一二三四五六日"


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))


def special_days(calendar: Calendar, year: int, labels: Mapping[date, str]) -> Iterator[str]:
    """One line for each day off from Monday to Friday, each working weekend day, and each day that was given a name."""
    for day in days_of(year):
        if calendar.is_working(day) != (day.weekday() < 5) or day in labels:
            yield _line(calendar, day, labels.get(day, ""))


def _line(calendar: Calendar, day: date, label: str) -> str:
    what = "上班 working" if calendar.is_working(day) else "休 off"
    guessed = "暂定 provisional" if calendar.is_provisional(day) else ""
    return " ".join(part for part in (f"{day} 周{WEEKDAYS[day.weekday()]} {what}", label, guessed) if part)


def counted(calendar: Calendar, start: datetime, limit: Limit) -> Iterator[str]:
    """Each day from the start to the due day: its number, or its hours, or why it does not count."""
    due = calendar.due(start, limit)
    started = in_shanghai(start)
    number = 0
    for n in range((due.at.date() - started.date()).days + 1):
        day = started.date() + timedelta(days=n)
        if limit.unit == "h":
            yield f"{_line(calendar, day, '')} {_clock_hours(day, started, due.at)}"
            continue
        if limit.unit == "wh":
            yield f"{_line(calendar, day, '')} {_hours(calendar, day, started, due.at)}"
            continue
        counts = n > 0 and (calendar.is_working(day) if limit.unit == "wd" else number < limit.value)
        number += counts
        yield f"{_line(calendar, day, '')} {_place(n, counts, number)}"


def _place(n: int, counts: bool, number: int) -> str:
    if n == 0:
        return "当日不计 the first day is not counted"
    return f"第{number}日 day {number}" if counts else "不计 not counted"


def _clock_hours(day: date, start: datetime, end: datetime) -> str:
    """Nights and days off count as well."""
    begins = datetime.combine(day, time(), SHANGHAI)
    counted = min(end, begins + timedelta(days=1)) - max(start, begins)
    minutes = int(counted.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02} 按时钟计 on the clock"


def _hours(calendar: Calendar, day: date, start: datetime, end: datetime) -> str:
    if not calendar.is_working(day):
        return "不计 not counted"
    seconds = calendar.working_seconds(max(start, calendar.opens(day)), min(end, calendar.closes(day)))
    minutes = max(seconds, 0) // 60
    return f"{minutes // 60}:{minutes % 60:02}"
