"""What stands in the way of an officer leaving a post, or a unit closing: open complaints in their hands (promise 1)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Handover, Officer, Unit


@dataclass(frozen=True, slots=True)
class Burden:
    """How many open complaints an officer holds, in each way; `any` counts each complaint once. `reviews`: escalations
    that wait for them, also of complaints that are over."""

    first_responder: int
    answerable: int
    handler: int
    any: int
    reviews: int


def of_officer(officer_id: int) -> Burden:
    columns = (Complaint.first_responder_id, Complaint.answerable_id, Complaint.handler_id)
    held = [column == officer_id for column in columns]
    first, answerable, handler = (_open(one) for one in held)
    offered = or_(Complaint.duty_offered_id == officer_id, _work_offered_to(officer_id))
    return Burden(first, answerable, handler, _open(or_(*held, offered)), _to_review(officer_id))


def _work_offered_to(officer_id: int) -> ColumnElement[bool]:
    """The work was offered to them by name, and not answered yet: nobody else could take it."""
    answer = aliased(Handover)
    answered = exists().where(
        answer.complaint_id == Handover.complaint_id,
        answer.kind == "work",
        answer.round == Handover.round,
        answer.step != "offered",
    )
    named = exists().where(
        Handover.complaint_id == Complaint.id,
        Handover.kind == "work",
        Handover.step == "offered",
        Handover.officer_id == officer_id,
        ~answered,
    )
    return and_(Complaint.offered_unit_id.is_not(None), named)


def _to_review(officer_id: int) -> int:
    query = select(func.count(Escalation.id)).filter_by(reviewer_id=officer_id, reviewed_at=None)
    return db.session.execute(query).scalar_one()


def of_unit(unit_id: int) -> int:
    """Open complaints that are with the unit or offered to it."""
    return _open(or_(Complaint.unit_id == unit_id, Complaint.offered_unit_id == unit_id))


def active_officers(unit_id: int) -> int:
    query = select(func.count(Officer.id)).filter_by(unit_id=unit_id, active=True)
    return db.session.execute(query).scalar_one()


def active_units_below(unit: Unit) -> int:
    below = Unit.path.startswith(unit.path, autoescape=True)
    query = select(func.count(Unit.id)).filter(below, Unit.id != unit.id, Unit.active)
    return db.session.execute(query).scalar_one()


def _open(condition) -> int:  # type: ignore[no-untyped-def]  # any condition on a complaint
    query = select(func.count(Complaint.id)).filter(Complaint.ended_at.is_(None), condition)
    return int(db.session.execute(query).scalar_one())
