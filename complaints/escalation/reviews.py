"""Rungs climbed that wait for an act (promise 8): who sees them, and how one is reviewed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints import models
from complaints.access import visibility
from complaints.access.visibility import not_about
from complaints.casework import moves
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models.deadline import height_of
from complaints.organisation import absences
from workflows import errors, parties
from workflows.guards import GUARDS
from workflows.language import Act, Party, Text

REVIEWERS = {*models.OVERSEERS, "discipline"}
NOTHING_WAITS = Text("本件没有等待您处理的升级。", "No escalation of this complaint waits for you.")
NOT_INSTEAD = Text(
    "您经办过或已回避本件，不能代他人处理它的升级；由不在岗人员本人或上一级处理。",
    "You had this complaint in hand, or stepped aside from it, and do not review it in anybody's place: the absent reviewer "
    "does, or the next level up.",
)


@dataclass(frozen=True, slots=True)
class Climbed:
    escalation: models.Escalation
    complaint: models.Complaint


def climbed(
    by: tuple[models.Officer, datetime],
    *,
    before: int | None = None,
    limit: int = 25,
    reviewed_too: bool = False,
) -> list[Climbed]:
    """Escalations an officer sees at a time, the newest first, from below the id `before` on: those still to review
    (of a complaint that is over, only those with a named reviewer), or with `reviewed_too` all there were."""
    query = _standing(sa.select(models.Escalation, models.Complaint), by, reviewed_too).order_by(
        models.Escalation.id.desc()
    )
    if before is not None:
        query = query.filter(models.Escalation.id < before)
    return [Climbed(row.Escalation, row.Complaint) for row in db.session.execute(query.limit(limit))]


def climbed_by_complaint(
    by: tuple[models.Officer, datetime],
    *,
    before: int | None = None,
    limit: int = 25,
    reviewed_too: bool = False,
) -> list[list[Climbed]]:
    """The same, one list for each complaint with its highest rung first: the complaint that climbed last comes first, from
    below the newest id `before` on."""
    newest = sa.func.max(models.Escalation.id)
    query = _standing(sa.select(models.Escalation.complaint_id), by, reviewed_too).group_by(
        models.Escalation.complaint_id
    )
    if before is not None:
        query = query.having(newest < before)
    ids = db.session.scalars(query.order_by(newest.desc()).limit(limit)).all()
    rows = _standing(sa.select(models.Escalation, models.Complaint), by, reviewed_too)
    found: dict[int, list[Climbed]] = {one: [] for one in ids}
    for row in db.session.execute(rows.filter(models.Escalation.complaint_id.in_(ids))):
        found[row.Complaint.id].append(Climbed(row.Escalation, row.Complaint))
    return [sorted(rows, key=lambda one: height_of(one.escalation), reverse=True) for rows in found.values()]


def _standing(query: Any, by: tuple[models.Officer, datetime], reviewed_too: bool) -> Any:
    query = query.join_from(
        models.Escalation, models.Complaint, models.Complaint.id == models.Escalation.complaint_id
    )
    query = query.filter(models.Escalation.reminder.is_(False), _seen_by(*by))
    if reviewed_too:
        return query
    duty = sa.or_(models.Complaint.ended_at.is_(None), models.Escalation.reviewer_id.is_not(None))
    return query.filter(models.Escalation.reviewed_at.is_(None), duty)


def _seen_by(officer: models.Officer, at: datetime) -> sa.ColumnElement[bool]:
    """A reviewer sees it, even without seeing the complaint: the last resort may be an administrator."""
    away = absences.stood_in_for_now(officer, at)
    instead = sa.and_(models.Escalation.reviewer_id.in_(away), visibility.reviewed_instead(officer, at))
    mine = sa.or_(sa.and_(models.Escalation.reviewer_id == officer.id, not_about(officer)), instead)
    if REVIEWERS & set(officer.roles):
        return sa.or_(mine, visibility.visible_to(officer))
    return mine


def waiting_for(
    complaint: models.Complaint, officer: models.Officer, at: datetime
) -> list[models.Escalation]:
    """The escalations of a complaint that this officer reviews: their own, those of officers whose deputy they are, and
    those that wait for no one in particular."""
    waiting = [] if parties.has_the_work(complaint, officer) else _waiting(complaint)
    names = {row.reviewer_id for row in waiting if row.reviewer_id is not None}
    mine = names & {officer.id}
    if not mine and parties.is_party(complaint, officer, Party.REVIEWER, at):
        mine = {one for one in names if parties.reviews_in_place_of(complaint, officer, one, at)}
    theirs = [row for row in waiting if row.reviewer_id in {*mine, None}] if mine else []
    return [row for row in theirs if parties.may_review(complaint, officer, row, at)]


def answered_by(
    complaint: models.Complaint, officer: models.Officer, at: datetime
) -> list[models.Escalation]:
    """The escalations that an act of this officer answers: for a supervisor, all that wait on the complaint; for any other
    officer, those that wait for them."""
    if parties.is_party(complaint, officer, Party.SUPERVISOR, at) and not parties.has_the_work(
        complaint, officer
    ):
        return [row for row in _waiting(complaint) if parties.may_review(complaint, officer, row, at)]
    return waiting_for(complaint, officer, at)


def _waiting(complaint: models.Complaint) -> list[models.Escalation]:
    return [row for row in complaint.escalations if row.reviewed_at is None and not row.reminder]


def waiting_instead(officer: models.Officer, at: datetime, limit: int = 10) -> list[models.Complaint]:
    """Complaints with an escalation that waits for an officer whose deputy this one is now, oldest first: a waiting review
    outlives the complaint."""
    if not absences.stood_in_for(officer):
        return []
    query = sa.select(models.Complaint).filter(visibility.reviewed_instead(officer, at))
    return list(db.session.scalars(query.order_by(models.Complaint.climbed_id).limit(limit)))


def review_all(number: str, officer: models.Officer, at: datetime, words: dict[str, Any]) -> int:
    """One act about everything that waits for this officer on a complaint. Inside a transaction.

    Raises NotFound for what is not theirs to see, NotYours where nothing waits for them.
    """
    seen = sa.select(models.Complaint.id).filter(
        models.Complaint.tracking_number == digits_of(number), visibility.visible_to(officer, at)
    )
    complaint_id = db.session.scalars(seen).one_or_none()
    if complaint_id is None:
        raise NotFound
    complaint = moves.take_by_id(complaint_id)
    waiting = waiting_for(complaint, officer, at)
    if not waiting:
        raise errors.NotYours("review", [_why_not(complaint, officer, at)])
    return review_each(complaint, waiting, (officer, at), words)


def review_each(
    complaint: models.Complaint,
    waiting: list[models.Escalation],
    by: tuple[models.Officer, datetime],
    words: dict[str, Any],
) -> int:
    """One act about several, those without a reviewer first: the last one reviewed ends what is left below."""
    officer, at = by
    for escalation in sorted(waiting, key=lambda row: row.reviewer_id is not None):
        if escalation.reviewed_at is None:
            moves.perform(complaint, Act("review", officer, at, {**words, "escalation": escalation}))
    return len(waiting)


def _why_not(complaint: models.Complaint, officer: models.Officer, at: datetime) -> Text:
    """A deputy of a reviewer who may not review gets the reason."""
    had_a_part = {complaint.handler_id, *complaint.past_handler_ids, *complaint.kept_out_ids}
    away = set(absences.stood_in_for_now(officer, at)) if officer.id in had_a_part else set()
    in_place = any(row.reviewer_id in away for row in _waiting(complaint))
    return NOT_INSTEAD if in_place else NOTHING_WAITS


def review(
    escalation_id: int, officer: models.Officer, at: datetime, words: dict[str, Any]
) -> tuple[models.Complaint, models.Event]:
    """Record what was done about an escalation. Inside a transaction.

    Raises NotFound, NotNow when it was reviewed already, NotYours.
    """
    query = (
        sa.select(models.Escalation.complaint_id)
        .join(models.Complaint, models.Complaint.id == models.Escalation.complaint_id)
        .filter(
            models.Escalation.id == escalation_id,
            models.Escalation.reminder.is_(False),
            _seen_by(officer, at),
        )
    )
    complaint_id = db.session.scalars(query).one_or_none()
    if complaint_id is None:
        raise NotFound
    complaint = moves.take_by_id(complaint_id)
    escalation = db.session.get_one(models.Escalation, escalation_id, populate_existing=True)
    if escalation.reviewed_at is not None:
        raise errors.NotNow("review", [GUARDS["escalation_awaits_review"].refusal])
    if escalation not in answered_by(complaint, officer, at):
        raise errors.NotYours("review", [GUARDS["escalation_is_theirs_to_review"].refusal])
    return complaint, moves.perform(
        complaint, Act("review", officer, at, {**words, "escalation": escalation})
    )
