"""Promises after a correction of the category or of the day a letter came in: sooner where the right facts say so, with all
that was given since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadline_clock import clocks_of, stands_at, void
from complaints.commitments.deadlines import start
from complaints.commitments.recomputation import Beginning, Standing, not_at_once, replay
from complaints.models import Complaint, Deadline
from complaints.rulebooks import store
from workflows.former_words import KNOWN_CONDITIONS
from workflows.language import SYSTEM, Act, Commitment, Milestone

_OWED = (Milestone.TAKEN_IN, Milestone.IN_WORK)


def follow_correction(complaint: Complaint, at: datetime, category: str) -> list[str]:
    """A complaint that came under another category, or earlier: what runs follows the limits of the category, counted from
    when each promise began, with the pauses, extensions and days off since. It is never later than it was promised, and
    never due before one working day has passed. `category` is the one until now.

    Returns the names of the commitments that are due sooner, or now run.
    """
    sooner = [
        deadline.commitment
        for deadline in list(complaint.running)
        if _is_of_category(complaint, deadline) and _make_sooner(complaint, deadline, at, category)
    ]
    return [*sooner, *_start_from_receipt(complaint, at, category)]


def _make_sooner(complaint: Complaint, deadline: Deadline, at: datetime, category: str) -> bool:
    book = store.book(complaint.rulebook_version)
    commitment = book.commitments[deadline.commitment]
    promise = book.promise(complaint.category, deadline.commitment, complaint.urgency)
    began = _began(complaint, commitment, deadline.started_at)
    if (str(promise.limit), began) == (deadline.limit, deadline.started_at):
        return False
    beginning = Beginning(deadline.commitment, promise.limit, began)
    again, stands = not_at_once(replay(complaint, beginning, category), at, promise.limit.unit)
    if stands >= stands_at(deadline, at):
        return False
    void(deadline, at)
    fresh = _make(complaint, beginning, again, at)
    fresh.former = clocks_of(deadline)
    return True


def _make(complaint: Complaint, beginning: Beginning, again: Standing, at: datetime) -> Deadline:
    """The new promise says when it began, its first due time, and each step that moved it since."""
    book = store.book(complaint.rulebook_version)
    promise = book.promise(complaint.category, beginning.commitment, complaint.urgency)
    promised = str(promise.limit), promise, again.due
    fresh = start(complaint, book.commitments[beginning.commitment], at, promised)
    fresh.started_at = beginning.started_at
    if again.moved:
        fresh.first_due_at = datetime.fromisoformat(again.moved[0]["from"])
        fresh.moved = list(again.moved)
    if fresh.paused_at is not None and again.stopped_at is not None:
        fresh.paused_at, fresh.breached_at = again.stopped_at, None  # not broken: its clock stood by then
    return fresh


def _start_from_receipt(complaint: Complaint, at: datetime, category: str) -> Iterator[str]:
    """What the right category counts from receipt runs at once, where nothing of it was promised yet."""
    if complaint.milestone not in _OWED or complaint.rules.counted_from != "receive":
        return
    book = store.book(complaint.rulebook_version)
    for commitment in book.commitments.values():
        own = commitment.name in complaint.rules.promises and commitment.name not in complaint.cycles
        if own and _runs_from_receipt(complaint, commitment):
            promise = book.promise(complaint.category, commitment.name, complaint.urgency)
            beginning = Beginning(commitment.name, promise.limit, _came_in(complaint))
            again, _ = not_at_once(replay(complaint, beginning, category), at, promise.limit.unit)
            _make(complaint, beginning, again, at)
            yield commitment.name


def _began(complaint: Complaint, commitment: Commitment, started_at: datetime) -> datetime:
    """What runs from receipt counts from the day the letter came in; what began with a later step, from that step."""
    return min(started_at, _came_in(complaint)) if _runs_from_receipt(complaint, commitment) else started_at


def _came_in(complaint: Complaint) -> datetime:
    day = complaint.received_on
    if day is None:
        return complaint.received_at
    return min(complaint.received_at, current_calendar.calendar().closes(day))


def _runs_from_receipt(complaint: Complaint, commitment: Commitment) -> bool:
    receipt = Act("receive", SYSTEM, complaint.received_at, {})
    return any(
        cue.move == "receive" and (cue.when is None or KNOWN_CONDITIONS[cue.when](complaint, receipt))
        for cue in commitment.starts
    )


def _is_of_category(complaint: Complaint, deadline: Deadline) -> bool:
    """Whether the right category has a limit of its own for it."""
    own = deadline.is_running and deadline.commitment in complaint.rules.promises
    return own and deadline.escalation_id is None and deadline.limit != "fixed"
