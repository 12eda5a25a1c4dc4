"""Deadlines follow the moves: commitments start, are met, stop, run on and end as the rulebook says (promise 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import inspect, select

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadline_clock import meet, run_on, set_next, skip_what_is_past, stop
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, list_columns
from complaints.models.checksums import write_alike
from complaints.rulebooks import store
from workflows.calendar import Due
from workflows.conditions import CONDITIONS
from workflows.language import Act, Commitment, Cue, Promise, Step
from workflows.needs_check import SYSTEM_MOVES
from workflows.rulebook import Rulebook

MOVING = (
    "due_at",
    "provisional",
    "paused_at",
    "remaining",
    "met_at",
    "met_seq",
    "void_at",
    "next_rung",
    "next_at",
)


def follow(complaint: Complaint, act: Act, step: Step) -> None:
    """Let every commitment do what this step means for it, then set when the complaint is looked at next."""
    book = store.book(complaint.rulebook_version)
    if book.states[step.to_state].is_end:
        void(_ends_with_it(complaint, book, step.to_state), act.at)
        if step.from_state and not book.states[step.from_state].is_end:
            list_columns.note_over(complaint)
    else:
        if step.from_state and book.states[step.from_state].is_end:
            list_columns.note_begun_again(complaint)
        _stop_or_run(complaint, act, step)  # first: a promise met while its clock stood has run on to be met
        _meet(complaint, act, book)
        _revive(complaint, act, book)
        _start(complaint, act, book)
    settle_next(complaint)
    _write_alike(complaint.running)


def _write_alike(deadlines: Iterable[Deadline]) -> None:
    """Rows that change in the same columns are updated in one statement, however many there are."""
    for deadline in deadlines:
        if inspect(deadline).persistent and db.session.is_modified(deadline):
            write_alike(deadline, inspect(deadline).dict.keys() & set(MOVING))


def _meet(complaint: Complaint, act: Act, book: Rulebook) -> None:
    for deadline in complaint.running:
        if deadline.is_running and _cued(book.commitments[deadline.commitment].met_by, complaint, act):
            meet(deadline, act.at, complaint.seq)


def void(deadlines: Iterable[Deadline], at: datetime) -> None:
    for deadline in deadlines:
        if deadline.is_running:
            deadline.void_at, deadline.next_at = at.astimezone(UTC), None


def _ends_with_it(complaint: Complaint, book: Rulebook, end: str) -> list[Deadline]:
    """Everything but a review that waits: a duty of its own, which runs until there is an act (promise 8). Rules that let
    nothing climb after the end end it as well."""
    goes_on = all(end in book.moves[name].sources for name in SYSTEM_MOVES)
    return [row for row in complaint.running if not (goes_on and row.escalation_id is not None)]


def _cued(cues: tuple[Cue, ...], complaint: Complaint, act: Act) -> bool:
    return any(
        cue.move == act.move and (cue.when is None or CONDITIONS[cue.when](complaint, act)) for cue in cues
    )


def _stop_or_run(complaint: Complaint, act: Act, step: Step) -> None:
    book = store.book(complaint.rulebook_version)
    for deadline in complaint.running:
        if not deadline.is_running or not book.commitments[deadline.commitment].pausable:
            continue
        if step.move.clock == "stop" and not deadline.paused:
            stop(deadline, act.at)
        elif step.move.clock == "run" and deadline.paused and complaint.pause_reason is None:
            run_on(deadline, act.at, book.ladders[book.commitments[deadline.commitment].ladder])


def _revive(complaint: Complaint, act: Act, book: Rulebook) -> None:
    """An answer sent back was no answer: the promise it met runs again, with the due time it always had. One that was made
    anew since, as a binding date set after the answer, stands in its place."""
    since = {row.commitment for row in complaint.running if row.is_running}
    named = [c.name for c in book.commitments.values() if any(cue.move == act.move for cue in c.revived_by)]
    revivable = sorted(set(named) - since)
    if not revivable or complaint.answered_seq is None:
        return
    met_by_answer = select(Deadline).where(
        Deadline.complaint_id == complaint.id,
        Deadline.met_seq == complaint.answered_seq,
        Deadline.commitment.in_(revivable),
    )
    for deadline in db.session.scalars(met_by_answer):
        deadline.met_at = deadline.met_seq = None
        set_next(deadline, book.ladders[book.commitments[deadline.commitment].ladder])
        complaint.running.append(deadline)
    list_columns.note_asked(complaint)  # and what was asked for meanwhile waits again


def _start(complaint: Complaint, act: Act, book: Rulebook) -> None:
    for commitment in book.commitments.values():
        if _cued(commitment.starts, complaint, act) and _may_start(complaint, commitment, act):
            start(complaint, commitment, act.at, _due_of(complaint, commitment, act, book))


def _may_start(complaint: Complaint, commitment: Commitment, act: Act) -> bool:
    running = [row for row in complaint.running if row.commitment == commitment.name and row.is_running]
    if commitment.runs == "anew":
        void(running, act.at)
        return True
    return not running and (commitment.runs == "again" or commitment.name not in complaint.cycles)


def _due_of(
    complaint: Complaint, commitment: Commitment, act: Act, book: Rulebook
) -> tuple[str, Promise, Due]:
    """The limit in words, the promise behind it, and the due time: a binding date is its own limit."""
    stage = commitment.name if commitment.name in book.stage_promises else "handling"
    promise = book.promise(complaint.category, stage, complaint.urgency)
    calendar = current_calendar.calendar()
    if commitment.name == "supervision":
        fixed = act.words["due_at"]
        return "fixed", promise, Due(fixed, calendar.is_provisional(fixed.date()), ())
    due = calendar.due(act.at, promise.limit)
    if commitment.name == "handling" and complaint.sender_due_at and complaint.sender_due_at < due.at:
        # domain §9, channels: of two deadlines the earlier one wins
        due = Due(complaint.sender_due_at, due.provisional, ())
    return str(promise.limit), promise, due


def start(
    complaint: Complaint, commitment: Commitment, at: datetime, promised: tuple[str, Promise, Due]
) -> Deadline:
    """Make the promise: limit, basis and due time are written down now and never moved earlier."""
    limit, promise, due = promised
    cycle = complaint.cycles.get(commitment.name, 0) + 1
    complaint.cycles = {**complaint.cycles, commitment.name: cycle}
    deadline = Deadline(
        complaint_id=complaint.id,
        commitment=commitment.name,
        cycle=cycle,
        limit=limit,
        basis_zh=promise.basis.text.zh,
        basis_en=promise.basis.text.en,
        started_at=at.astimezone(UTC),
        first_due_at=due.at.astimezone(UTC),
        due_at=due.at.astimezone(UTC),
        provisional=due.provisional,
        next_rung=0,
    )
    ladder = store.book(complaint.rulebook_version).ladders[commitment.ladder]
    skip_what_is_past(deadline, ladder, at)
    if complaint.pause_reason and commitment.pausable:
        stop(deadline, at)
    db.session.add(deadline)
    complaint.running.append(deadline)
    return deadline


def settle_next(complaint: Complaint) -> None:
    """The times every list and every sweep is ordered by: the next promise, and the next rung."""
    running = [row for row in complaint.running if row.is_running]
    complaint.next_due_at = min((row.due_at for row in running if not row.paused_at), default=None) or min(
        (row.due_at for row in running), default=None
    )
    complaint.next_action_at = min((row.next_at for row in running if row.next_at), default=None)
    list_columns.note_promises(complaint)
    complaint.set_aside_at, complaint.failure, complaint.failures = None, None, 0
