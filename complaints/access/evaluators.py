"""Which drawn cases an evaluator reads: those that neither they nor a unit they ever belonged to had to do with.

An evaluator comes from outside. To keep one from too many cases costs nothing: another case takes its place, or another
evaluator scores it. So units count whole, with their past, and no step is asked what it was.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.models import Complaint, Consultation, Event, Handover, KeptOut, PostHeld, Respondent, Unit


def is_outside(evaluator_id: int) -> sa.ColumnElement[bool]:
    """A condition on complaints. What is restricted, or became so since it was drawn, is for no evaluator."""
    return sa.and_(
        Complaint.restricted.is_(False),
        sa.not_(sa.or_(*_by_themselves(evaluator_id), *_by_their_units(evaluator_id))),
    )


def _by_themselves(evaluator_id: int) -> list[sa.ColumnElement[bool]]:
    """Made a step of it, is complained of, or was kept out of it, also where that is over."""
    return [
        _of(Event, Event.by_id == evaluator_id),
        _of(KeptOut, KeptOut.officer_id == evaluator_id),
        _of(Respondent, Respondent.officer_id == evaluator_id),
    ]


def _by_their_units(evaluator_id: int) -> list[sa.ColumnElement[bool]]:
    """Ever belonged to a unit that took it in, was offered the work, was asked for help or an opinion, is complained of, or
    had an officer complained of; or led a unit above one that took it in or had the work."""
    units = sa.select(PostHeld.unit_id).filter(PostHeld.officer_id == evaluator_id)
    their = orm.aliased(PostHeld)
    colleagues = sa.select(their.officer_id).filter(their.unit_id.in_(units))
    columns: list[Any] = [Complaint.intake_unit_id, Complaint.unit_id]
    return [
        *(column.in_(units) for column in columns),
        *(_led_above(path, evaluator_id) for path in (Complaint.intake_path, Complaint.unit_path)),
        _of(Handover, Handover.unit_id.in_(units)),
        _of(Consultation, Consultation.unit_id.in_(units)),
        _of(Respondent, sa.or_(Respondent.unit_id.in_(units), Respondent.officer_id.in_(colleagues))),
    ]


def _led_above(path: Any, evaluator_id: int) -> sa.ColumnElement[bool]:
    led = sa.exists().where(
        PostHeld.officer_id == evaluator_id,
        PostHeld.leads,
        Unit.id == PostHeld.unit_id,
        path.like(Unit.path + "%"),
    )
    return led.correlate(Complaint)


def _of(model: Any, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return sa.exists().where(model.complaint_id == Complaint.id, condition).correlate(Complaint)
