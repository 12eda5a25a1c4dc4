"""Climbing the rungs of one complaint's ladders."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from complaints.casework import moves, reviewers
from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, list_columns
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.notifications import notices
from complaints.rulebooks import store
from workflows.errors import Refused
from workflows.language import SYSTEM, Act, Rung

if TYPE_CHECKING:
    from complaints.escalation.sweep import Tally


def climb_all(complaint: Complaint, at: datetime, tally: Tally) -> None:
    """Every rung reached by `at`, the longest due first. Each is climbed once: the row is unique, and it is written
    together with what the rung did."""
    while deadline := _most_overdue(complaint, at):
        _climb(complaint, deadline, at, tally)
    deadlines.settle_next(complaint)
    db.session.flush()


def _most_overdue(complaint: Complaint, at: datetime) -> Deadline | None:
    due = [row for row in complaint.running if row.next_at is not None and row.next_at <= at]
    return min(due, key=lambda row: (row.next_at, row.id), default=None)


def _climb(complaint: Complaint, deadline: Deadline, at: datetime, tally: Tally) -> None:
    book = store.book(complaint.rulebook_version)
    ladder = book.ladders[book.commitments[deadline.commitment].ladder]
    rung = ladder[deadline.next_rung]
    deadline_clock.note_breach(deadline, at)
    escalation = _write(complaint, deadline, rung, at)
    deadline_clock.climb_on(deadline, ladder)
    if rung.act != "close":
        _tell(complaint, escalation, rung, at)
        tally.reminded += rung.reminds
        tally.climbed += not rung.reminds
    if rung.review:
        _open_review(complaint, escalation, rung, at)
    if rung.perform:
        tally.settled += _perform(complaint, rung.perform, at, deadline.part_number)


def _write(complaint: Complaint, deadline: Deadline, rung: Rung, at: datetime) -> Escalation:
    """The row that makes the rung climbed; a second one for the same deadline, rung and cycle is refused."""
    commitment = store.book(complaint.rulebook_version).commitments[deadline.commitment]
    row = Escalation(
        late_id=None if rung.reminds else reviewers.late(complaint, commitment, deadline),
        late_post=commitment.owed_by,
        complaint_id=complaint.id,
        deadline_id=deadline.id,
        commitment=deadline.commitment,
        rung=rung.name,
        cycle=deadline.cycle,
        act=rung.act,
        reminder=rung.reminds or rung.act == "close",
        due_at=deadline.due_at,
        climbed_at=at,
    )
    db.session.add(row)
    db.session.flush()
    list_columns.note_climbed(complaint, row)
    if "escalations" in complaint.__dict__:
        complaint.escalations.append(row)
    return row


def _tell(complaint: Complaint, escalation: Escalation, rung: Rung, at: datetime) -> Event:
    if not rung.reminds and (rung.review or escalation.commitment not in OF_THOSE_ASKED):
        complaint.escalated_at = at
    working_days, late = current_calendar.calendar().to_go(at, escalation.due_at)
    words = {
        "commitment": escalation.commitment,
        "rung": escalation.rung,
        "cycle": escalation.cycle,
        "act": rung.act,
        "due_at": escalation.due_at,
        "working_days_late": working_days if late else 0,
    }
    event = moves.perform(complaint, Act("remind" if rung.reminds else "escalate", SYSTEM, at, words))
    if escalation.commitment == "review":  # it may wait for an officer who cannot do it, and is late for that
        reviewers.pass_on(complaint, event)
    notices.owe(complaint, event, rung.tell)
    return event


def _open_review(complaint: Complaint, escalation: Escalation, rung: Rung, at: datetime) -> None:
    """The reviewer's own duty, with its own clock: the answerable person stays answerable (promise 8)."""
    reviewers.appoint(complaint, escalation, rung.review or "", at)
    book = store.book(complaint.rulebook_version)
    promise = book.promise(complaint.category, "review", complaint.urgency)
    due = current_calendar.calendar().due(at, promise.limit)
    duty = deadlines.start(complaint, book.commitments["review"], at, (str(promise.limit), promise, due))
    duty.escalation_id = escalation.id
    list_columns.note_climbed(complaint, escalation)
    db.session.flush()


def _perform(complaint: Complaint, move: str, at: datetime, part: int | None) -> bool:
    """The system's own move at this rung; where the rules refuse it, the rung is climbed anyway."""
    with suppress(Refused):
        moves.perform(complaint, Act(move, SYSTEM, at, {} if part is None else {"of": part}))
        return True
    return False
