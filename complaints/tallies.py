"""How promises were kept, where the work lies and how breaches went week by week: what the charts and their tables show.

Counts of what the asking officer may see, at most ten minutes old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from complaints import load
from complaints.board_sections import of_the_house
from complaints.db import db
from complaints.models import Complaint, Deadline, Officer, Unit
from complaints.remembered import remembered
from complaints.visibility import visible_to
from workflows.calendar import SHANGHAI
from workflows.language import Text

PERIOD = timedelta(days=90)
WEEKS = 12
FRESH = timedelta(minutes=10)
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
    return remembered(f"kept for {officer.id}", at, FRESH, lambda: _kept(officer, at))


def open_by_unit(officer: Officer, at: datetime) -> list[OpenIn]:
    """The units with most in hand."""
    carried = load.load_of(officer, at).units
    names = {unit.id: unit.name for unit in db.session.scalars(select(Unit).filter(Unit.id.in_(carried)))}
    rows = [OpenIn(names[one], row.carried.open, row.carried.late) for one, row in carried.items()]
    return sorted((row for row in rows if row.open), key=lambda row: -row.open)[:MOST_UNITS]


def breaches(officer: Officer, at: datetime) -> list[Week]:
    """Promises broken in each of the last weeks, by the week in which they fell due."""
    return remembered(f"breaches for {officer.id}", at, FRESH, lambda: _breaches(officer, at))


def _kept(officer: Officer, at: datetime) -> list[Kept]:
    broken = func.sum(case((_is_broken(at), 1), else_=0))
    query = _fallen_due(officer, at, at - PERIOD).with_only_columns(
        Deadline.commitment, func.count(), broken, maintain_column_froms=True
    )
    rows = db.session.execute(query.group_by(Deadline.commitment))
    found = [Kept(row[0], row[1] - int(row[2]), int(row[2])) for row in rows]
    return sorted(found, key=lambda row: (-row.broken, -row.kept))


def _breaches(officer: Officer, at: datetime) -> list[Week]:
    today = at.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]
    since = datetime.combine(mondays[0], datetime.min.time(), SHANGHAI)
    query = _fallen_due(officer, at, since).filter(_is_broken(at))
    by_due = query.with_only_columns(Deadline.due_at, func.count(), maintain_column_froms=True)
    counted = dict.fromkeys(mondays, 0)
    for due_at, n in db.session.execute(by_due.group_by(Deadline.due_at)):
        day = due_at.astimezone(SHANGHAI).date()
        counted[day - timedelta(days=day.weekday())] += n
    return [Week(one, n) for one, n in counted.items()]


def _fallen_due(officer: Officer, at: datetime, since: datetime) -> Select[Any]:
    return (
        select(Deadline.id)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .where(
            Deadline.due_at >= since,
            Deadline.due_at < at,
            of_the_house(Deadline),
            Deadline.void_at.is_(None),
            Deadline.paused_at.is_(None),
            visible_to(officer),
        )
    )


def _is_broken(at: datetime) -> ColumnElement[bool]:
    unmet = and_(Deadline.met_at.is_(None), Deadline.due_at < at)
    return or_(Deadline.met_at > Deadline.due_at, unmet)
