"""What a supervisor looks after, in six sections, each complaint in the first that fits: who holds it, why it stands there.

Every list is scoped by who is asking. A page costs the same number of queries whatever stands on it, and a count stops
at MOST_COUNTED.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from complaints.board_sections import SECTIONS, Asked, Condition, of_the_house, running, waits
from complaints.db import db
from complaints.models import Complaint, Deadline, Escalation, Officer
from complaints.remembered import forget, remembered
from complaints.visibility import not_about, visible_to
from workflows.calendar import SHANGHAI

MOST_COUNTED = 100
NEARLY = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. Escalations: 1 while they are mine, else 0. Elsewhere: the next due time."""

    key: datetime | int | None
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    ids: tuple[int, ...]
    next: Place | None


def found(section: str, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The complaints of one page of a section, in its order."""
    if section != "escalated":
        return _page(_of(section, asked), limit, after)
    mine = _climbed(asked, 1, limit, after) if after is None or after.key == 1 else []
    others = _climbed(asked, 0, limit, after if after is not None and after.key == 0 else None)
    return _cut([*mine, *others], limit)


def counts(asked: Asked) -> dict[str, int]:
    """How many stand in each section, in one statement; MOST_COUNTED stands for that many or more.

    Remembered for half a minute, or until this officer acts: lists are always true, their numbers nearly.
    """
    name = f"{_about(asked.officer)} {asked.narrowed}"
    return remembered(name, asked.at, NEARLY, lambda: _counts(asked))


def count_anew(officer: Officer) -> None:
    """This officer has changed something, and sees it in the numbers at once."""
    forget(_about(officer))


def _about(officer: Officer) -> str:
    return f"board of {officer.id};"


def _counts(asked: Asked) -> dict[str, int]:
    some = {name: [_of(name, asked)] for name in SECTIONS if name != "escalated"}
    some["escalated"] = [_first_waiting(asked, True), _first_waiting(asked, False)]
    counted = [
        sum((_counted(query) for query in queries), literal(0)).label(name) for name, queries in some.items()
    ]
    found = db.session.execute(select(*counted)).one()._mapping
    return {name: min(MOST_COUNTED, found[name]) for name in SECTIONS}


def _counted(query: Select[Any]) -> ColumnElement[int]:
    rows = query.with_only_columns(literal(1), maintain_column_froms=True).limit(MOST_COUNTED).subquery()
    return select(func.count()).select_from(rows).scalar_subquery()


def due_on(day: date, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The open complaints with a promise of the house that falls due on a day, earliest first."""
    begins = datetime.combine(day, time(), SHANGHAI)
    falls = running(Deadline.due_at >= begins, Deadline.due_at < begins + timedelta(days=1), of_the_house())
    query = _open(asked).filter(falls, Complaint.next_due_at < begins + timedelta(days=1))
    return _page(query, limit, after)


def _page(query: Select[Any], limit: int, after: Place | None) -> Found:
    return _cut(list(db.session.execute(_by_due(query, after).limit(limit + 1))), limit)


def _cut(rows: list[Any], limit: int) -> Found:
    more, rows = len(rows) > limit, rows[:limit]
    return Found(tuple(row.id for row in rows), Place(rows[-1].key, rows[-1].place) if more else None)


def _of(section: str, asked: Asked) -> Select[Any]:
    earlier = [~condition(asked) for condition in _before(section)]
    return _open(asked).filter(SECTIONS[section](asked), *earlier)


def _before(section: str) -> Sequence[Condition]:
    names = list(SECTIONS)
    return [SECTIONS[name] for name in names[: names.index(section)]]


def _open(asked: Asked) -> Select[Any]:
    query = select(Complaint.id).filter(Complaint.ended_at.is_(None), visible_to(asked.officer))
    return _narrow(query, asked)


def _narrow(query: Select[Any], asked: Asked) -> Select[Any]:
    narrowed = asked.narrowed
    if narrowed.unit_path:
        query = query.filter(Complaint.unit_path.startswith(narrowed.unit_path, autoescape=True))
    if narrowed.officer_id is not None:
        query = query.filter(Complaint.answerable_id == narrowed.officer_id)
    if narrowed.commitment:
        query = query.filter(running(Deadline.commitment == narrowed.commitment))
    return query


def _climbed(asked: Asked, mine: int, limit: int, after: Place | None) -> list[Any]:
    """Complaints with an escalation that waits for this officer, or for others; each at its first, oldest first.

    Read along the index of what waits, so that a page costs what stands on it.
    """
    query = _first_waiting(asked, bool(mine)).add_columns(
        literal(mine).label("key"), Escalation.id.label("place")
    )
    if after is not None:
        query = query.filter(Escalation.id > after.id)
    return list(db.session.execute(query.order_by(Escalation.id).limit(limit + 1)))


def _first_waiting(asked: Asked, mine: bool) -> Select[Any]:
    own, earlier = Escalation.reviewer_id == asked.officer.id, aliased(Escalation)
    before = [earlier.complaint_id == Escalation.complaint_id, earlier.id < Escalation.id, *waits(earlier)]
    if mine:
        before.append(_reviews(earlier, asked.officer))
    query = select(Complaint.id).join(Escalation, Escalation.complaint_id == Complaint.id)
    query = query.filter(*waits(Escalation), ~exists().where(*before))
    if mine:
        return _narrow(query.filter(own, not_about(asked.officer)), asked)
    other = aliased(Escalation)
    own_too = exists().where(
        other.complaint_id == Complaint.id, _reviews(other, asked.officer), *waits(other)
    )
    return _narrow(query.filter(~own_too, visible_to(asked.officer)), asked)


def _reviews(row: Any, officer: Officer) -> ColumnElement[bool]:
    """Written as a sum: looked up by complaint, where there are few, and not among all that wait for the officer."""
    same: ColumnElement[bool] = row.reviewer_id + 0 == officer.id
    return same


def _by_due(query: Select[Any], after: Place | None) -> Select[Any]:
    query = query.add_columns(Complaint.next_due_at.label("key"), Complaint.id.label("place"))
    if after is not None:
        query = query.filter(_beyond(after))
    return query.order_by(Complaint.next_due_at, Complaint.id)


def _beyond(after: Place) -> ColumnElement[bool]:
    """No section has a complaint without a next due time."""
    if not isinstance(after.key, datetime):
        return Complaint.id > after.id
    same = and_(Complaint.next_due_at == after.key, Complaint.id > after.id)
    return or_(Complaint.next_due_at > after.key, same)
