"""What a supervisor looks after, in six sections, each complaint in the first that fits: who holds it, why it stands there.

Every list is scoped by who is asking. A page costs the same number of queries whatever stands on it, and a count stops
at MOST_COUNTED.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from complaints import board_promises
from complaints.board_sections import SECTIONS, Asked, of_the_house, running, waits, within
from complaints.db import db
from complaints.models import Complaint, Deadline, Escalation, Officer
from complaints.remembered import forget, remembered
from complaints.visibility import not_about
from workflows.calendar import SHANGHAI

MOST_COUNTED = 100
NEARLY = timedelta(seconds=30)
Time = InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime]
Id = InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. Escalations: 1 while they are mine, else 0. Elsewhere: the time the section is ordered by."""

    key: datetime | int | None
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    ids: tuple[int, ...]
    next: Place | None


def found(section: str, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The complaints of one page of a section, in its order."""
    if section != "escalated":
        return _page(_of(section, asked), (SECTIONS[section].by, Complaint.id), limit, after)
    rows = _page_of(_mine(asked), limit, after) if after is None or after.key == 1 else []
    if len(rows) <= limit:
        rows += _page_of(_others(asked), limit, after if after is not None and after.key == 0 else None)
    return _cut(rows, limit)


def counts(asked: Asked, whole: dict[str, Found]) -> dict[str, int]:
    """How many stand in each section; MOST_COUNTED stands for that many or more. First pages that hold all of a section
    are counted as they are; the others in two statements at most.

    These are remembered for half a minute, or until this officer acts: lists are always true, their numbers nearly.
    """
    known = {name: len(one.ids) for name, one in whole.items() if one.next is None}
    others = tuple(name for name in ("escalated", *SECTIONS) if name not in known)
    name = f"{_about(asked.officer)} {asked.narrowed} {others}"
    return known | (remembered(name, asked.at, NEARLY, lambda: _counts(asked, others)) if others else {})


def count_anew(officer: Officer) -> None:
    """This officer has changed something, and sees it in the numbers at once."""
    forget(_about(officer))


def _about(officer: Officer) -> str:
    return f"board of {officer.id};"


def _counts(asked: Asked, names: Collection[str]) -> dict[str, int]:
    counted = [
        _counted(_of(name, asked).order_by(section.by), MOST_COUNTED).label(name)
        for name, section in SECTIONS.items()
        if name in names
    ]
    mine = 0
    if "escalated" in names:
        own = _mine(asked).order_by(Escalation.id)
        mine = db.session.execute(select(_counted(own, MOST_COUNTED))).scalar_one()
        others = _others(asked).order_by(Complaint.climbed_id)
        counted.append(_counted(others, MOST_COUNTED - mine).label("escalated"))
    found = db.session.execute(select(*counted)).one()._mapping
    return {name: found[name] + (mine if name == "escalated" else 0) for name in names}


def _counted(query: Select[Any], most: int) -> ScalarSelect[int]:
    """At most so many. Ordered queries are counted along their index: else the whole table may be read for a few."""
    rows = query.with_only_columns(literal(1), maintain_column_froms=True).limit(most).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def due_on(day: date, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The open complaints with a promise of the house that falls due on a day, by the first of them, earliest first."""
    other = aliased(Deadline)
    falls = select(other.id).where(other.complaint_id == Deadline.complaint_id, *_falls(other, day, asked))
    first = falls.order_by(other.due_at, other.id).limit(1).scalar_subquery()
    query = _open(asked, asked.visible).join(Deadline, Deadline.complaint_id == Complaint.id)
    query = query.filter(*_falls(Deadline, day, asked), Deadline.id == first)
    return _page(query, (Deadline.due_at, Deadline.id), limit, after)


def _falls(row: Any, day: date, asked: Asked) -> list[ColumnElement[bool]]:
    begins = datetime.combine(day, time(), SHANGHAI)
    on_it = within(row.due_at, (begins, begins + timedelta(days=1)))
    return [*running(row), of_the_house(row), on_it, *board_promises.of_it(row, asked)]


def _page(query: Select[Any], by: tuple[Time, Id], limit: int, after: Place | None) -> Found:
    time, id = by
    query = query.add_columns(time.label("key"), id.label("place"))
    if after is not None:
        query = query.filter(_beyond(time, id, after))
    return _cut(list(db.session.execute(query.order_by(time, id).limit(limit + 1))), limit)


def _cut(rows: list[Any], limit: int) -> Found:
    more, rows = len(rows) > limit, rows[:limit]
    return Found(tuple(row.id for row in rows), Place(rows[-1].key, rows[-1].place) if more else None)


def _of(section: str, asked: Asked) -> Select[Any]:
    query = _open(asked, asked.visible_unclimbed)
    query = query.filter(Complaint.climbed_id.is_(None), *SECTIONS[section].holds(asked))
    query = board_promises.in_section(query, section, asked)
    return query if section == "asking" else query.filter(Complaint.asked_at.is_(None))


def _open(asked: Asked, visible: ColumnElement[bool]) -> Select[Any]:
    query = select(Complaint.id).filter(Complaint.ended_at.is_(None), visible)
    return _narrow(query, asked)


def _narrow(query: Select[Any], asked: Asked) -> Select[Any]:
    narrowed = asked.narrowed
    if narrowed.unit_path:
        query = query.filter(Complaint.unit_path.startswith(narrowed.unit_path, autoescape=True))
    if narrowed.officer_id is not None:
        query = query.filter(Complaint.answerable_id == narrowed.officer_id)
    return query


def _mine(asked: Asked) -> Select[Any]:
    """Complaints with an escalation that waits for this officer, each at the first of them.

    Read along the index of what waits, so that a page costs what stands on it.
    """
    own = (Escalation.reviewer_id == asked.officer.id, *waits(Escalation))
    query = select(Complaint.id).add_columns(literal(1).label("key"), Escalation.id.label("place"))
    query = query.join(Escalation, Escalation.complaint_id == Complaint.id)
    # None comes before the first; said so because a database expects few rows of "equal", and would sort them all.
    first = Escalation.id <= _first_of(Escalation.complaint_id, asked.officer)
    return _narrow(query.filter(*own, first, not_about(asked.officer), *board_promises.climbed(asked)), asked)


def _others(asked: Asked) -> Select[Any]:
    """Complaints whose escalations wait for others."""
    not_mine = _first_of(Complaint.id, asked.officer).is_(None)
    query = select(Complaint.id).add_columns(literal(0).label("key"), Complaint.climbed_id.label("place"))
    query = query.filter(Complaint.climbed_id.is_not(None), not_mine, asked.seen_of_others)
    query = query.filter(*board_promises.climbed(asked))
    return _narrow(query, asked)


def _page_of(climbed: Select[Any], limit: int, after: Place | None) -> list[Any]:
    """Oldest first."""
    place = climbed.selected_columns["place"]
    if after is not None:
        climbed = climbed.filter(place > after.id)
    return list(db.session.execute(climbed.order_by(place).limit(limit + 1)))


def _first_of(complaint_id: Id, officer: Officer) -> ScalarSelect[int]:
    """The first escalation of a complaint that waits for the officer. A value, and the reviewer in a sum: so it is looked
    up by complaint, where there are few, and not among all that wait for the officer."""
    row = aliased(Escalation)
    mine = (row.complaint_id == complaint_id, row.reviewer_id + 0 == officer.id, *waits(row))
    return select(func.min(row.id)).where(*mine).correlate(Complaint, Escalation).scalar_subquery()


def _beyond(time: Time, id: Id, after: Place) -> ColumnElement[bool]:
    """No section has a complaint without the time it is ordered by."""
    if not isinstance(after.key, datetime):
        return id > after.id
    return or_(time > after.key, and_(time == after.key, id > after.id))
