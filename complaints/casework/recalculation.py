"""Settling provisional due times once the calendar of their year is known: later, or confirmed, never earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
import structlog

from complaints.casework import moves
from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.recomputation import promised_again
from complaints.infrastructure.database import db, end_reading, transaction
from complaints.models import Complaint, Deadline, Event
from complaints.notifications import notices
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import SYSTEM, Act

PAGE = 50


@dataclass
class Tally:
    """Complaints looked at, those whose promises changed, due times moved later, and complaints that failed."""

    looked_at: int = 0
    changed: int = 0
    moved_later: int = 0
    failed: int = 0


def recalculate(year: int, at: datetime) -> Tally:
    """Settle every open promise that is provisional and touches the year. A second time changes nothing."""
    tally = Tally()
    for page in _pages(year):
        with transaction():
            for complaint_id in moves.in_lock_order(page):
                _one(complaint_id, year, at, tally)
    return tally


def _pages(year: int) -> Iterator[list[int]]:
    last = 0
    while page := _page(year, last):
        yield page
        last = page[-1]


def _page(year: int, after: int) -> list[int]:
    ids = list(db.session.scalars(_touched(year).filter(Deadline.complaint_id > after).limit(PAGE)))
    end_reading()
    return ids


def _touched(year: int) -> sa.Select[int]:
    """Complaints with a running promise that is provisional in that year, or a rung of its ladder there."""
    begins, ends = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    provisional = sa.and_(Deadline.provisional, Deadline.started_at < ends, Deadline.due_at >= begins)
    climbs_there = sa.and_(Deadline.next_at >= begins, Deadline.next_at < ends)
    running = sa.and_(Deadline.met_at.is_(None), Deadline.void_at.is_(None))
    query = sa.select(Deadline.complaint_id).distinct().order_by(Deadline.complaint_id)
    return query.filter(running, sa.or_(provisional, climbs_there))


def _one(complaint_id: int, year: int, at: datetime, tally: Tally) -> None:
    """One complaint in a savepoint of its own, so that one that fails stops no other."""
    tally.looked_at += 1
    try:
        with db.session.begin_nested():
            settled = _settle(moves.take_by_id(complaint_id), at)
    except Exception as error:
        tally.failed += 1
        structlog.get_logger().error(
            "not recalculated", complaint=complaint_id, year=year, error=type(error).__name__
        )
        return
    tally.changed += bool(settled)
    tally.moved_later += sum(change["from"] != change["to"] for change in settled)


def _settle(complaint: Complaint, at: datetime) -> list[dict[str, str]]:
    """The changes, as the ledger keeps them. The promises are made again first, all by the present calendar."""
    changes = [change for row in complaint.running if (change := _again(complaint, row, at)) is not None]
    count_rungs_again(complaint)
    if changes:
        event = moves.perform(complaint, Act("recalculate", SYSTEM, at, {"deadlines": changes}))
        _tell(complaint, event, changes)
    else:
        settle_next_look(complaint)
    db.session.flush()
    return changes


def _tell(complaint: Complaint, event: Event, changes: list[dict[str, str]]) -> None:
    """What moved later is told to those who have the complaint and, where it was promised to the citizen, to them."""
    moved = [one["commitment"] for one in changes if one["from"] != one["to"]]
    commitments = store.book(complaint.rulebook_version).commitments
    if moved:
        notices.owe(complaint, event, ("handler", "first_responder"))
    if any(commitments[name].public for name in moved):
        notices.owe(complaint, event, ("citizen",))


def _again(complaint: Complaint, deadline: Deadline, at: datetime) -> dict[str, str] | None:
    """Only a provisional promise is made again; one whose days were all known stays (promise 5)."""
    if not deadline.provisional or not deadline.is_running:
        return None
    before, standing = deadline.due_at, promised_again(complaint, deadline)
    deadline_clock.note_breach(deadline, at)
    deadline_clock.move_due(deadline, standing.due, at, reason="recalculate")
    if deadline.due_at == before and deadline.provisional:
        return None
    return {"commitment": deadline.commitment, "from": _said(before), "to": _said(deadline.due_at)}


def count_rungs_again(complaint: Complaint) -> None:
    """The next rung of each ladder by the present calendar."""
    book = store.book(complaint.rulebook_version)
    for row in complaint.running:
        if complaint.ended_at is not None and row.escalation_id is None:
            continue  # of a joined complaint: its ladder is climbed on the leading one
        deadline_clock.set_next(row, book.ladders[book.commitments[row.commitment].ladder])


def settle_next_look(complaint: Complaint) -> None:
    """Only the time of the next look; what was set aside stays aside until a person retries it."""
    if complaint.set_aside_at is None and not complaint.failures:
        deadlines.settle_next(complaint)


def _said(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")
