"""Escalations that no one can act on any more end by themselves, with the reason on the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from complaints.casework.effects.requests import Detail
from complaints.commitments import deadlines
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, list_columns
from complaints.models.deadline import DATING
from workflows.language import SYSTEM, Act

MOVE = "end_reviews"
COMPLAINT_ENDED, PROMISE_ENDED, REVIEWED = "complaint_ended", "promise_ended", "reviewed"
_CLOCK = ("id", "met_at", "void_at", "escalation_id", "cycle", "moved")
ENDED_BY_ITSELF = "ended"  # in the place of a reviewer's act


def find_moot(complaint: Complaint) -> dict[str, list[Escalation]]:
    """Waiting escalations of a complaint that no act can serve any more, by reason, after its last step."""
    waiting = [row for row in complaint.escalations if row.reviewed_at is None and not row.reminder]
    clocks = _clocks(waiting)
    found: dict[str, list[Escalation]] = defaultdict(list)
    for row in waiting:
        reason = _why_moot(complaint, row, clocks[row.deadline_id])
        if reason is not None:
            found[reason].append(row)
    return found


def _why_moot(complaint: Complaint, row: Escalation, clock: Any) -> str | None:
    """Once a complaint is over, escalations without a reviewer are off the board already; an appeal brings them back."""
    if complaint.ended_at is not None:
        return COMPLAINT_ENDED if row.reviewer_id is not None else None
    if clock.void_at is not None or _is_of_a_date_before(row, clock):
        return PROMISE_ENDED
    if clock.met_at is None or row.reviewer_id is not None:
        return None
    own_duty = clock.escalation_id is not None
    return REVIEWED if own_duty or _was_reviewed_above(complaint, row) else None


def _is_of_a_date_before(row: Escalation, clock: Any) -> bool:
    """Another date was set by hand in the place of the one that was missed."""
    return row.cycle < clock.cycle and any(one["reason"] in DATING for one in clock.moved or ())


def _was_reviewed_above(complaint: Complaint, row: Escalation) -> bool:
    """Later rungs of the same promise had a reviewer, and all of them are reviewed."""
    above = [
        one
        for one in complaint.escalations
        if one.deadline_id == row.deadline_id and one.id > row.id and one.reviewer_id is not None
    ]
    return bool(above) and all(one.reviewed_at is not None for one in above)


def _clocks(rows: list[Escalation]) -> dict[int, Any]:
    columns = tuple(getattr(Deadline, name) for name in _CLOCK)
    query = select(*columns).where(Deadline.id.in_({row.deadline_id for row in rows}))
    return {row.id: row for row in db.session.execute(query)} if rows else {}


def end_reviews(complaint: Complaint, act: Act) -> Detail:
    ended = act.words["change"]
    for row in ended:
        row.reviewed_at, row.review_act = act.at, ENDED_BY_ITSELF
    list_columns.note_reviewed(complaint, ended)
    ids = {row.id for row in ended}
    deadlines.void_all([row for row in complaint.running if row.escalation_id in ids], act.at)
    return {"ended": list(map(_named, ended))}


def _named(row: Escalation) -> dict[str, str | int]:
    return {"commitment": row.commitment, "rung": row.rung, "cycle": row.cycle}


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """The steps that end what is moot now; most complaints never climbed, and are asked nothing."""
    if complaint.climbed_id is not None and act.move != MOVE:
        for reason, rows in find_moot(complaint).items():
            yield Act(MOVE, SYSTEM, act.at, {"reason": reason, "change": rows})
