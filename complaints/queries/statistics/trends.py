"""How promises were kept, where the work lies and how breaches went week by week: what the charts and their tables show.

Counts of what the asking officer may see, as old as kept_counts.py lets them be.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Officer, Unit
from complaints.models.deadline import fell_at, fell_due, was_broken
from complaints.queries.board.conditions import of_the_house
from complaints.queries.statistics import workload
from complaints.queries.statistics.snapshots import Counted, name_for_officer, read_or_count
from workflows.calendar import SHANGHAI
from workflows.language import Text

PERIOD = timedelta(days=90)
WEEKS = 12
MOST_UNITS = 12


@dataclass(frozen=True, slots=True)
class Kept:
    commitment: str
    kept: int
    broken: int

    @property
    def due(self) -> int:
        return self.kept + self.broken


@dataclass(frozen=True, slots=True)
class _Day:
    """Promises of a commitment that fell due on one day, and how many of them were broken."""

    day: date
    commitment: str
    due: int
    broken: int


@dataclass(frozen=True, slots=True)
class OpenIn:
    unit: Text
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    broken: int


def kept_and_broken(officer: Officer, at: datetime) -> list[Kept]:
    """Promises that fell due in the last ninety days, by commitment; the one broken most often first."""
    due, broken = Counter[str](), Counter[str]()
    first = (at - PERIOD).astimezone(SHANGHAI).date()
    for one in _fallen_due(officer, at):
        if one.day >= first:
            due[one.commitment] += one.due
            broken[one.commitment] += one.broken
    found = [Kept(name, due[name] - broken[name], broken[name]) for name in due]
    return sorted(found, key=lambda row: (-row.broken, -row.kept))


def open_by_unit(officer: Officer, at: datetime) -> list[OpenIn]:
    """The units with most in hand."""
    carried = workload.load_of(officer, at).units
    names = {unit.id: unit.name for unit in db.session.scalars(sa.select(Unit).filter(Unit.id.in_(carried)))}
    rows = [OpenIn(names[one], row.carried.open, row.carried.late) for one, row in carried.items()]
    return sorted((row for row in rows if row.open), key=lambda row: -row.open)[:MOST_UNITS]


def breaches(officer: Officer, at: datetime) -> list[Week]:
    """Promises broken in each of the last weeks, by the week in which they fell due."""
    mondays = _mondays(at)
    found = dict.fromkeys(mondays, 0)
    for one in _fallen_due(officer, at):
        monday = one.day - timedelta(days=one.day.weekday())
        if monday in found:
            found[monday] += one.broken
    return [Week(monday, n) for monday, n in found.items()]


def _mondays(at: datetime) -> list[date]:
    today = at.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]


def counted_at(officer: Officer, at: datetime) -> datetime:
    return _count_or_read(officer, at).at


def _fallen_due(officer: Officer, at: datetime) -> list[_Day]:
    return [_Day(date.fromisoformat(row[0]), *row[1:]) for row in _count_or_read(officer, at).rows]


def _count_or_read(officer: Officer, at: datetime) -> Counted:
    return read_or_count(name_for(officer, at), at, lambda: count(officer, at))


def name_for(officer: Officer, at: datetime) -> str:
    return name_for_officer("fallen due", officer)


def count(officer: Officer, at: datetime) -> list[list[Any]]:
    """Day, commitment, how many fell due, how many were broken. Most promises end at close of business: few moments."""
    begins = datetime.combine((at - PERIOD).astimezone(SHANGHAI).date(), time(), SHANGHAI)
    since = min(begins, datetime.combine(_mondays(at)[0], time(), SHANGHAI))
    broken = sa.func.sum(sa.case((was_broken(at), 1), else_=0))
    fell_on = fell_at()
    query = (
        sa.select(fell_on, Deadline.commitment, sa.func.count(), broken)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .where(
            Deadline.due_at >= since,
            fell_due(at),
            of_the_house(Deadline),
            visible_to(officer),
        )
        .group_by(fell_on, Deadline.commitment)
    )
    fell, failed = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for due_at, commitment, n, not_kept in db.session.execute(query):
        key = due_at.astimezone(SHANGHAI).date().isoformat(), commitment
        fell[key] += n
        failed[key] += int(not_kept)
    return [[*key, n, failed[key]] for key, n in fell.items()]
