"""A new promise in the place of one that runs: later, because an extension was granted, or sooner, because the complaint
became more urgent."""

from __future__ import annotations

from datetime import datetime

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadline_clock import (
    clocks_of,
    move_due,
    note_breach,
    skip_what_is_past,
    stands_at,
    void,
)
from complaints.commitments.deadlines import start
from complaints.models import Complaint, Deadline
from complaints.rulebooks import store

WORK = (
    "grant_extension",
    "extension",
)  # the move that extends, and the limit of the category that says how far
ACCEPTANCE = "extend_acceptance", "acceptance_extension"


def hasten(complaint: Complaint, at: datetime) -> list[str]:
    """A complaint that became more urgent: each running promise that would be due sooner if it began now is made again.

    Returns the names of those commitments. None of them moves later, then or after a pause of its clock; what has no limit
    of its own for the new urgency stays as it is (domain §7, urgency), and so does the time a citizen has.
    """
    book = store.book(complaint.rulebook_version)
    sooner = []
    for deadline in [row for row in complaint.running if row.is_running and row.escalation_id is None]:
        has_its_limit = complaint.urgency in book.stage_promises.get(deadline.commitment, {})
        if not has_its_limit or book.commitments[deadline.commitment].owed_by == "citizen":
            continue
        promise = book.promise(complaint.category, deadline.commitment, complaint.urgency)
        due = current_calendar.calendar().due(at, promise.limit)
        if due.at < stands_at(deadline, at):
            void(deadline, at)
            fresh = start(
                complaint, book.commitments[deadline.commitment], at, (str(promise.limit), promise, due)
            )
            fresh.former, fresh.part_number = clocks_of(deadline), deadline.part_number
            fresh.unit_id = deadline.unit_id if deadline.part_number else None
            sooner.append(deadline.commitment)
    return sooner


def extend(complaint: Complaint, deadline: Deadline, days: int, at: datetime) -> datetime:
    """A new promise in the place of the old: the due time moves by so many days of the category's own kind."""
    book = store.book(complaint.rulebook_version)
    commitment = book.commitments[deadline.commitment]
    move, stage = ACCEPTANCE if deadline.commitment == "acceptance" else WORK
    unit = book.promise(complaint.category, stage, "normal").limit.unit
    fresh = current_calendar.calendar().later_by(deadline.due_at, days, unit)
    note_breach(deadline, at)
    move_due(deadline, fresh, at, reason=move)
    deadline.former = None  # what it was made sooner than is extended with it
    deadline.cycle = complaint.cycles[commitment.name] + 1
    complaint.cycles = {**complaint.cycles, commitment.name: deadline.cycle}
    deadline.next_rung = 0
    skip_what_is_past(deadline, book.ladders[commitment.ladder], at)
    return deadline.due_at
