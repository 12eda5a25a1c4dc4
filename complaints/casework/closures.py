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
from complaints.commitments import deadline_clock
from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.periods import postpone_periods
from complaints.infrastructure.database import db, transaction
from complaints.models import Closure, Complaint, Deadline
from complaints.notifications import notices
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Due
from workflows.days_off import Change
from workflows.language import SYSTEM, Act

MOVE = "postpone"
SENDER = "sender"  # the date of an outside body, which no calendar of ours moves
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
        change, moved_before = _change(closure), tally.moved_later
        for complaint_id in moves.in_lock_order(ids):
            _move_one(complaint_id, closure, change, (at, tally))
        closure.moved += tally.moved_later - moved_before
        closure.reached = ids[-1] if ids else closure.reached
        closure.ended_at = None if len(ids) == PAGE else at
    return True


def _touched(closure: Closure) -> sa.Select[int]:
    """Complaints with a promise, a rung of its ladder, or a time to rate or to appeal, on or after the first day that
    changed."""
    begins = datetime.combine(_first(closure), time(), SHANGHAI)
    reaches = sa.or_(Deadline.due_at >= begins, Deadline.next_at >= begins)
    promised = sa.select(Deadline.complaint_id).filter(_RUNS, reaches)
    in_period = sa.or_(Complaint.appeal_by >= begins, Complaint.rate_by >= begins)
    touched = sa.or_(Complaint.id.in_(promised), in_period)
    return sa.select(Complaint.id).filter(touched, Complaint.id > closure.reached).order_by(Complaint.id)


def _first(closure: Closure) -> date:
    return date.fromisoformat(min(closure.days))


def _change(closure: Closure) -> Change:
    calendar = current_calendar.calendar()
    days = {date.fromisoformat(day): change for day, change in closure.days.items()}
    before = calendar.with_days({day: was for day, (was, _) in days.items()})
    after = calendar.with_days({day: now for day, (_, now) in days.items()})
    return Change(before, after, min(days))


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
    words = {
        "reason": closure.reason,
        "basis": closure.basis or None,
        "days": [day for day, (_, works) in sorted(closure.days.items()) if not works],
        "deadlines": moved,
        **periods,
    }
    move = MOVE if MOVE in book.moves else "recalculate"  # rules published before this move was known
    event = moves.perform(complaint, Act(move, SYSTEM, at, words))
    if periods or any(book.commitments[one["commitment"]].public for one in moved):
        notices.owe(complaint, event, ("citizen",))
    return len(moved)


def _moved(complaint: Complaint, closure: Closure, change: Change, at: datetime) -> Iterator[dict[str, str]]:
    """Each promise made before the days were taken off; a provisional one is settled with its year."""
    for row in complaint.running:
        if not row.is_running or row.provisional or row.started_at >= closure.at or row.commitment == SENDER:
            continue
        deadline_clock.note_breach(row, at)
        before = row.due_at
        due = change.due(before, deadline_clock.unit_of(row.limit), row.started_at)
        row.former = [_shifted(clock, row, change) for clock in row.former or []] or None
        deadline_clock.move_due(row, Due(due, row.provisional), at, reason=closure.reason)
        if row.due_at != before:
            yield {"commitment": row.commitment, "from": _said(before), "to": _said(row.due_at)}


def _shifted(clock: deadline_clock.Clock, row: Deadline, change: Change) -> deadline_clock.Clock:
    due_at = datetime.fromisoformat(clock["due_at"])
    later = change.due(due_at, deadline_clock.unit_of(clock["limit"]), row.started_at)
    return {**clock, "due_at": later.isoformat()}


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
