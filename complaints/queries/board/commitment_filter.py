"""A board narrowed to one promise: a complaint is on it when that promise comes first or is the broken one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from complaints.models import Complaint, Deadline, Escalation
from complaints.queries.board.conditions import SECTIONS, Scope, running, waits, within


def in_section(query: sa.Select[Any], name: str, scope: Scope) -> sa.Select[Any]:
    """A section with a span of time is read along the promise's own index."""
    commitment, section = scope.narrowed.commitment, SECTIONS[name]
    if not commitment:
        return query
    if name == "stalled":
        return query if commitment == "progress" else query.filter(sa.false())
    if section.span is None:
        return query.filter(_under_way(scope))
    first = (Deadline.complaint_id == Complaint.id, Deadline.due_at == Complaint.house_due_at)
    it = (*of_it(Deadline, scope), *running(Deadline), within(Deadline.due_at, section.span(scope)))
    return query.join(Deadline, sa.and_(*first)).filter(*it)


def climbed(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """Of a complaint: an escalation of this promise waits."""
    row = aliased(Escalation)
    of_complaint = sa.exists().where(row.complaint_id == Complaint.id, *of_it(row, scope), *waits(row))
    return [of_complaint.correlate(Complaint)] if scope.narrowed.commitment else []


def of_it(row: Any, scope: Scope) -> list[sa.ColumnElement[bool]]:
    """Of a deadline or an escalation."""
    commitment = scope.narrowed.commitment
    return [row.commitment == commitment] if commitment else []


def _under_way(scope: Scope) -> sa.ColumnElement[bool]:
    """Neither met nor void; its clock may be paused."""
    of_complaint = (Deadline.complaint_id == Complaint.id, *of_it(Deadline, scope))
    return sa.exists().where(*of_complaint, Deadline.met_at.is_(None), Deadline.void_at.is_(None))
