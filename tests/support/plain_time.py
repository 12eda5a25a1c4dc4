"""Office time of 2026 from literal dates, counted span by span. Slow and obvious; nothing here is the program's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction

CST = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def _days(*written: str) -> frozenset[date]:
    """`"10-01..10-07"` or `"04-06"`, of 2026."""
    found = set()
    for one in written:
        first, _, last = one.partition("..")
        day = date.fromisoformat(f"2026-{first}")
        while day <= date.fromisoformat(f"2026-{last or first}"):
            found.add(day)
            day += DAY
    return frozenset(found)


# 国务院办公厅, arrangement of the holidays of 2026
OFF = _days("01-01..01-03", "02-15..02-23", "04-04..04-06", "05-01..05-05", "06-19..06-21", "09-25..09-27", "10-01..10-07")  # fmt: skip
WORKS = _days("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
MORNING = (time(8, 30), time(12))
SUMMER, WINTER = (MORNING, (time(14, 30), time(17, 30))), (MORNING, (time(14), time(17, 30)))


@dataclass(frozen=True)
class PlainTime:
    """Which spans are office time; `closed` are days taken off since."""

    closed: frozenset[date] = field(default_factory=frozenset)

    def works(self, day: date) -> bool:
        return (day in WORKS or (day.weekday() < 5 and day not in OFF)) and day not in self.closed

    def spans(self, day: date) -> list[Span]:
        if not self.works(day):
            return []
        return self.hours(day)

    def hours(self, day: date) -> list[Span]:
        """Office hours of any day of that season, worked or not."""
        hours = SUMMER if (5, 1) <= (day.month, day.day) < (10, 1) else WINTER
        return [(datetime.combine(day, a, CST), datetime.combine(day, b, CST)) for a, b in hours]

    def close(self, day: date) -> datetime:
        return self.spans(day)[-1][1]

    def working_day(self, day: date, n: int) -> date:
        """The n-th working day after this one."""
        while n:
            day += DAY
            n -= self.works(day)
        return day

    def rolled(self, day: date) -> date:
        return day if self.works(day) else self.working_day(day, 1)

    def worked(self, a: datetime, b: datetime) -> timedelta:
        return sum((self._between(day, a, b) for day in _each(a, b)), timedelta())

    def share(self, a: datetime, b: datetime) -> Fraction:
        """Working days between two moments, the first and the last as the shares of them that lie between."""
        return sum((_part(self._between(day, a, b), self.length(day)) for day in _each(a, b)), Fraction(0))

    def _between(self, day: date, a: datetime, b: datetime) -> timedelta:
        parts = (min(b, closes) - max(a, opens) for opens, closes in self.spans(day))
        return sum((part for part in parts if part > timedelta()), timedelta())

    def length(self, day: date) -> timedelta:
        return sum((closes - opens for opens, closes in self.spans(day)), timedelta())

    def after_worked(self, a: datetime, left: timedelta) -> datetime:
        day = a.date()
        while True:
            for opens, closes in self.spans(day):
                opens = max(opens, a)
                if closes > opens and left <= closes - opens:
                    return opens + left
                left -= max(closes - opens, timedelta())
            day += DAY

    def after_share(self, a: datetime, left: Fraction) -> datetime:
        """The moment when so many working days have passed, each counted by its own length."""
        day = a.date()
        while True:
            length, rest = self.length(day), self._between(day, a, datetime.combine(day + DAY, time(), CST))
            if rest and left <= _part(rest, length):
                return self.after_worked(
                    max(a, self.spans(day)[0][0]), timedelta(seconds=float(left * _seconds(length)))
                )
            left -= _part(rest, length)
            day += DAY

    def due(self, start: datetime, amount: int, unit: str) -> datetime:
        if unit == "h":
            return start + timedelta(hours=amount)
        if unit == "wh":
            return self.after_worked(start, timedelta(hours=amount))
        if unit == "wd":
            return self.close(self.working_day(start.date(), amount))
        return self.close(self.rolled(start.date() + amount * DAY))

    def resumed(
        self, due: datetime, stopped: datetime, at: datetime, unit: str, had_least: bool = False
    ) -> datetime:
        """The due time once a stopped clock runs on: working time is given back, not dates; a limit in days leaves at
        least the next working day, unless the promise had that before. A promise broken before, or one that lost no office time, does not move."""
        if due <= stopped or at <= stopped:
            return due
        if unit == "h":
            return due + (at - stopped)
        if not self.worked(stopped, at) and at < due:
            return due
        given_back = max(due, self.after_worked(at, self.worked(stopped, due)))
        if unit == "wh":
            return given_back
        given_back = max(given_back, self.after_share(at, self.share(stopped, due)))
        return given_back if had_least else max(given_back, self.close(self.working_day(at.date(), 1)))


def _each(a: datetime, b: datetime) -> list[date]:
    return [a.date() + n * DAY for n in range((b.date() - a.date()).days + 1)]


def _seconds(span: timedelta) -> Fraction:
    return Fraction(span.total_seconds())


def _part(span: timedelta, length: timedelta) -> Fraction:
    return _seconds(span) / _seconds(length) if length else Fraction(0)
