"""Rungs climbed that wait for somebody's act (promise 8): who sees them, and how one is reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from complaints import desk
from complaints.db import db
from complaints.errors import NotFound
from complaints.models import Complaint, Escalation, Event, Officer
from complaints.visibility import not_about, visible_to
from workflows.errors import NotNow
from workflows.guards import GUARDS
from workflows.language import Act

OVERSEERS = {"unit_supervisor", "supervisor", "last_resort", "discipline"}


@dataclass(frozen=True, slots=True)
class Climbed:
    escalation: Escalation
    complaint: Complaint


def climbed(
    officer: Officer, *, before: int | None = None, limit: int = 25, reviewed_too: bool = False
) -> list[Climbed]:
    """Escalations, the newest first, from below the id `before` on: those still to review on complaints still open, or
    with `reviewed_too` all there were."""
    query = (
        select(Escalation, Complaint)
        .join(Complaint, Complaint.id == Escalation.complaint_id)
        .filter(Escalation.reminder.is_(False), _seen_by(officer))
        .order_by(Escalation.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.filter(Escalation.id < before)
    if not reviewed_too:
        query = query.filter(Escalation.reviewed_at.is_(None), Complaint.ended_at.is_(None))
    return [Climbed(row.Escalation, row.Complaint) for row in db.session.execute(query)]


def _seen_by(officer: Officer) -> ColumnElement[bool]:
    """Who reviews it sees it, even without seeing the complaint: the last resort may be an administrator."""
    mine = and_(Escalation.reviewer_id == officer.id, not_about(officer))
    if OVERSEERS & set(officer.roles):
        return or_(mine, visible_to(officer))
    return mine


def review(
    escalation_id: int, officer: Officer, at: datetime, words: dict[str, Any]
) -> tuple[Complaint, Event]:
    """Record what was done about an escalation. Inside a transaction.

    Raises NotFound, NotNow when it was reviewed already, NotYours.
    """
    query = (
        select(Escalation.complaint_id)
        .join(Complaint, Complaint.id == Escalation.complaint_id)
        .filter(Escalation.id == escalation_id, Escalation.reminder.is_(False), _seen_by(officer))
    )
    complaint_id = db.session.scalars(query).one_or_none()
    if complaint_id is None:
        raise NotFound
    complaint = desk.take_by_id(complaint_id)
    escalation = db.session.get_one(Escalation, escalation_id, populate_existing=True)
    if escalation.reviewed_at is not None:
        raise NotNow("review", [GUARDS["escalation_awaits_review"].refusal])
    return complaint, desk.perform(complaint, Act("review", officer, at, {**words, "escalation": escalation}))
