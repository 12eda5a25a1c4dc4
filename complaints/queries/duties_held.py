"""The open complaints an officer is first responder or handler of, as far as another may see them: what there is to hand over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer
from schemas.hand_over import AT_ONCE
from workflows.language import Milestone

DUTY, WORK = "duty", "work"  # the kinds of a hand-over
PARTS = (
    orm.defer(Complaint.narrative),
    orm.defer(Complaint.findings),
    orm.defer(Complaint.reply),
    orm.joinedload(Complaint.unit),
    orm.joinedload(Complaint.first_responder),
    *map(orm.selectinload, (Complaint.running, Complaint.handovers, Complaint.asks, Complaint.escalations)),
    orm.selectinload(Complaint.respondents),
    orm.selectinload(Complaint.kept_out),
)


@dataclass(frozen=True, slots=True)
class Held:
    """One page of what an officer holds; `total` counts every page."""

    complaints: Sequence[Complaint]
    total: int
    holder_id: int

    @property
    def duties(self) -> list[tuple[Complaint, dict[str, None]]]:
        return [(one, dict.fromkeys(duties_of(one, self.holder_id))) for one in self.complaints]


def held_by(holder: Officer, reader: Officer, page: int = 1) -> Held:
    """What can be offered comes first, by the next due time; last comes what waits for a successor already."""
    on = _held(holder, reader)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(Complaint).filter(*on)) or 0
    query = (
        sa.select(Complaint)
        .filter(*on)
        .order_by(
            sa.case((_can_be_offered(holder), 0), else_=1), Complaint.next_due_at.nulls_last(), Complaint.id
        )
        .limit(AT_ONCE)
        .offset((page - 1) * AT_ONCE)
        .options(*PARTS)
    )
    return Held(db.session.scalars(query).all(), total, holder.id)


def held_among(numbers: Collection[str], holder: Officer, reader: Officer) -> dict[str, Complaint]:
    """Those of these numbers, by number."""
    query = sa.select(Complaint).filter(Complaint.tracking_number.in_(numbers), *_held(holder, reader))
    rows = db.session.scalars(query.options(*PARTS).execution_options(populate_existing=True))
    return {row.tracking_number: row for row in rows}


def visible_among(numbers: Collection[str], reader: Officer) -> set[str]:
    """Those of these numbers that the reader may see now."""
    query = sa.select(Complaint.tracking_number).filter(Complaint.tracking_number.in_(numbers))
    return set(db.session.scalars(query.filter(visible_to(reader))))


def duties_of(complaint: Complaint, holder_id: int) -> list[str]:
    """Which duties of a complaint an officer has."""
    holders = {DUTY: complaint.first_responder_id, WORK: complaint.handler_id}
    return [kind for kind, officer_id in holders.items() if officer_id == holder_id]


def _held(holder: Officer, reader: Officer) -> list[sa.ColumnElement[bool]]:
    named = sa.or_(Complaint.first_responder_id == holder.id, Complaint.handler_id == holder.id)
    return [Complaint.ended_at.is_(None), named, visible_to(reader)]


def _can_be_offered(holder: Officer) -> sa.ColumnElement[bool]:
    work: list[Any] = [Complaint.handler_id == holder.id, Complaint.offered_unit_id.is_(None)]
    return sa.or_(
        sa.and_(Complaint.first_responder_id == holder.id, Complaint.duty_offered_id.is_(None)),
        sa.and_(*work, Complaint.milestone == Milestone.IN_WORK.value),
    )
