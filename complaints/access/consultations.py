"""The questions put to an officer: of a complaint they see nothing more for being asked (promise 6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.visibility import not_about, reachable_by
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import Complaint, Consultation, KeptOut, Officer
from complaints.models.consultation import ASKED, GOING_ON
from workflows.parties import DISCIPLINE, OFFICER, UNIT_SUPERVISOR

MOST = 200  # questions on a page
BY_THOSE_ASKED = (
    *("answer_consultation", "decline_consultation"),
    *("take_assist", "return_assist", "answer_assist", "recuse"),
)


def list_open(officer: Officer, *, assists: bool = False) -> Sequence[tuple[Complaint, Consultation]]:
    """What waits for an opinion of this officer or their unit, or for their help, the oldest first."""
    return _rows(sa.and_(Consultation.is_assist.is_(assists), _open_to(officer)), officer)


def list_all_of(
    number: str, officer: Officer, *, assists: bool = False
) -> Sequence[tuple[Complaint, Consultation]]:
    """What one complaint ever asked of them."""
    ours = sa.and_(Complaint.tracking_number == digits_of(number), Consultation.is_assist.is_(assists))
    return _rows(sa.and_(ours, _put_to(officer)), officer)


def _rows(condition: sa.ColumnElement[bool], officer: Officer) -> Sequence[tuple[Complaint, Consultation]]:
    query = (
        sa.select(Complaint, Consultation)
        .join(Consultation, Consultation.complaint_id == Complaint.id)
        .filter(Consultation.step == ASKED, condition, _may_know(officer))
        .options(orm.joinedload(Complaint.unit), orm.joinedload(Consultation.by))
    )
    rows = db.session.execute(query.order_by(Consultation.at, Consultation.id).limit(MOST))
    return [(row[0], row[1]) for row in rows]


def count_open(officer: Officer) -> tuple[int, int]:
    """Opinions, and help."""
    query = sa.select(Consultation.is_assist).join(Complaint, Consultation.complaint_id == Complaint.id)
    query = query.filter(Consultation.step == ASKED, _open_to(officer), _may_know(officer)).limit(MOST)
    kinds = list(db.session.scalars(query))
    return kinds.count(False), kinds.count(True)


def within_a_consultation(officer: Officer) -> sa.ColumnElement[bool]:
    """Complaints the officer reaches, and those with an open question to them: for their opinion alone."""
    asked = sa.exists().where(
        Consultation.complaint_id == Complaint.id, Consultation.step == ASKED, _open_to(officer)
    )
    own = sa.and_(Complaint.consulting, asked.correlate(Complaint), _may_know(officer))
    return sa.or_(reachable_by(officer), own)


def _open_to(officer: Officer) -> sa.ColumnElement[bool]:
    end = orm.aliased(Consultation)
    ended = sa.exists().where(
        end.complaint_id == Consultation.complaint_id,
        end.number == Consultation.number,
        end.step.not_in(GOING_ON),
    )
    return sa.and_(Complaint.consulting, ~ended.correlate(Consultation), _put_to(officer))


def _put_to(officer: Officer) -> sa.ColumnElement[bool]:
    """The same as `workflows.parties.is_asked`, as a condition."""
    ways: list[Any] = [Consultation.officer_id == officer.id]
    here = Consultation.unit_id == officer.unit_id
    channel = Complaint.restricted.is_(False) if DISCIPLINE not in officer.roles else sa.true()
    if UNIT_SUPERVISOR in officer.roles:
        ways.append(here)
    elif OFFICER in officer.roles:
        ways.append(sa.and_(here, Consultation.officer_id.is_(None)))
    return sa.and_(channel, sa.or_(*ways))


def _may_know(officer: Officer) -> sa.ColumnElement[bool]:
    """Nor those below who is complained of: they would judge it."""
    below = sa.exists().where(
        KeptOut.complaint_id == Complaint.id, KeptOut.officer_id == officer.id, KeptOut.ended_at.is_(None)
    )
    return sa.and_(not_about(officer), ~below.correlate(Complaint))
