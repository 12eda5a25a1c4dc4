"""The state of a complaint for its lists: columns written with every step, so that a list uses an index.

`next_due_at`       the earliest promise whose clock runs, else the earliest at all; none of them is a duty to review, an opinion asked for,
                    or the judgement of a return
`house_due_at`      the earliest promise of the office whose clock runs; no opinion asked for, which others owe
`progress_due_at`   the promise of regular progress news, while its clock runs: past it, the complaint is silent
`asked_at`          since when a decision is due: on a request, or the verification after a bad rating
`climbed_id`        the first escalation that waits for a review; of what others owe, only one that a named officer reviews
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation
from complaints.models.owed_by_others import NOT_OF_THE_LEAD, OF_OTHERS, OF_THOSE_ASKED

ASKED_FOR = ("extension", "suspension", "recusal")


def note_next_due(complaint: Complaint, running: Iterable[Deadline]) -> None:
    own = [row for row in running if row.commitment not in OF_OTHERS]
    complaint.next_due_at = _first(row for row in own if not row.paused_at) or _first(own)


def note_promises(complaint: Complaint) -> None:
    moving = [row for row in complaint.running if row.is_running and not row.paused_at]
    complaint.house_due_at = _first(row for row in moving if row.commitment not in NOT_OF_THE_LEAD)
    complaint.progress_due_at = _first(row for row in moving if row.commitment == "progress")
    if complaint.asked_at or complaint.deadline("verification"):
        note_asked(complaint)


def note_asked(complaint: Complaint) -> None:
    asks = (complaint.pending(kind) for kind in ASKED_FOR)
    since = [ask.at for ask in asks if ask is not None]
    verification = complaint.deadline("verification")
    if verification is not None:
        since.append(verification.started_at)
    complaint.asked_at = min(since, default=None)


def note_climbed(complaint: Complaint, row: Escalation) -> None:
    if _waits(row) and complaint.climbed_id is None:
        complaint.climbed_id = row.id


def _waits(row: Escalation) -> bool:
    of_lead = row.commitment not in OF_THOSE_ASKED
    return not row.reminder and (of_lead or row.reviewer_id is not None)


def note_reviewed(complaint: Complaint, rows: Iterable[Escalation]) -> None:
    """The next that waits takes the place of the one reviewed."""
    ids = {row.id for row in rows}
    if complaint.climbed_id in ids:
        complaint.climbed_id = _first_waiting(complaint, Escalation.id.not_in(ids))


def note_over(complaint: Complaint) -> None:
    """Once a complaint is over, only escalations that a named officer must review still wait."""
    if complaint.climbed_id is not None:
        complaint.climbed_id = _first_waiting(complaint)


def note_begun_again(complaint: Complaint) -> None:
    """Once it is open again, every unreviewed escalation waits. Most complaints never climbed and cost no query."""
    if complaint.escalated_at is not None:
        waiting = (row.id for row in complaint.escalations if row.reviewed_at is None and _waits(row))
        complaint.climbed_id = min(waiting, default=None)


def _first_waiting(complaint: Complaint, *conditions: ColumnElement[bool]) -> int | None:
    query = select(func.min(Escalation.id)).filter_by(
        complaint_id=complaint.id, reviewed_at=None, reminder=False
    )
    reviewed = Escalation.reviewer_id.is_not(None)
    if complaint.ended_at is not None:
        query = query.filter(reviewed)
    query = query.filter(or_(Escalation.commitment.not_in(OF_THOSE_ASKED), reviewed))
    return db.session.scalar(query.filter(*conditions))


def _first(rows: Iterable[Deadline]) -> datetime | None:
    return min((row.due_at for row in rows), default=None)
