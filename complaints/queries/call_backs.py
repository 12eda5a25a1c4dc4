"""Whom to call back today: citizens whose call is promised, and bad ratings that are to be verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.visibility import is_among, visible_to
from complaints.infrastructure.database import UTCDateTime, db
from complaints.models import Complaint, Consultation, Deadline, Event, KeptOut, Officer, PostHeld, Respondent
from complaints.models.call_back_facts import broken_promises
from complaints.models.consultation import HELPED
from complaints.models.kept_out import LOOKS_BACK
from workflows.calendar import SHANGHAI
from workflows.call_back import Why, why_of_itself

CALL_BACK, VERIFICATION = "call_back", "verification_contact"
MADE = Event.move == sa.literal_column("'call_back'")
MOST = 100


@dataclass(frozen=True, slots=True)
class ToCall:
    """`tries`: calls in vain since the citizen was told. `why` is None where a bad rating is verified."""

    complaint: Complaint
    due_at: datetime
    why: Why | None
    tries: int

    @property
    def move(self) -> str:
        return "call_back" if self.why else "contact"


def list_to_call(officer: Officer, at: datetime) -> list[ToCall]:
    """The first by due time, without those in which this officer had a part; a bad rating is verified by supervisors."""
    rows = db.session.execute(_waiting(officer, at).limit(MOST)).all()
    tries = _count_vain([complaint.id for _, complaint, _ in rows])
    return [
        ToCall(complaint, owed.due_at, _why(owed, complaint, broken), tries.get(complaint.id, 0))
        for owed, complaint, broken in rows
    ]


def read_first_month(officer: Officer) -> date | None:
    """The first day of the month in which the oldest complaint this officer may see was received."""
    query = sa.select(Complaint.received_at).filter(visible_to(officer))
    oldest = db.session.scalar(query.order_by(Complaint.received_at, Complaint.id).limit(1))
    return oldest.astimezone(SHANGHAI).date().replace(day=1) if oldest else None


def _waiting(officer: Officer, at: datetime) -> sa.Select[Deadline, Complaint, bool]:
    """Deadline, complaint, and whether a promise of it was broken when the citizen was told."""
    wanted = [CALL_BACK, *([VERIFICATION] if "supervisor" in officer.roles else [])]
    owed = orm.aliased(Deadline, name="owed")
    return (
        sa.select(owed, Complaint, broken_promises(owed.complaint_id, owed.started_at).exists())
        .join(Complaint, Complaint.id == owed.complaint_id)
        .filter(owed.met_at.is_(None), owed.void_at.is_(None), owed.commitment.in_(wanted))
        .filter(Complaint.ended_at.is_(None), visible_to(officer), ~_had_a_part(officer))
        .filter(~_is_about_their_unit(officer, at))
        .order_by(owed.due_at, owed.id)
        .options(orm.joinedload(Complaint.complainant), orm.joinedload(Complaint.unit))
    )


def _why(deadline: Deadline, complaint: Complaint, broken: bool) -> Why | None:
    if deadline.commitment == VERIFICATION:
        return None
    return why_of_itself(complaint) or (Why.BROKEN if broken else Why.DRAWN)


def _had_a_part(officer: Officer) -> sa.ColumnElement[bool]:
    helped = sa.select(Consultation.complaint_id).filter(
        Consultation.by_id == officer.id, Consultation.step.in_(HELPED)
    )
    past: list[Any] = [Complaint.past_responder_ids, Complaint.past_handler_ids, Complaint.recused_ids]
    return sa.or_(
        Complaint.first_responder_id == officer.id,
        sa.and_(Complaint.handler_id.is_not(None), Complaint.handler_id == officer.id),
        *(is_among(ids, officer) for ids in past),
        Complaint.id.in_(helped),
    )


def _is_about_their_unit(officer: Officer, at: datetime) -> sa.ColumnElement[bool]:
    """As `InterestFacts.is_of_judged_unit`, but for a request that waits: of officers complained of, and likely matches."""
    former = _list_former(officer, at)
    complained_of = sa.select(Respondent.id).filter(
        Respondent.complaint_id == Complaint.id,
        Respondent.cleared_at.is_(None),
        _of_unit(Respondent.officer_id, officer, former),
    )
    likely = sa.select(KeptOut.id).filter(
        KeptOut.complaint_id == Complaint.id,
        KeptOut.ended_at.is_(None),
        KeptOut.reason == "name",
        _of_unit(KeptOut.officer_id, officer, former),
    )
    return sa.or_(*(rows.correlate(Complaint).exists() for rows in (complained_of, likely)))


def _of_unit(id: Any, officer: Officer, former: Sequence[tuple[int, datetime]]) -> sa.ColumnElement[bool]:
    return sa.or_(
        id.in_(sa.select(Officer.id).filter_by(unit_id=officer.unit_id)),
        *(sa.and_(id == one, Complaint.received_at < until_at + LOOKS_BACK) for one, until_at in former),
    )


def _list_former(officer: Officer, at: datetime) -> Sequence[tuple[int, datetime]]:
    """Officers who held a post in this unit, and until when: databases add days in different ways. All of them: the work
    must not tell who is complained of."""
    query = (
        sa.select(PostHeld.officer_id, sa.func.max(PostHeld.until_at, type_=UTCDateTime()))
        .filter(PostHeld.unit_id == officer.unit_id, PostHeld.until_at <= at)
        .group_by(PostHeld.officer_id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query) if row[1]]


def _count_vain(ids: Sequence[int]) -> dict[int, int]:
    told = (
        sa.select(Event.complaint_id, sa.func.max(Event.seq).label("seq"))
        .filter(Event.complaint_id.in_(ids), Event.move == "give_feedback")
        .group_by(Event.complaint_id)
        .subquery()
    )
    query = (
        sa.select(Event.complaint_id, sa.func.count())
        .join(told, sa.and_(told.c.complaint_id == Event.complaint_id, Event.seq > told.c.seq))
        .filter(MADE, ~Event.detail["reached"].as_boolean())
        .group_by(Event.complaint_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if ids else {}
