"""A simulated stretch of a city's life, judged every week and at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from complaints.infrastructure.database import db
from complaints.simulation.actions import DEEDS, any_logger
from complaints.simulation.checks.promises import violations
from complaints.simulation.city import City, live, new_city, sweep_now
from workflows.calendar import SHANGHAI

STARTS = datetime(2026, 1, 5, tzinfo=SHANGHAI)  # a Monday
ON_DAYS_OFF = 0.2  # of what comes in on a working day; by the web alone
MISCHIEF_A_DAY = 6
Judge = Callable[[City], list[str]]


@dataclass(frozen=True)
class Span:
    """How long, how busy, and which of all possible histories. `days` of the calendar, `per_day` complaints."""

    days: int
    seed: int
    per_day: float = 6.0
    starts: datetime = STARTS
    rulebook: str | None = None  # the name of the one whose categories come in; None: of all in use


@dataclass(frozen=True)
class Outcome:
    """What came of it; `broken` holds a sentence for every promise that did not hold."""

    city: City
    broken: list[str]


def simulate(span: Span, judge: Judge | None = None, told: Callable[[int], Any] = int) -> Outcome:
    """Live through the days; `told` is called after each with the days done. Stops at the first broken promise."""
    city = new_city(span.seed, span.starts)
    city.rulebook = span.rulebook
    broken: list[str] = []
    for number, (day, ends) in enumerate(_days(span, city), 1):
        fill(city, day, span.per_day)
        live(city, ends, DEEDS)
        told(number)
        if number % 7 == 0 or number == span.days:
            broken = (judge or judged)(city)
        if broken:
            break
    return Outcome(city, broken)


def _days(span: Span, city: City) -> Iterator[tuple[datetime, datetime]]:
    """First and last moment of each day; kept here, for the clock of the city moves on meanwhile."""
    first = city.now.replace(hour=0, minute=0, second=0)
    for number in range(span.days):
        yield first + timedelta(days=number), first + timedelta(days=number + 1)


def fill(city: City, midnight: datetime, per_day: float, tries: int = MISCHIEF_A_DAY) -> None:
    """Plan who comes on this day, and how often a forbidden move is tried."""
    works = city.calendar.is_working(midnight.date())
    opens, closes = city.calendar.opens(midnight.date()), city.calendar.closes(midnight.date())
    length = int((closes - opens).total_seconds())
    for _ in range(_how_many(city, per_day if works else per_day * ON_DAYS_OFF)):
        at = opens + timedelta(seconds=city.rng.randrange(length))
        city.plan(at, "arrive", any_logger(city) if works else None)
    for _ in range(tries):
        city.plan(opens + timedelta(seconds=city.rng.randrange(length)), "mischief")


def _how_many(city: City, mean: float) -> int:
    """Around the mean, and the mean in the long run."""
    drawn = mean * city.rng.triangular(0.4, 1.6, 1.0)
    return int(drawn) + city.chance(drawn % 1)


def judged(city: City) -> list[str]:
    """Sweep this very moment, then ask the nine judges."""
    sweep_now(city, city.now)
    return [*city.faults, *violations(db.session(), city.now)]
