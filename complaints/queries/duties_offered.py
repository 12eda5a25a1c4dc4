"""What is offered to an officer by hand-over: the first responder's duty, and the work of a colleague of the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Handover, Officer
from complaints.organisation import absences, directory
from complaints.queries.duties_held import PARTS
from complaints.queries.queues import has_open_offer
from schemas.hand_over import AT_ONCE


@dataclass(frozen=True, slots=True)
class Offered:
    """What one giver offers: complaints with the open offers of each."""

    giver: Officer
    complaints: Sequence[tuple[Complaint, list[Handover]]]


def count_offered(taker: Officer, at: datetime) -> int:
    """Complaints, of which both duties may be offered."""
    query = sa.select(sa.func.count()).select_from(Complaint).filter(*_offered(taker, at))
    return db.session.scalar(query) or 0


def offered_to(taker: Officer, at: datetime, numbers: Sequence[str] | None = None) -> list[Offered]:
    """By giver, the first hundred complaints by the next due time; or those of these numbers."""
    among = [] if numbers is None else [Complaint.tracking_number.in_(numbers)]
    query = sa.select(Complaint).filter(*_offered(taker, at), *among)
    query = query.order_by(Complaint.next_due_at.nulls_last(), Complaint.id).limit(AT_ONCE)
    rows = db.session.scalars(query.options(*PARTS).execution_options(populate_existing=True)).all()
    away = absences.stood_in_for_now(taker, at)
    by_giver: dict[int, list[tuple[Complaint, list[Handover]]]] = defaultdict(list)
    for complaint in rows:
        for giver_id, offers in _by_giver(complaint, [taker.id, *away]).items():
            by_giver[giver_id].append((complaint, offers))
    givers = directory.officers_with(by_giver)
    return [Offered(givers[giver_id], found) for giver_id, found in by_giver.items()]


def _by_giver(complaint: Complaint, takers: Sequence[int]) -> dict[int, list[Handover]]:
    found: dict[int, list[Handover]] = defaultdict(list)
    duty, work = complaint.duty_offer, complaint.work_offer
    if duty is not None and duty.officer_id == takers[0]:
        found[duty.giver_id].append(duty)
    if work is not None and work.officer_id in takers and work.unit_id == complaint.unit_id:
        found[work.giver_id].append(work)
    return found


def _offered(taker: Officer, at: datetime) -> list[sa.ColumnElement[bool]]:
    work = sa.and_(
        Complaint.offered_unit_id == taker.unit_id,
        Complaint.unit_id == taker.unit_id,
        Complaint.handler_id.is_not(None),
        _names(taker, at),
    )
    return [
        Complaint.ended_at.is_(None),
        sa.or_(Complaint.duty_offered_id == taker.id, work),
        visible_to(taker),
    ]


def _names(taker: Officer, at: datetime) -> sa.ColumnElement[bool]:
    """The open offer of the work names the taker, or an officer whose deputy they are now."""
    named = [taker.id, *absences.stood_in_for_now(taker, at)]
    return has_open_offer(Handover.officer_id.in_(named))
