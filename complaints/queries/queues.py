"""The queues people work from: always scoped by who asks, ordered by due time, paged by keyset.

A page costs the same number of queries whatever it shows, and none of them counts rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.prepared_queries import Asker, When, away_for
from complaints.access.visibility import reviews_anything, visible_in_unit, visible_to, visible_unclimbed
from complaints.infrastructure.database import db
from complaints.models import Complaint, Handover, Officer
from complaints.queries.paging import IS_OPEN, MINE, TAKEN_IN, Carried, Position, beyond, by_name

MOST = 100
LEADERS = {"unit_supervisor", "supervisor"}


class OnPage(Protocol):
    id: Any
    next_due_at: Any


One = TypeVar("One", bound=OnPage)


@dataclass(frozen=True, slots=True)
class Page(Generic[One]):
    complaints: list[One]
    next: Position | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a queue: so many complaints after a position."""

    after: Position | None = None
    limit: int = 25


On = Carried | list[sa.ColumnElement[bool]]


def page(queue: str, officer: Officer, at: datetime, part: Part = Part()) -> Page[Complaint]:
    """One page of a queue of QUEUES; what has no due time comes last."""
    query = ordered(standing(queue, officer, at), part)
    query = query.options(
        orm.defer(Complaint.narrative), orm.defer(Complaint.findings), orm.defer(Complaint.reply)
    )
    return cut(db.session.scalars(query.options(orm.selectinload(Complaint.running))), part)


def standing(queue: str, officer: Officer, at: datetime) -> On:
    """The content of a queue: what the officer carries, or conditions on what they may see."""
    if queue == "mine":
        return by_name(officer, MINE)
    if queue in OF_A_DESK:
        return OF_A_DESK[queue](officer, at)
    seen = SEEN[queue](officer, at)
    if not reviews_anything(officer):
        return Carried((visible_unclimbed(officer),), (IS_OPEN, seen))
    return [IS_OPEN, visible_to(officer), seen]


def ordered(on: On, part: Part) -> sa.Select[Any]:
    """One more than the part holds, to know whether there are more."""
    query = sa.select(Complaint).order_by(Complaint.next_due_at.asc().nulls_last(), Complaint.id)
    if isinstance(on, Carried):
        return query.filter(Complaint.id.in_(on.first(part.limit + 1, part.after)))
    return query.filter(*on, *([beyond(part.after)] if part.after else [])).limit(part.limit + 1)


def cut(found: Iterable[One], part: Part) -> Page[One]:
    rows = list(found)
    more, rows = len(rows) > part.limit, rows[: part.limit]
    return Page(rows, Position(rows[-1].next_due_at, rows[-1].id) if more else None)


def _tracking(officer: Asker, at: When) -> On:
    """Taken in by me; with another answerable person, or on its way to another unit."""
    return by_name(
        officer,
        (TAKEN_IN,),
        where=lambda one: sa.or_(one.answerable_id != officer.id, one.offered_unit_id.is_not(None)),
    )


def _unit(officer: Asker, at: When) -> On:
    ours = Complaint.unit_id == officer.unit_id
    if LEADERS & set(officer.roles):
        ours = Complaint.unit_path.like(officer.unit_and_below)
    return [IS_OPEN, visible_in_unit(officer), ours]


def _offered(officer: Asker, at: When) -> On:
    """The work offered to my unit, without a name or to me by name; and the first responder's duty offered to me."""
    work = sa.and_(Complaint.offered_unit_id == officer.unit_id, _open_to(officer, at), _not_recused(officer))
    return Carried((work, Complaint.duty_offered_id == officer.id), (IS_OPEN, visible_to(officer)))


def _open_to(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    """Without a name, to me by name, or to an officer whose deputy I am now."""
    away = away_for(officer, at)
    return has_open_offer(
        sa.or_(
            Handover.officer_id.is_(None), Handover.officer_id == officer.id, Handover.officer_id.in_(away)
        )
    )


def has_open_offer(made_to: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Work of the complaint was offered as `made_to` says, a condition on the row of the offer, and is not answered yet."""
    answer = orm.aliased(Handover)
    answered = sa.exists().where(
        answer.complaint_id == Handover.complaint_id,
        answer.kind == Handover.kind,
        answer.round == Handover.round,
        answer.step != "offered",
    )
    return sa.exists().where(
        Handover.complaint_id == Complaint.id,
        Handover.kind == "work",
        Handover.step == "offered",
        made_to,
        ~answered,
    )


def _not_recused(officer: Asker) -> sa.ColumnElement[bool]:
    """`recused_ids` is a short JSON list; as text between commas it reads the same on both databases."""
    ids: sa.ColumnElement[str] = sa.cast(Complaint.recused_ids, sa.String)
    for sign in "[] ":
        ids = sa.func.replace(ids, sign, "")
    mine = sa.literal("%,") + sa.cast(officer.id, sa.String) + sa.literal(",%")
    return (sa.literal(",") + ids + sa.literal(",")).not_like(mine)


def _escalated(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    return Complaint.escalated_at.is_not(None)


def overdue(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    """A promise of the office is broken, and its clock runs. The next promise of any kind is never later: it has an index."""
    return sa.and_(Complaint.next_due_at < at, Complaint.house_due_at < at)


SEEN: dict[str, Callable[[Asker, When], sa.ColumnElement[bool]]] = {
    "escalated": _escalated,
    "overdue": overdue,
}
OF_A_DESK: dict[str, Callable[[Asker, When], On]] = {
    "tracking": _tracking,
    "offered": _offered,
    "unit": _unit,
}
QUEUES = ("mine", "tracking", "offered", "unit", "escalated", "overdue")
