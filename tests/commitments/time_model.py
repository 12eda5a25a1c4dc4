"""Due times and breaches computed again from the events alone, minute by minute, with a calendar of literal dates.

Slow and obvious on purpose; nothing here is shared with the program but the rows of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from fractions import Fraction
from typing import Any

CST = timezone(timedelta(hours=8))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OFF = {date(2026, 9, day) for day in (25, 26, 27)} | {date(2026, 10, day) for day in range(1, 8)}
WORKS = {date(2026, 9, 20), date(2026, 10, 10)}
SUMMER = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
WINTER = ((time(8, 30), time(12)), (time(14), time(17, 30)))


@dataclass
class Plain:
    """Which minutes are office time."""

    closed: set[date] = field(default_factory=set)

    def works(self, day: date) -> bool:
        usual = day in WORKS or (day.weekday() < 5 and day not in OFF)
        return usual and day not in self.closed

    def minutes(self, day: date) -> list[datetime]:
        found: list[datetime] = []
        for opens, closes in (SUMMER if day < date(2026, 10, 1) else WINTER) if self.works(day) else ():
            at = datetime.combine(day, opens, CST)
            while at < datetime.combine(day, closes, CST):
                found.append(at)
                at += MINUTE
        return found

    def close(self, day: date) -> datetime:
        return self.minutes(day)[-1] + MINUTE

    def working_day(self, day: date, n: int) -> date:
        """The n-th working day after this one."""
        while n:
            day += DAY
            n -= self.works(day)
        return day

    def rolled(self, day: date) -> date:
        return day if self.works(day) else self.working_day(day, 1)

    def passed(self, a: datetime, b: datetime) -> Fraction:
        """Working days between two moments, the first and the last as the shares of them that lie between."""
        total, day = Fraction(0), a.date()
        while day <= b.date():
            minutes = self.minutes(day)
            if minutes:
                total += Fraction(sum(a <= one < b for one in minutes), len(minutes))
            day += DAY
        return total

    def left(self, a: datetime, b: datetime) -> int:
        """Office minutes between two moments."""
        days = [a.date() + n * DAY for n in range((b.date() - a.date()).days + 1)]
        return sum(a <= one < b for day in days for one in self.minutes(day))

    def after_minutes(self, a: datetime, left: int) -> datetime:
        """The end of the last of so many office minutes."""
        day = a.date()
        while left:
            for one in self.minutes(day):
                if one >= a:
                    left -= 1
                    if not left:
                        return one + MINUTE
            day += DAY
        return a

    def after(self, a: datetime, days: Fraction) -> datetime:
        """The end of the minute in which so many working days have passed."""
        day = a.date()
        while True:
            minutes = self.minutes(day)
            for one in minutes:
                if one >= a:
                    days -= Fraction(1, len(minutes))
                    if days <= 0:
                        return one + MINUTE
            day += DAY


@dataclass
class Promise:
    """One promise in days (`wd` or `cd`), driven from event to event."""

    plain: Plain
    began: datetime
    limit: int
    unit: str
    stopped_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    had_least: bool = False
    stood: list[tuple[datetime, datetime]] = field(default_factory=list)  # pauses that moved the due time
    due: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.due = self._counted(self.began.date(), self.limit, self.unit)

    def _counted(self, day: date, limit: int, unit: str) -> datetime:
        last = self.plain.working_day(day, limit) if unit == "wd" else self.plain.rolled(day + limit * DAY)
        return self.plain.close(last)

    def hear(self, event: Any) -> None:
        at = event.at.astimezone(CST)
        if self.met_at is not None:
            return
        if self.breached_at is None and self.stopped_at is None and self.due < at:
            self.breached_at = self.due
        if event.move in ("ask_supplement", "confirm_suspension") and self.stopped_at is None:
            self.stopped_at = at
        elif event.move in ("supplement", "resume", "answer", "merge") and self.stopped_at is not None:
            self._run_on(at)
        if event.move == "grant_extension":
            self.due = self._counted(self.due.date(), int(event.detail["days"]), self.unit)
        if event.move == "answer":
            self.met_at = at

    def _run_on(self, at: datetime) -> None:
        stopped, self.stopped_at = self.stopped_at, None
        assert stopped is not None
        if self.due <= stopped:
            return
        if not self.plain.passed(stopped, at) and at < self.due:
            return
        given_back = self.plain.after(at, self.plain.passed(stopped, self.due))
        given_back = max(
            self.due, given_back, self.plain.after_minutes(at, self.plain.left(stopped, self.due))
        )
        next_day = self.plain.close(self.plain.working_day(at.date(), 1))
        before, self.due = self.due, given_back if self.had_least else max(given_back, next_day)
        if self.due > before:
            self.stood.append((stopped, at))
        self.had_least = self.had_least or next_day > given_back

    def close(self, at: datetime, days: list[date]) -> None:
        """Days are taken off, whether or not they change anything here."""
        if self.breached_at is None and self.stopped_at is None and self.due < at:
            self.breached_at = self.due
        before, self.plain = self.plain, Plain(self.plain.closed | set(days))
        since = max(datetime.combine(min(days), time(), CST), self.began)
        if self.met_at is not None or self.due <= since:
            return
        if self.unit == "cd":
            if self.due.date() not in days:
                return
            since = datetime.combine(self.due.date(), time(), CST)
        self.due = max(self.due, self._after_what_was_lost(since, before))

    def _after_what_was_lost(self, since: datetime, before: Plain) -> datetime:
        """What stood still was given back already; what ran on days now closed is worked after the last pause."""
        lost = Fraction(0)
        for stopped, resumed in self.stood:
            if resumed > since:
                lost += before.passed(since, max(since, stopped)) - self.plain.passed(
                    since, max(since, stopped)
                )
                since = resumed
        left = before.passed(since, self.due) + lost
        return self.plain.after(since, left) if left > 0 else self.due


def replayed(events: Iterable[Any], closures: Iterable[Any], terms: tuple[int, str]) -> Promise:
    """The promise of handling, from the event that made it. Closures are rows with `at` and `days`."""
    happened = sorted([*events, *closures], key=lambda row: (row.at, hasattr(row, "days")))
    promise: Promise | None = None
    for row in happened:
        if promise is None:
            if getattr(row, "move", "") in ("accept", "assign"):
                promise = Promise(Plain(), row.at.astimezone(CST), *terms)
        elif hasattr(row, "days"):
            promise.close(row.at.astimezone(CST), [date.fromisoformat(day) for day in row.days])
        else:
            promise.hear(row)
    assert promise is not None
    return promise
