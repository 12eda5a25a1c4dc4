"""The index system: every indicator is data (indicators.yaml), counted over the complaints the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa
import yaml

from complaints.access.visibility import counted_for
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Unit
from complaints.queries.statistics.counters import COUNTERS, PROMISES, Occurrences, Period, promises_due
from complaints.queries.statistics.periods import Days
from complaints.queries.statistics.snapshots import name_for_officer, read_or_count
from workflows.calendar import SHANGHAI
from workflows.language import Text

FILE = Path(__file__).with_name("indicators.yaml")
FEWEST = 10  # a share of fewer is shown, and neither ranked nor compared
PARTS = ("over", "of")


class Count(NamedTuple):
    """A counter and the part of it that counts; the file names both."""

    counter: str
    which: Any

    def during(self, period: Period) -> Occurrences:
        return COUNTERS[self.counter](self.which, period)

    def happened_to(self, period: Period) -> sa.Select[Any]:
        """The complaints alone."""
        return sa.select(self.during(period).subquery().c[0])


@dataclass(frozen=True, slots=True)
class Indicator:
    name: str
    label: Text
    formula: Text
    over: Count
    of: Count
    more_is_better: bool
    ranked: bool
    source: Text


@dataclass(frozen=True, slots=True)
class Share:
    """`over` of `of`."""

    over: int = 0
    of: int = 0

    @property
    def per_mille(self) -> int | None:
        """Rounded down: 1000 only where all were kept; None where there was nothing."""
        return self.over * 1000 // self.of if self.of else None

    @property
    def is_comparable(self) -> bool:
        return self.of >= FEWEST


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator in one period: the whole, and by the id of the unit that had the work in that round."""

    indicator: Indicator
    whole: Share
    by_unit: dict[int, Share]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The owner of the figures, and filters of complaints: None is no filter. Days are those of Shanghai, both included.
    Without an officer they are the bureau's own, of everything but restricted complaints."""

    officer: Officer | None
    first: date
    last: date
    at: datetime
    unit_path: str | None = None
    category: str | None = None
    channel: str | None = None

    @property
    def compared_with(self) -> tuple[Chosen, Chosen]:
        """The period before, and the same a year ago."""
        days = Days(self.first, self.last)
        before, year_ago = (
            replace(self, first=one.first, last=one.last) for one in (days.before, days.year_ago)
        )
        return before, year_ago

    @property
    def name(self) -> str:
        """Under which its sums are kept."""
        words = (self.first, self.last, self.unit_path, self.category, self.channel)
        figures = f"figures of {' '.join(map(str, words))}"
        return name_for_officer(figures, self.officer) if self.officer else f"{figures} for the bureau"

    @property
    def period(self) -> Period:
        ends = datetime.combine(self.last + timedelta(days=1), time(), SHANGHAI)
        return Period(datetime.combine(self.first, time(), SHANGHAI), ends, self.at)

    @property
    def conditions(self) -> list[sa.ColumnElement[bool]]:
        narrowed = {Complaint.category: self.category, Complaint.channel: self.channel}
        found = [column == value for column, value in narrowed.items() if value]
        seen = counted_for(self.officer) if self.officer else Complaint.restricted.is_(False)
        return [seen, *found]

    def occurrences(self, count: Count, *columns: Any) -> sa.Select[Any]:
        """Columns of the complaint of each, and of the unit at which it counts."""
        return self.of(count.during(self.period).subquery(), *columns)

    def of(self, happened: sa.Subquery, *columns: Any) -> sa.Select[Any]:
        query = sa.select(*columns).select_from(Complaint).join(happened, happened.c[0] == Complaint.id)
        query = query.join(Unit, Unit.id == sa.func.coalesce(happened.c.unit_id, Complaint.unit_id))
        if self.unit_path:
            query = query.filter(Unit.path.startswith(self.unit_path, autoescape=True))
        return query.filter(*self.conditions)


@cache
def indicators() -> dict[str, Indicator]:
    rows = yaml.safe_load(FILE.read_text("utf8"))
    return {row["name"]: _indicator(row) for row in rows}


