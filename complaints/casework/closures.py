"""Days taken off after promises were made: due times move later by the lost time, and the persons promised them get a notice.

One closure is one act for every open complaint. Rungs not climbed yet are counted again, so none is climbed on a closed day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import sqlalchemy as sa
import structlog

from complaints.casework import moves
from complaints.casework.recalculation import PAGE, Tally, count_rungs_again, recalculate, settle_next_look
from complaints.commitments import days_taken_off, deadline_clock
from complaints.commitments.periods import postpone_periods
from complaints.infrastructure.database import db, transaction
from complaints.models import Closure, Complaint, Deadline
from complaints.notifications import notices
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.days_off import Change

_RUNS = sa.and_(Deadline.met_at.is_(None), Deadline.void_at.is_(None))


def move_due_times(at: datetime) -> Tally:
    """Work off every closure not finished yet, the oldest first; one that was broken off goes on where it stood."""
    tally = Tally()
    while _work_page(at, tally):
        pass
    return tally


def settle(year: int, at: datetime, last: int | None = None) -> Tally:
    """After the calendar of a year, or of those until the `last`, was edited: due times over days taken off, then those that
    rested on a guess."""
    tallies = [move_due_times(at), *(recalculate(one, at) for one in range(year, (last or year) + 1))]
    return Tally(**{name: sum(getattr(one, name) for one in tallies) for name in vars(Tally())})


def _work_page(at: datetime, tally: Tally) -> bool:
    """A page of complaints and the mark up to where it came, in one transaction."""
    with transaction():
        open_ones = sa.select(Closure).filter(Closure.ended_at.is_(None)).order_by(Closure.id).limit(1)
        closure = db.session.scalars(open_ones.with_for_update(skip_locked=True)).first()
        if closure is None:
            return False
        ids = list(db.session.scalars(_touched(closure).limit(PAGE)))
        change, moved_before = days_taken_off.change_of(closure), tally.moved_later
        for complaint_id in moves.in_lock_order(ids):
            _move_one(complaint_id, closure, change, (at, tally))
        closure.moved += tally.moved_later - moved_before
        closure.reached = ids[-1] if ids else closure.reached
        closure.ended_at = None if len(ids) == PAGE else at
    return True


def _touched(closure: Closure) -> sa.Select[int]:
    """Complaints with a promise, a rung of its ladder, or a time to rate or to appeal, on or after the first day that
    changed."""
    begins = datetime.combine(date.fromisoformat(min(closure.days)), time(), SHANGHAI)
    reaches = sa.or_(Deadline.due_at >= begins, Deadline.next_at >= begins)
    promised = sa.select(Deadline.complaint_id).filter(_RUNS, reaches)
    in_period = sa.or_(Complaint.appeal_by >= begins, Complaint.rate_by >= begins)
    touched = sa.or_(Complaint.id.in_(promised), in_period)
    return sa.select(Complaint.id).filter(touched, Complaint.id > closure.reached).order_by(Complaint.id)


def _move_one(complaint_id: int, closure: Closure, change: Change, so_far: tuple[datetime, Tally]) -> None:
    """One complaint in a savepoint of its own, so that one that fails stops no other."""
    at, tally = so_far
    tally.looked_at += 1
    try:
        with db.session.begin_nested():
            moved = _postpone(moves.take_by_id(complaint_id), closure, change, at)
    except Exception as error:
        tally.failed += 1
        structlog.get_logger().error(
            "due times not moved", complaint=complaint_id, error=type(error).__name__
        )
        return
    tally.changed += bool(moved)
    tally.moved_later += moved


def _postpone(complaint: Complaint, closure: Closure, change: Change, at: datetime) -> int:
    """How many due times moved."""
    moved = list(_moved(complaint, closure, change, at))
    periods = {name: _said(until) for name, until in postpone_periods(complaint, closure.at).items()}
    count_rungs_again(complaint)
    if not moved and not periods:
        settle_next_look(complaint)
        db.session.flush()
        return 0
    book = store.book(complaint.rulebook_version)
    act = days_taken_off.act_of(closure, book, at, {"deadlines": moved, **periods})
    event = moves.perform(complaint, act)
    if days_taken_off.concerns_citizen(book, act):
        notices.owe(complaint, event, ("citizen",))
    return len(moved)


def _moved(complaint: Complaint, closure: Closure, change: Change, at: datetime) -> Iterator[dict[str, str]]:
    """Each promise made before the days were taken off; a provisional one is settled with its year."""
    for row in complaint.running:
        was_promised = row.is_running and not row.provisional and row.started_at < closure.at
        if not was_promised or row.commitment == days_taken_off.SENDER:
            continue
        deadline_clock.note_breach(row, at)
        before = row.due_at
        days_taken_off.move_later(row, closure, change, at)
        if row.due_at != before:
            yield days_taken_off.said(row, before)


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
