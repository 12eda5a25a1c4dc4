"""The sweep: climbs every rung whose time has come, and costs what is due now, not what is stored (promise 7).

Complaints are claimed by their next action time, oldest first, a page at a time, with SKIP LOCKED where the database has
it. Each complaint is worked in a savepoint of its own: one that fails stops no other, is tried again later, and after
`MOST_FAILURES` is set aside where a person sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from complaints.escalation import climb
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import told_of
from complaints.models import Complaint
from complaints.notifications import notices

PAGE = 50
MOST_FAILURES = 5
RETRY_AFTER = timedelta(minutes=10)  # of wall-clock time, doubled with every failure


@dataclass
class Tally:
    """What one sweep did."""

    due: int = 0
    climbed: int = 0
    reminded: int = 0
    failed: int = 0
    settled: int = 0  # offers that lapsed, rating periods that ended


def sweep(at: datetime) -> Tally:
    """Climb everything due at `at`. Safe to run any number of times, by any number of processes at once."""
    tally = Tally()
    while _sweep_page(at, tally):
        pass
    return tally


def _sweep_page(at: datetime, tally: Tally) -> bool:
    with transaction():
        complaints = _claim(at)
        for complaint in complaints:
            tally.due += 1
            _sweep_one(complaint, at, tally)
    return len(complaints) == PAGE


def _claim(at: datetime) -> list[Complaint]:
    due = (
        select(Complaint.id)
        .filter(Complaint.next_action_at <= at)
        .order_by(Complaint.next_action_at)
        .limit(PAGE)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(due))
    if not ids:
        return []
    query = select(Complaint).filter(Complaint.id.in_(ids)).order_by(Complaint.next_action_at)
    texts = (defer(Complaint.narrative), defer(Complaint.findings), defer(Complaint.reply))
    return list(db.session.scalars(query.options(joinedload(Complaint.running), *texts)).unique())


def _sweep_one(complaint: Complaint, at: datetime, tally: Tally) -> None:
    before = Tally(**vars(tally))
    complaint_id, failures = complaint.id, complaint.failures
    try:
        with db.session.begin_nested():
            climb.climb_all(complaint, at, tally)
    except Exception as error:
        vars(tally).update(vars(before) | {"failed": before.failed + 1})
        _note_failure(complaint_id, failures + 1, at, error)


def _note_failure(complaint_id: int, failures: int, at: datetime, error: Exception) -> None:
    complaint = db.session.get_one(Complaint, complaint_id, populate_existing=True)
    complaint.failures = failures
    complaint.failure = told_of(error)
    complaint.next_action_at = (at + RETRY_AFTER * 2**failures).astimezone(UTC)
    if failures >= MOST_FAILURES:
        complaint.set_aside_at, complaint.next_action_at = at, None
        _tell_administrators(complaint, at)
    db.session.flush()


def _tell_administrators(complaint: Complaint, at: datetime) -> None:
    key = f"{complaint.tracking_number}/set aside/{at.isoformat()}"
    db.session.add(notices.to_administrators(key, "set_aside", at, {"number": complaint.tracking_number}))
