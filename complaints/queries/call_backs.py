"""Whom to call back today: citizens whose call is promised, and bad ratings that are to be verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event, Officer
from workflows.call_back import Why, why_always_called

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
    """By due time, without those in which this officer had a part; a bad rating is verified by supervisors."""
    rows = [row for row in _waiting(officer) if not _had_a_part(row[1], officer)][:MOST]
    tries = _count_vain([complaint.id for _, complaint in rows])
    return [
        ToCall(complaint, deadline.due_at, _why(deadline, complaint), tries.get(complaint.id, 0))
        for deadline, complaint in rows
    ]


def _waiting(officer: Officer) -> Sequence[sa.Row[Deadline, Complaint]]:
    wanted = [CALL_BACK, *([VERIFICATION] if "supervisor" in officer.roles else [])]
    query = (
        sa.select(Deadline, Complaint)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .filter(Deadline.met_at.is_(None), Deadline.void_at.is_(None), Deadline.commitment.in_(wanted))
        .filter(Complaint.ended_at.is_(None), visible_to(officer))
        .order_by(Deadline.due_at, Deadline.id)
        .options(orm.joinedload(Complaint.complainant), orm.joinedload(Complaint.unit))
    )
    return db.session.execute(query).all()


def _why(deadline: Deadline, complaint: Complaint) -> Why | None:
    if deadline.commitment == VERIFICATION:
        return None
    return why_always_called(complaint, deadline.started_at) or Why.DRAWN


def _had_a_part(complaint: Complaint, officer: Officer) -> bool:
    holders = complaint.first_responder_id, complaint.handler_id
    past = *complaint.past_responder_ids, *complaint.past_handler_ids, *complaint.recused_ids
    return officer.id in {*holders, *past}


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
