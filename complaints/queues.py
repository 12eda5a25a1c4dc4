"""The queues people work from: always scoped by who is asking, ordered by what is due first, paged by keyset.

A page costs the same number of queries whatever stands on it, and none of them counts rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import aliased, defer, selectinload

from complaints.absences import stood_in_for_now
from complaints.carried import MINE, TAKEN_IN, Carried, Position, beyond, by_name
from complaints.db import db
from complaints.models import Complaint, Handover, Officer
from complaints.visibility import reviews_anything, visible_in_unit, visible_to, visible_unclimbed

MOST = 100
LEADERS = {"unit_supervisor", "supervisor"}


@dataclass(frozen=True, slots=True)
class Page:
    complaints: list[Complaint]
    next: Position | None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a queue: so many complaints after a position."""

    after: Position | None = None
    limit: int = 25


On = Carried | list[ColumnElement[bool]]


def page(queue: str, officer: Officer, at: datetime, part: Part = Part()) -> Page:
    """One page of a queue of QUEUES; what has no due time comes last."""
    query = ordered(standing(queue, officer, at), part)
    query = query.options(defer(Complaint.narrative), defer(Complaint.findings), defer(Complaint.reply))
    return cut(db.session.scalars(query.options(selectinload(Complaint.running))), part)


def standing(queue: str, officer: Officer, at: datetime) -> On:
    """What stands in a queue: what the officer carries, or conditions on what they may see."""
    if queue == "mine":
        return by_name(officer, MINE)
    if queue == "tracking":
        return by_name(officer, (TAKEN_IN,), _elsewhere(officer))
    if queue == "offered":
        return Carried(_offered(officer, at), (visible_to(officer),))
    seen = SEEN[queue](officer, at)
    if queue == "unit":
        return [Complaint.ended_at.is_(None), visible_in_unit(officer), seen]
    if not reviews_anything(officer):
        return Carried((visible_unclimbed(officer),), (seen,))
    return [Complaint.ended_at.is_(None), visible_to(officer), seen]


def ordered(on: On, part: Part) -> Select[Any]:
    """One more than the part holds, to know whether there are more."""
    query = select(Complaint).order_by(Complaint.next_due_at.asc().nulls_last(), Complaint.id)
    if isinstance(on, Carried):
        return query.filter(Complaint.id.in_(on.first(part.limit + 1, part.after)))
    return query.filter(*on, *([beyond(part.after)] if part.after else [])).limit(part.limit + 1)


def cut(found: Iterable[Complaint], part: Part) -> Page:
    rows = list(found)
    more, rows = len(rows) > part.limit, rows[: part.limit]
    return Page(rows, Position(rows[-1].next_due_at, rows[-1].id) if more else None)


def _elsewhere(officer: Officer) -> ColumnElement[bool]:
    """With another answerable person, or on its way to another unit."""
    return or_(Complaint.answerable_id != officer.id, Complaint.offered_unit_id.is_not(None))


def _unit(officer: Officer, at: datetime) -> ColumnElement[bool]:
    if LEADERS & set(officer.roles):
        return Complaint.unit_path.startswith(officer.unit_path, autoescape=True)
    return Complaint.unit_id == officer.unit_id


def _offered(officer: Officer, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """The work offered to my unit, to anybody or to me by name; and the first responder's duty offered to me."""
    work = and_(Complaint.offered_unit_id == officer.unit_id, _open_to(officer, at), _not_recused(officer))
    return work, Complaint.duty_offered_id == officer.id


def _open_to(officer: Officer, at: datetime) -> ColumnElement[bool]:
    """To anybody, to me by name, or to somebody in whose place I am."""
    away = stood_in_for_now(officer, at)
    answer = aliased(Handover)
    answered = exists().where(
        answer.complaint_id == Handover.complaint_id,
        answer.kind == Handover.kind,
        answer.round == Handover.round,
        answer.step != "offered",
    )
    return exists().where(
        Handover.complaint_id == Complaint.id,
        Handover.kind == "work",
        Handover.step == "offered",
        or_(Handover.officer_id.is_(None), Handover.officer_id == officer.id, Handover.officer_id.in_(away)),
        ~answered,
    )


def _not_recused(officer: Officer) -> ColumnElement[bool]:
    """`recused_ids` is a short JSON list; as text between commas it reads the same on both databases."""
    ids: ColumnElement[str] = cast(Complaint.recused_ids, String)
    for sign in "[] ":
        ids = func.replace(ids, sign, "")
    return (literal(",") + ids + literal(",")).not_like(f"%,{officer.id},%")


def _escalated(officer: Officer, at: datetime) -> ColumnElement[bool]:
    return Complaint.escalated_at.is_not(None)


def overdue(officer: Officer, at: datetime) -> ColumnElement[bool]:
    """A promise of the house is broken, and its clock runs. The next promise of any kind is never later: it has an index."""
    return and_(Complaint.next_due_at < at, Complaint.house_due_at < at)


SEEN: dict[str, Callable[[Officer, datetime], ColumnElement[bool]]] = {
    "unit": _unit,
    "escalated": _escalated,
    "overdue": overdue,
}
QUEUES = ("mine", "tracking", "offered", *SEEN)
