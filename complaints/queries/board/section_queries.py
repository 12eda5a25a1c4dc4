"""The queries of a supervisor's board: the complaints of a section, those that climbed, those due on a day, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from complaints.access.prepared_queries import Asker
from complaints.access.visibility import not_about
from complaints.infrastructure.database import UTCDateTime
from complaints.models import Complaint, Deadline, Escalation
from complaints.queries.board import commitment_filter
from complaints.queries.board.conditions import (
    SECTIONS,
    Narrowed,
    Scope,
    of_the_house,
    running,
    waits,
    within,
)
from workflows.calendar import SHANGHAI

MINE, OTHERS = "mine", "others"  # escalations that wait for the reader, and for others
What = str | date  # one of these, a section, or a day on which something falls due
NO_TIME = sa.literal(None, UTCDateTime())
Id = InstrumentedAttribute[int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. Escalations: 1 while they are mine, else 0. Elsewhere: the time the section is ordered by."""

    key: datetime | int | None
    id: int


@dataclass(frozen=True, slots=True)
class Part:
    """So many of a section, from a place on."""

    what: What
    limit: int
    after: Place | None = None


def rows_of(part: Part, scope: Scope) -> sa.Select[Any]:
    """Complaints by id, each with `what` it is among, its `key` and its `place` in the order."""
    query = _all(part.what, scope)
    key, place = query.selected_columns["key"], query.selected_columns["place"]
    order = (place,) if part.what in (MINE, OTHERS) else (key, place)
    if part.after is not None:
        query = query.filter(_beyond(key, place, part.after))
    return query.order_by(*order).limit(part.limit)


def beginnings_of(whats: Iterable[What], scope: Scope, limit: int) -> sa.Select[Any]:
    """The first rows of several at once."""
    parts = [rows_of(Part(what, limit), scope).subquery() for what in whats]
    together = sa.union_all(*(sa.select(part) for part in parts)).subquery()
    return sa.select(together).order_by(together.c.key, together.c.place)


def count_of(what: What, scope: Scope, most: int) -> sa.ScalarSelect[int]:
    """At most so many. In the order of the list, along its index: else the whole table may be read for a few."""
    rows = rows_of(Part(what, most), scope).with_only_columns(sa.literal(1), maintain_column_froms=True)
    return sa.select(sa.func.count()).select_from(rows.subquery()).scalar_subquery()


def _beyond(key: sa.ColumnElement[Any], place: sa.ColumnElement[int], after: Place) -> sa.ColumnElement[bool]:
    """No section has a complaint without the time it is ordered by."""
    if not isinstance(after.key, datetime):
        return place > after.id
    return sa.or_(key > after.key, sa.and_(key == after.key, place > after.id))


def _all(what: What, scope: Scope) -> sa.Select[Any]:
    if isinstance(what, date):
        return _falling_due(what, scope)
    if what in SECTIONS:
        return _in_section(what, scope)
    return _mine(scope) if what == MINE else _others(scope)


def _in_section(name: str, scope: Scope) -> sa.Select[Any]:
    query = _open(scope, scope.visible_unclimbed, _rows(name, SECTIONS[name].by, Complaint.id))
    query = query.filter(Complaint.climbed_id.is_(None), *SECTIONS[name].holds(scope))
    query = commitment_filter.in_section(query, name, scope)
    return query if name == "asking" else query.filter(Complaint.asked_at.is_(None))


def _falling_due(day: date, scope: Scope) -> sa.Select[Any]:
    other = aliased(Deadline)
    falls = sa.select(other.id).where(other.complaint_id == Deadline.complaint_id, *_falls(other, day, scope))
    first = falls.order_by(other.due_at, other.id).limit(1).scalar_subquery()
    query = _open(scope, scope.visible, _rows("day", Deadline.due_at, Deadline.id))
    query = query.join(Deadline, Deadline.complaint_id == Complaint.id)
    return query.filter(*_falls(Deadline, day, scope), Deadline.id == first)


def _falls(row: Any, day: date, scope: Scope) -> list[sa.ColumnElement[bool]]:
    begins = datetime.combine(day, time(), SHANGHAI)
    on_it = within(row.due_at, (begins, begins + timedelta(days=1)))
    return [*running(row), of_the_house(row), on_it, *commitment_filter.of_it(row, scope)]


def _mine(scope: Scope) -> sa.Select[Any]:
    """Complaints with an escalation that waits for this officer, each at the first of them.

    Read along the index of what waits, so that a page costs as much as it shows.
    """
    own = (Escalation.reviewer_id == scope.officer.id, *waits(Escalation))
    query = _rows(MINE, NO_TIME, Escalation.id).join(Escalation, Escalation.complaint_id == Complaint.id)
    # None comes before the first; said so because a database expects few rows of "equal", and would sort them all.
    first = Escalation.id <= _first_of(Escalation.complaint_id, scope.officer)
    query = query.filter(*own, first, not_about(scope.officer), *commitment_filter.climbed(scope))
    return _narrow(query, scope.narrowed)


def _others(scope: Scope) -> sa.Select[Any]:
    """Complaints whose escalations wait for others."""
    not_mine = _first_of(Complaint.id, scope.officer).is_(None)
    query = _rows(OTHERS, NO_TIME, Complaint.climbed_id)
    query = query.filter(Complaint.climbed_id.is_not(None), not_mine, scope.seen_of_others)
    return _narrow(query.filter(*commitment_filter.climbed(scope)), scope.narrowed)


def _open(scope: Scope, visible: sa.ColumnElement[bool], rows: sa.Select[Any]) -> sa.Select[Any]:
    return _narrow(rows.filter(Complaint.ended_at.is_(None), visible), scope.narrowed)


def _rows(what: str, key: Any, place: Any) -> sa.Select[Any]:
    return sa.select(Complaint.id, sa.literal(what).label("what"), key.label("key"), place.label("place"))


def _narrow(query: sa.Select[Any], narrowed: Narrowed) -> sa.Select[Any]:
    if narrowed.unit_path:
        query = query.filter(Complaint.unit_path.startswith(narrowed.unit_path, autoescape=True))
    if narrowed.officer_id is not None:
        query = query.filter(Complaint.answerable_id == narrowed.officer_id)
    return query


def _first_of(complaint_id: Id, officer: Asker) -> sa.ScalarSelect[int]:
    """The first escalation of a complaint that waits for the officer. A value, and the reviewer in a sum: so it is looked
    up by complaint, where there are few, and not among all that wait for the officer."""
    row = aliased(Escalation)
    mine = (row.complaint_id == complaint_id, row.reviewer_id + 0 == officer.id, *waits(row))
    return sa.select(sa.func.min(row.id)).where(*mine).correlate(Complaint, Escalation).scalar_subquery()
