"""Why an officer cannot leave a post or a unit cannot close yet: open complaints, or a post no other officer holds (promise 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import WorkError
from complaints.models import Complaint, Consultation, Escalation, Handover, Officer, OfficerRole, Unit
from complaints.models.consultation import ASKED, GOING_ON
from workflows.language import Text

# Without them an escalation ends with an administrator, who may not read it; a restricted complaint is visible
# to no officer; what came back twice is stuck, and no one can put it right.
MUST_BE_HELD = {
    "last_resort": Text("最后责任人", "last resort"),
    "discipline": Text("纪检人员", "discipline officer"),
    "supervisor": Text("督办人员", "supervisor"),
    "admin": Text("管理员", "administrator"),
}


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
    """The work was offered to them by name, and not answered yet: no other officer could take it."""
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


def refuse_while_they_hold(officer: Officer) -> None:
    """Complaints, or reviews that wait for them. Raises WorkError."""
    held = of_officer(officer.id)
    if held.any:
        raise WorkError(
            Text(
                f"此人手上还有 {held.any} 件未办完的投诉（首问 {held.first_responder} 件，当前负责 {held.answerable} 件，"
                f"承办 {held.handler} 件），请先办理首问交接或改派。",
                f"{held.any} open complaints are in their hands (first responder of {held.first_responder}, answerable for "
                f"{held.answerable}, handler of {held.handler}); hand them over first.",
            )
        )
    if held.reviews:
        raise WorkError(
            Text(
                f"还有 {held.reviews} 项升级等待此人处理，请先由本人或督办人员处理。",
                f"{held.reviews} escalations wait for their review; they, or a supervisor, must review them first.",
            )
        )


def refuse_the_last(officer: Officer, roles: Iterable[str]) -> None:
    """Raises WorkError where one of the roles must be held and no other active officer holds it."""
    for role in sorted(set(roles) & MUST_BE_HELD.keys()):
        if not _held_by_others(role, officer):
            name = MUST_BE_HELD[role]
            raise WorkError(
                Text(
                    f"这是最后一名{name.zh}，不能停用或改为其他角色。",
                    f"This is the last {name.en}; there must be one.",
                )
            )


def _held_by_others(role: str, officer: Officer) -> bool:
    """All who hold it are locked, in one order: of two changes at once, the second sees what the first has left."""
    query = select(OfficerRole.officer_id).join(Officer, Officer.id == OfficerRole.officer_id)
    query = query.filter(OfficerRole.role == role, Officer.active).order_by(OfficerRole.officer_id)
    return bool(set(db.session.scalars(query.with_for_update())) - {officer.id})


def of_unit(unit_id: int) -> int:
    """Open complaints that are with the unit or offered to it."""
    return _open(or_(Complaint.unit_id == unit_id, Complaint.offered_unit_id == unit_id))


def asked_of_unit(unit_id: int) -> int:
    """Open complaints on which its opinion or help is asked for: without officers no one could give it."""
    end = aliased(Consultation)
    ended = exists().where(
        end.complaint_id == Consultation.complaint_id,
        end.number == Consultation.number,
        end.step.not_in(GOING_ON),
    )
    asked = exists().where(
        Consultation.complaint_id == Complaint.id,
        Consultation.unit_id == unit_id,
        Consultation.step == ASKED,
        ~ended.correlate(Consultation),
    )
    return _open(and_(Complaint.consulting, asked.correlate(Complaint)))


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
