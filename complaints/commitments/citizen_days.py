"""What is missing is asked for by message or by a person: the citizen's days to supply it run from when that reached them."""

from __future__ import annotations

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadline_clock import move_due, note_breach, skip_what_is_past
from complaints.models import Complaint, Deadline
from complaints.models.citizen_days import TELLING, WAITS
from complaints.rulebooks import store
from workflows.language import Act
from workflows.limits import Limit

ASKING = "ask_supplement"


def begin_when_told(complaint: Complaint, act: Act) -> None:
    """The step that keeps the promise to tell the citizen of the request gives them the whole days, with the reminder after
    them. Where the calendar has the same last day, nothing moves."""
    wait = complaint.deadline(WAITS)
    if wait is None or not any(_tells_of(row, wait, complaint.seq + 1) for row in complaint.running):
        return
    due = current_calendar.calendar().due(act.at, Limit.parse(wait.limit))
    if due.at > wait.due_at:
        note_breach(wait, act.at)
        move_due(wait, due, act.at, reason=ASKING)
        wait.cycle = complaint.cycles[WAITS] + 1
        complaint.cycles = {**complaint.cycles, WAITS: wait.cycle}
        wait.next_rung = 0
        book = store.book(complaint.rulebook_version)
        skip_what_is_past(wait, book.ladders[book.commitments[WAITS].ladder], act.at)


def _tells_of(row: Deadline, wait: Deadline, seq: int) -> bool:
    return row.commitment == TELLING and row.met_seq == seq and row.started_at <= wait.started_at
