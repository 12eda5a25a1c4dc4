"""Who carries how much, and who sends back what: to be looked at before somebody is designated.

Counts of what the asking officer may see, at most a minute old.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, select

from complaints.db import db
from complaints.models import Complaint, Event, Handover, Officer, Unit
from complaints.remembered import remembered
from complaints.visibility import visible_to

PERIOD = timedelta(days=90)
FRESH = timedelta(seconds=60)
MOST_RETURNS = 5000


@dataclass(frozen=True, slots=True)
class Carried:
    """Open complaints, and those of them with a promise overdue."""

    open: int = 0
    late: int = 0

    def __add__(self, other: Carried) -> Carried:
        return Carried(self.open + other.open, self.late + other.late)


@dataclass(frozen=True, slots=True)
class OfUnit:
    """`returned` and `lapsed` by category, in the last ninety days; `offered` waits to be taken."""

    carried: Carried = Carried()
    offered: int = 0
    returned: Counter[str] = field(default_factory=Counter)
    lapsed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Load:
    """By unit id; and by officer id with the unit the work is in."""

    units: dict[int, OfUnit]
    officers: dict[tuple[int, int], Carried]

    def of(self, unit_id: int) -> OfUnit:
        return self.units.get(unit_id) or OfUnit()


def load_of(officer: Officer, at: datetime) -> Load:
    return remembered(f"load for {officer.id}", at, FRESH, lambda: _counted(officer, at))


def _counted(officer: Officer, at: datetime) -> Load:
    carried = _carried(officer, at)
    by_unit: dict[int, Carried] = defaultdict(Carried)
    for (unit_id, _), one in carried.items():
        by_unit[unit_id] += one
    offered, returned, lapsed = _offered(officer), _returned(officer, at), _lapsed(officer, at)
    ids = by_unit.keys() | offered.keys() | returned.keys() | lapsed.keys()
    units = {
        one: OfUnit(
            by_unit[one], offered.get(one, 0), returned.get(one, Counter()), lapsed.get(one, Counter())
        )
        for one in ids
    }
    return Load(units, carried)


def _carried(officer: Officer, at: datetime) -> dict[tuple[int, int], Carried]:
    late = case((and_(Complaint.next_due_at < at, Complaint.pause_reason.is_(None)), 1), else_=0)
    query = (
        select(Complaint.unit_id, Complaint.answerable_id, func.count(), func.sum(late))
        .where(Complaint.ended_at.is_(None), visible_to(officer))
        .group_by(Complaint.unit_id, Complaint.answerable_id)
    )
    return {(row[0], row[1]): Carried(row[2], int(row[3])) for row in db.session.execute(query)}


def _offered(officer: Officer) -> dict[int, int]:
    query = (
        select(Complaint.offered_unit_id, func.count())
        .where(Complaint.ended_at.is_(None), Complaint.offered_unit_id.is_not(None), visible_to(officer))
        .group_by(Complaint.offered_unit_id)
    )
    return {unit_id: n for unit_id, n in db.session.execute(query) if unit_id is not None}


def _returned(officer: Officer, at: datetime) -> dict[int, Counter[str]]:
    """From the permanent record, which also knows what was given back after it had been taken."""
    ids = {row.code: row.id for row in db.session.execute(select(Unit.code, Unit.id))}
    query = (
        select(Complaint.category, Event.detail)
        .join(Complaint, Complaint.id == Event.complaint_id)
        .where(Event.move == "return", Event.at >= at - PERIOD, visible_to(officer))
        .order_by(Event.at.desc())
        .limit(MOST_RETURNS)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in db.session.execute(query):
        code = row.detail.get("refused_by")
        if code in ids:
            found[ids[code]][row.category] += 1
    return found


def _lapsed(officer: Officer, at: datetime) -> dict[int, Counter[str]]:
    query = (
        select(Handover.unit_id, Complaint.category, func.count())
        .join(Complaint, Complaint.id == Handover.complaint_id)
        .where(Handover.step == "lapsed", Handover.at >= at - PERIOD, visible_to(officer))
        .group_by(Handover.unit_id, Complaint.category)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, category, n in db.session.execute(query):
        if unit_id is not None:
            found[unit_id][category] += n
    return found
