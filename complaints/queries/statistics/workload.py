"""Workload and returns of units: to read before designating one.

Counts of what the asking officer may see, as old as kept_counts.py lets them be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Ask, Complaint, Event, Handover, Officer, Unit
from complaints.models.handover import JUDGED
from complaints.models.return_facts import IMPROPER
from complaints.queries.statistics.snapshots import Counted, name_for_officer, read_or_count

PERIOD = timedelta(days=90)
MOST_RETURNS = 5000
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Carried:
    """Open complaints, and those of them with a promise overdue."""

    open: int = 0
    late: int = 0

    def __add__(self, other: Carried) -> Carried:
        return Carried(self.open + other.open, self.late + other.late)


@dataclass(frozen=True, slots=True)
class OfUnit:
    """`returned` and `lapsed` by category, `improper` returns, in the last ninety days; `offered` waits to be taken."""

    carried: Carried = Carried()
    offered: int = 0
    returned: Counter[str] = field(default_factory=Counter)
    lapsed: Counter[str] = field(default_factory=Counter)
    improper: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """By unit id; and by officer id with the unit the work is in."""

    units: dict[int, OfUnit]
    officers: dict[tuple[int, int], Carried]
    at: datetime  # when it was counted

    def of(self, unit_id: int) -> OfUnit:
        return self.units.get(unit_id) or OfUnit()


def load_of(officer: Officer, at: datetime) -> Load:
    made = read_or_count(name_for(officer, at), at, lambda: count(officer, at))
    return _read(made)


def name_for(officer: Officer, at: datetime) -> str:
    return name_for_officer("load", officer)


def count(officer: Officer, at: datetime) -> dict[str, list[Row]]:
    """Unit, officer, open, late; unit, offered; unit, category, how often."""
    return {
        "carried": _count_held(officer, at),
        "offered": _offered(officer),
        "returned": _returned(officer, at),
        "lapsed": _lapsed(officer, at),
        "improper": _improper(officer, at),
    }


def _read(made: Counted) -> Load:
    carried = {(unit, officer): Carried(n, late) for unit, officer, n, late in made.rows["carried"]}
    by_unit: dict[int, Carried] = defaultdict(Carried)
    for (unit_id, _), one in carried.items():
        by_unit[unit_id] += one
    offered = dict(made.rows["offered"])
    returned, lapsed = (_by_category(made.rows[kind]) for kind in ("returned", "lapsed"))
    improper = dict(made.rows.get("improper", ()))
    ids = by_unit.keys() | offered.keys() | returned.keys() | lapsed.keys() | improper.keys()
    units = {
        one: OfUnit(
            by_unit[one],
            offered.get(one, 0),
            returned.get(one, Counter()),
            lapsed.get(one, Counter()),
            improper.get(one, 0),
        )
        for one in ids
    }
    return Load(units, carried, made.at)


def _by_category(rows: list[Row]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, category, n in rows:
        found[unit_id][category] += n
    return found


def _count_held(officer: Officer, at: datetime) -> list[Row]:
    late = sa.case((sa.and_(Complaint.next_due_at < at, Complaint.pause_reason.is_(None)), 1), else_=0)
    query = (
        sa.select(Complaint.unit_id, Complaint.answerable_id, sa.func.count(), sa.func.sum(late))
        .where(Complaint.ended_at.is_(None), visible_to(officer))
        .group_by(Complaint.unit_id, Complaint.answerable_id)
    )
    return [[row[0], row[1], row[2], int(row[3])] for row in db.session.execute(query)]


def _offered(officer: Officer) -> list[Row]:
    query = (
        sa.select(Complaint.offered_unit_id, sa.func.count())
        .where(Complaint.ended_at.is_(None), Complaint.offered_unit_id.is_not(None), visible_to(officer))
        .group_by(Complaint.offered_unit_id)
    )
    return [[unit_id, n] for unit_id, n in db.session.execute(query)]


def _returned(officer: Officer, at: datetime) -> list[Row]:
    """From the permanent record, which also knows what was given back after it had been taken."""
    ids = {row.code: row.id for row in db.session.execute(sa.select(Unit.code, Unit.id))}
    query = (
        sa.select(Complaint.category, Event.detail)
        .join(Complaint, Complaint.id == Event.complaint_id)
        .where(Event.move == "return", Event.at >= at - PERIOD, visible_to(officer))
        .order_by(Event.at.desc())
        .limit(MOST_RETURNS)
    )
    found: Counter[tuple[int, str]] = Counter()
    for row in db.session.execute(query):
        code = row.detail.get("refused_by")
        if code in ids:
            found[ids[code], row.category] += 1
    return [[unit_id, category, n] for (unit_id, category), n in found.items()]


def _improper(officer: Officer, at: datetime) -> list[Row]:
    returner = Ask.words["unit_id"].as_integer()
    query = (
        sa.select(returner, sa.func.count())
        .join(Complaint, Complaint.id == Ask.complaint_id)
        .where(sa.text(JUDGED), Ask.step == IMPROPER, Ask.at >= at - PERIOD, visible_to(officer))
        .group_by(returner)
    )
    return [[unit_id, n] for unit_id, n in db.session.execute(query)]


def _lapsed(officer: Officer, at: datetime) -> list[Row]:
    query = (
        sa.select(Handover.unit_id, Complaint.category, sa.func.count())
        .join(Complaint, Complaint.id == Handover.complaint_id)
        .where(Handover.step == "lapsed", Handover.at >= at - PERIOD, visible_to(officer))
        .group_by(Handover.unit_id, Complaint.category)
    )
    return [
        [unit_id, category, n] for unit_id, category, n in db.session.execute(query) if unit_id is not None
    ]
