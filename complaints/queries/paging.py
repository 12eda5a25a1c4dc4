"""The complaints an officer carries, in order of the next promise, with those joined to them. They are read along each person's own index: the cost
depends on what is shown, not on how many complaints there are. Complaints without a due time come last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from complaints.access.prepared_queries import Asker
from complaints.access.visibility import leading_complaint, not_about
from complaints.models import Complaint

Who = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
Arm = sa.Select[int, datetime | None]
TAKEN_IN: Who = Complaint.first_responder_id
MINE: tuple[Who, ...] = (Complaint.answerable_id, Complaint.handler_id)
STILL_MINE: tuple[Who, ...] = (
    TAKEN_IN,
    Complaint.handler_id,
)  # one of the two is answerable: the database sees to it


IS_OPEN = Complaint.ended_at.is_(None)
Where = Callable[[Any], sa.ColumnElement[bool]]  # of the complaint, or the one it is joined to


def _any(complaint: Any) -> sa.ColumnElement[bool]:
    return sa.true()


@dataclass(frozen=True, slots=True)
class Position:
    """Where a page ended: the due time (None for what has none) and the id of its last complaint."""

    due_at: datetime | None
    id: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Complaints found in one of several ways, each with an index of its own; conditions all of them hold."""

    ways: tuple[sa.ColumnElement[bool], ...]
    more: tuple[sa.ColumnElement[bool], ...]

    def first(self, limit: int, after: Position | None) -> sa.Select[Any]:
        """The ids of one page."""
        beyond_it = [] if after is None else [beyond(after)]
        # Each way twice, for databases differ in where they put what has no due time.
        kinds = (Complaint.next_due_at.is_not(None), Complaint.next_due_at.is_(None))
        arms = [self._along(way).filter(kind, *beyond_it) for way in self.ways for kind in kinds]
        found = _together(arms, limit)
        return sa.select(found.c.id).order_by(found.c.due_at.asc().nulls_last(), found.c.id).limit(limit)

    def counted(self, most: int) -> sa.ScalarSelect[int]:
        """How many; where it is `most` or more, a number from there on."""
        found = _together([self._along(way) for way in self.ways], most)
        return sa.select(sa.func.count()).select_from(found).scalar_subquery()

    def _along(self, way: sa.ColumnElement[bool]) -> Arm:
        query = sa.select(Complaint.id, Complaint.next_due_at.label("due_at"))
        query = query.filter(way, *self.more)
        return query.order_by(Complaint.next_due_at, Complaint.id)


def by_name(
    officer: Asker, names: tuple[Who, ...], *more: sa.ColumnElement[bool], where: Where = _any
) -> Carried:
    """Open complaints that name the officer in one of the columns, and are as `where` says: they may see them, unless they
    are about them. What is joined to one of these is on the same list of its first responder, who serves both citizens."""
    own = [sa.and_(IS_OPEN, name == officer.id, where(Complaint)) for name in names]
    leading = leading_complaint()
    named = sa.or_(*(getattr(leading, name.key) == officer.id for name in names))
    served = sa.select(leading.id).where(
        leading.ended_at.is_(None), leading.first_responder_id == officer.id, named, where(leading)
    )
    joined = sa.and_(Complaint.is_joined, Complaint.leading_id.in_(served))
    return Carried((*own, joined), (not_about(officer), *more))


def beyond(after: Position) -> sa.ColumnElement[bool]:
    if after.due_at is None:
        return sa.and_(Complaint.next_due_at.is_(None), Complaint.id > after.id)
    same = sa.and_(Complaint.next_due_at == after.due_at, Complaint.id > after.id)
    return sa.or_(Complaint.next_due_at > after.due_at, same, Complaint.next_due_at.is_(None))


def _together(arms: list[Arm], limit: int) -> Any:
    """Each complaint once, whichever way it was found; the first of all are among the first of each."""
    return sa.union(*(sa.select(arm.limit(limit).subquery()) for arm in arms)).subquery()