def _indicator(row: dict[str, Any]) -> Indicator:
    over, of = (Count(*next(iter(row[part].items()))) for part in PARTS)
    label, formula, source = (Text(**row[name]) for name in ("label", "formula", "source"))
    return Indicator(
        row["name"], label, formula, over, of, row["better"] == "more", row.get("ranked", True), source
    )


def figures(chosen: Chosen) -> list[Figure]:
    """Every indicator, as old as snapshots.py lets sums be."""
    return _figures_of(read_or_count(chosen.name, chosen.at, lambda: count(chosen)).rows)


def count_figures(chosen: Chosen) -> list[Figure]:
    """The same, counted now."""
    return _figures_of(count(chosen))


def _figures_of(rows: list[list[Any]]) -> list[Figure]:
    counted = defaultdict[str, dict[int, int]](dict)
    for key, unit_id, n in rows:
        counted[key][unit_id] = n
    return [_figure(one, counted[_key(one.over)], counted[_key(one.of)]) for one in indicators().values()]


def usual(officer: Officer, at: datetime) -> Chosen:
    """What the page opens with: this month until today."""
    today = at.astimezone(SHANGHAI).date()
    return Chosen(officer, today.replace(day=1), today, at)


def count(chosen: Chosen) -> list[list[Any]]:
    """Counter, unit, how often. What several indicators count is counted once."""
    needed = {_key(one): one for row in indicators().values() for one in (row.over, row.of)}
    apart = {key: one for key, one in needed.items() if one.counter not in PROMISES}
    counted = [
        [key, unit_id, n]
        for key, one in apart.items()
        for unit_id, n in db.session.execute(
            chosen.occurrences(one, Unit.id, sa.func.count()).group_by(Unit.id)
        )
    ]
    return counted + _count_promises(chosen, [one for key, one in needed.items() if key not in apart])


def _count_promises(chosen: Chosen, counts: Sequence[Count]) -> list[list[Any]]:
    """In one statement: what is due, kept and late are parts of the same rows."""
    counters = sorted({one.counter for one in counts})
    due = promises_due(counters, sorted({one.which for one in counts}), chosen.period).subquery()
    sums = [sa.func.sum(due.c[name]) for name in counters]
    query = chosen.of(due, due.c.commitment, Unit.id, *sums).group_by(due.c.commitment, Unit.id)
    needed = {_key(one) for one in counts}
    return [
        [key, unit_id, n]
        for commitment, unit_id, *found in db.session.execute(query)
        for key, n in zip((_key(Count(name, commitment)) for name in counters), found, strict=True)
        if key in needed and n
    ]


def _key(count: Count) -> str:
    return f"{count.counter} {count.which}"


def _figure(indicator: Indicator, over: dict[int, int], of: dict[int, int]) -> Figure:
    units = {
        unit_id: Share(over.get(unit_id, 0), of.get(unit_id, 0))
        for unit_id in sorted(over.keys() | of.keys())
    }
    return Figure(indicator, Share(sum(over.values()), sum(of.values())), units)


@dataclass(frozen=True, slots=True)
class Behind:
    """The complaints behind a number, oldest first, and how often each counts in it; `next` is the id to go on after.
    `total` is the number itself."""

    complaints: list[Complaint] = field(default_factory=list)
    times: dict[int, int] = field(default_factory=dict)
    total: int = 0
    next: int | None = None


def behind(count: Count, chosen: Chosen, after: int = 0, limit: int = 25) -> Behind:
    happened = chosen.occurrences(count, Complaint.id, sa.func.count().label("times"))
    often = happened.group_by(Complaint.id).subquery()
    total = db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(often.c.times), 0)))
    query = sa.select(Complaint, often.c.times).join(often, often.c.id == Complaint.id)
    query = query.filter(Complaint.id > after).order_by(Complaint.id).limit(limit + 1)
    found = db.session.execute(query.options(sa.orm.joinedload(Complaint.unit))).all()
    shown = found[:limit]
    times = {row.Complaint.id: row.times for row in shown}
    going_on = shown[-1].Complaint.id if len(found) > limit else None
    return Behind([row.Complaint for row in shown], times, int(total or 0), going_on)
