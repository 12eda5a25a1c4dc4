"""How promises were kept, where the work lies and how breaches went week by week: what the charts and their tables show.

Counts of what the asking officer may see, at most ten minutes old.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select

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
class _Moment:
    """Promises of a commitment that fell due at one time, and how many of them were broken."""

    due_at: datetime
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
    for moment in _fallen_due(officer, at):
        if moment.due_at >= at - PERIOD:
            due[moment.commitment] += moment.due
            broken[moment.commitment] += moment.broken
    found = [Kept(name, due[name] - broken[name], broken[name]) for name in due]
    return sorted(found, key=lambda row: (-row.broken, -row.kept))


def open_by_unit(officer: Officer, at: datetime) -> list[OpenIn]:
    """The units with most in hand."""
    carried = load.load_of(officer, at).units
    names = {unit.id: unit.name for unit in db.session.scalars(select(Unit).filter(Unit.id.in_(carried)))}
    rows = [OpenIn(names[one], row.carried.open, row.carried.late) for one, row in carried.items()]
    return sorted((row for row in rows if row.open), key=lambda row: -row.open)[:MOST_UNITS]


def breaches(officer: Officer, at: datetime) -> list[Week]:
    """Promises broken in each of the last weeks, by the week in which they fell due."""
    mondays = _mondays(at)
    counted = dict.fromkeys(mondays, 0)
    for moment in _fallen_due(officer, at):
        day = moment.due_at.astimezone(SHANGHAI).date()
        monday = day - timedelta(days=day.weekday())
        if monday in counted:
            counted[monday] += moment.broken
    return [Week(one, n) for one, n in counted.items()]


def _mondays(at: datetime) -> list[date]:
    today = at.astimezone(SHANGHAI).date()
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=n) for n in range(WEEKS - 1, -1, -1)]


def _fallen_due(officer: Officer, at: datetime) -> list[_Moment]:
    """Read once for both. Most promises end at close of business, so that there are few moments to count by."""
    return remembered(f"fallen due for {officer.id}", at, FRESH, lambda: _counted(officer, at))


def _counted(officer: Officer, at: datetime) -> list[_Moment]:
    since = min(at - PERIOD, datetime.combine(_mondays(at)[0], time(), SHANGHAI))
    broken = func.sum(case((_is_broken(at), 1), else_=0))
    query = (
        select(Deadline.due_at, Deadline.commitment, func.count(), broken)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .where(
            Deadline.due_at >= since,
            Deadline.due_at < at,
            of_the_house(Deadline),
            Deadline.void_at.is_(None),
            Deadline.paused_at.is_(None),
            visible_to(officer),
        )
        .group_by(Deadline.due_at, Deadline.commitment)
    )
    return [_Moment(row[0], row[1], row[2], int(row[3])) for row in db.session.execute(query)]


def _is_broken(at: datetime) -> ColumnElement[bool]:
    unmet = and_(Deadline.met_at.is_(None), Deadline.due_at < at)
    return or_(Deadline.met_at > Deadline.due_at, unmet)
