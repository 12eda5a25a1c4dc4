"""Deadlines follow the moves: commitments start, are met, stop, run on and end as the rulebook says (promise 5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import func, inspect, select

from complaints.commitments import citizen_days, days_taken_off, held_by, pauses, taken_back
from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.deadline_clock import (
    keep_first_date,
    meet,
    move_date,
    run_on,
    set_next,
    skip_what_is_past,
    stop,
    void,
)
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, list_columns
from complaints.models.checksums import write_alike
from complaints.models.deadline import DATING
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Due
from workflows.former_words import KNOWN_CONDITIONS
from workflows.language import Act, Commitment, Cue, Promise, Step
from workflows.rulebook import Rulebook

FIXED = "fixed"  # the limit of a date set by hand
CLIMBING = ("escalate", "remind")
MOVING = (
    "due_at",
    "provisional",
    "paused_at",
    "breached_at",
    "moved",
    "met_at",
    "met_seq",
    "void_at",
    "next_rung",
    "next_at",
    "unit_id",
)


def follow(complaint: Complaint, act: Act, step: Step) -> None:
    """Let every commitment do what this step means for it, then set when the complaint is looked at next."""
    book = store.book(complaint.rulebook_version)
    was_over = step.from_state is not None and book.states[step.from_state].is_end
    is_over = book.states[step.to_state].is_end
    if was_over and not is_over:
        list_columns.note_begun_again(complaint)
        _climb_again(complaint, book)
    _stop_or_run(complaint, act, step)  # first: a promise met while its clock stood has run on to be met
    _meet(complaint, act, book)
    citizen_days.begin_when_told(complaint, act)
    held_by.note_met(complaint)
    _revive(complaint, act, book)
    _start(complaint, act, book)
    if is_over:  # what the last move keeps is kept; the rest ends unmet, but for what outlives this end
        void_all(_ends_with_it(complaint, book, step.to_state), act.at)
        if not was_over:
            list_columns.note_over(complaint)
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


def is_met_by(commitment: Commitment, complaint: Complaint, act: Act) -> bool:
    return _cued(commitment.met_by, complaint, act)


def void_all(deadlines: Iterable[Deadline], at: datetime) -> None:
    for deadline in deadlines:
        if deadline.is_running:
            void(deadline, at)


def _ends_with_it(complaint: Complaint, book: Rulebook, end: str) -> list[Deadline]:
    """Everything but a review that waits: a duty of its own, which runs until there is an act (promise 8). Rules that let
    nothing climb after the end end it as well. What was promised to the citizen of a joined complaint runs on too, but its
    ladder is climbed on the leading one."""
    goes_on = all(end in book.moves[name].sources for name in CLIMBING)
    ends = []
    for row in complaint.running:
        if end in book.commitments[row.commitment].outlives:
            if follows_leading(book.commitments[row.commitment]):
                row.next_at = None
        elif not (goes_on and row.escalation_id is not None):
            ends.append(row)
    return ends


def follows_leading(commitment: Commitment) -> bool:
    """The work: what a supervisor owes the group of a joined complaint, the answer ends as well, but binds no handler."""
    return commitment.owed_by in ("handler", "answerable") and any(
        cue.move == "follow_leading" for cue in commitment.met_by
    )


def _climb_again(complaint: Complaint, book: Rulebook) -> None:
    """What outlived the end is climbed here again."""
    for row in complaint.running:
        if row.is_running and book.commitments[row.commitment].outlives:
            set_next(row, book.ladders[book.commitments[row.commitment].ladder])


def _cued(cues: tuple[Cue, ...], complaint: Complaint, act: Act) -> bool:
    return any(
        cue.move == act.move and (cue.when is None or KNOWN_CONDITIONS[cue.when](complaint, act))
        for cue in cues
    )


def _stop_or_run(complaint: Complaint, act: Act, step: Step) -> None:
    book = store.book(complaint.rulebook_version)
    for deadline in complaint.running:
        if not deadline.is_running or not book.commitments[deadline.commitment].pausable:
            continue
        if step.move.clock == "stop" and not deadline.paused:
            stop(deadline, act.at)
        elif step.move.clock == "run" and deadline.paused and complaint.pause_reason is None:
            run_on(deadline, act.at, book.ladders[book.commitments[deadline.commitment].ladder], act.move)


def _revive(complaint: Complaint, act: Act, book: Rulebook) -> None:
    """An answer sent back was no answer, and an offer recalled no offer: the promise it met runs again, with the due time it
    always had, but for days taken off meanwhile, or the time of a review. A newer one, as a binding date set after the answer,
    replaces it."""
    since = {row.commitment for row in complaint.running if row.is_running}
    named = [c.name for c in book.commitments.values() if _cued(c.revived_by, complaint, act)]
    revivable = sorted(set(named) - since)
    if not revivable or (act.move != taken_back.RECALL and complaint.answered_seq is None):
        return
    met = select(Deadline).filter_by(complaint_id=complaint.id, **taken_back.find_met_by_it(complaint, act))
    for deadline in db.session.scalars(met.where(Deadline.commitment.in_(revivable))):
        met_at, deadline.met_at, deadline.met_seq = deadline.met_at or act.at, None, None
        held_by.forget(deadline)
        days_taken_off.catch_up(complaint, deadline, met_at, act.at)
        set_next(deadline, book.ladders[book.commitments[deadline.commitment].ladder])
        complaint.running.append(deadline)
        if taken_back.ends_review(complaint):
            taken_back.give_back_review(deadline, book, (met_at, act))
        if complaint.pause_reason and book.commitments[deadline.commitment].pausable:
            stop(deadline, max(met_at, pauses.since(complaint)))
    list_columns.note_asked(complaint)  # and what was asked for meanwhile waits again


def _start(complaint: Complaint, act: Act, book: Rulebook) -> None:
    end = complaint.state if book.states[complaint.state].is_end else None
    for commitment in book.commitments.values():
        if end in (None, *commitment.outlives) and _cued(commitment.starts, complaint, act):
            running = [r for r in complaint.running if r.commitment == commitment.name and r.is_running]
            if _may_start(complaint, commitment, running):
                _start_one(complaint, commitment, act, running)


def _start_one(complaint: Complaint, commitment: Commitment, act: Act, before: list[Deadline]) -> None:
    book = store.book(complaint.rulebook_version)
    if before and act.move in DATING and _set_later(complaint, before[0], commitment, act):
        return
    void_all(before, act.at)
    begins = _begins(complaint, commitment, act)
    fresh = start(complaint, commitment, begins, _due_of(complaint, commitment, act, book))
    if before and act.move in DATING:
        keep_first_date(fresh, before[0], act)
    if act.move in DATING and (passed := _passed_in_series(fresh)):
        ladder = book.ladders[commitment.ladder]
        fresh.next_rung = min(passed, len(ladder) - 1)
        set_next(fresh, ladder)


def _set_later(complaint: Complaint, deadline: Deadline, commitment: Commitment, act: Act) -> bool:
    """A later date is the same promise moved: the first one, and whether it was broken, stay with it. The same date again
    is no new promise."""
    book = store.book(complaint.rulebook_version)
    due = _due_of(complaint, commitment, act, book)[2]
    if due.at <= deadline.due_at:
        return due.at == deadline.due_at
    deadline.cycle = complaint.cycles[commitment.name] + 1
    complaint.cycles = {**complaint.cycles, commitment.name: deadline.cycle}
    move_date(deadline, due, act, book.ladders[commitment.ladder])
    return True


def _passed_in_series(fresh: Deadline) -> int:
    """A binding date set again goes on up the ladder where the missed ones stood, however many were set in between, until
    one is kept."""
    same = Deadline.complaint_id == fresh.complaint_id, Deadline.commitment == fresh.commitment
    kept = select(func.max(Deadline.cycle)).where(*same, Deadline.met_at.is_not(None)).scalar_subquery()
    missed = select(func.max(Deadline.next_rung)).where(*same, Deadline.breached_at.is_not(None))
    return db.session.scalar(missed.where(Deadline.cycle > func.coalesce(kept, 0))) or 0


def _may_start(complaint: Complaint, commitment: Commitment, running: list[Deadline]) -> bool:
    if commitment.runs == "anew":
        return True
    return not running and (commitment.runs == "again" or commitment.name not in complaint.cycles)


def _due_of(
    complaint: Complaint, commitment: Commitment, act: Act, book: Rulebook
) -> tuple[str, Promise, Due]:
    """The limit in words, the promise behind it, and the due time: a binding date is its own limit."""
    stage = commitment.name if commitment.name in book.stage_promises else "handling"
    promise = book.promise(complaint.category, stage, complaint.urgency)
    calendar = current_calendar.calendar()
    fixed = _fixed_date(complaint, commitment, act)
    if fixed is not None:
        return FIXED, promise, Due(fixed, calendar.is_provisional(fixed.astimezone(SHANGHAI).date()), ())
    return str(promise.limit), promise, calendar.due(_begins(complaint, commitment, act), promise.limit)


def _fixed_date(complaint: Complaint, commitment: Commitment, act: Act) -> datetime | None:
    """A binding date set by a supervisor, or the date a sender gave: no limit of ours counts it."""
    if commitment.name == "supervision":
        due_at: datetime = act.words["due_at"]
        return due_at
    return complaint.sender_due_at if commitment.name == "sender" else None


def _begins(complaint: Complaint, commitment: Commitment, act: Act) -> datetime:
    """When a clock begins: with the act, but for a letter from the close of business of the day it came in, save a call at
    night, which no one could make before; and for work taken back with the offer, which gives no new time."""
    if act.move == taken_back.RECALL and complaint.last_work_offer is not None:
        return complaint.last_work_offer.at
    if act.move != "receive" or complaint.received_on is None or commitment.name == "duty_answer":
        return act.at
    return min(act.at, current_calendar.calendar().closes(complaint.received_on))


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
    list_columns.note_next_due(complaint, running)
    complaint.next_action_at = min((row.next_at for row in running if row.next_at), default=None)
    list_columns.note_promises(complaint)
    complaint.set_aside_at, complaint.failure, complaint.failures = None, None, 0


def newest_deadlines(complaint: Complaint) -> list[Deadline]:
    """One for each commitment: the running one, else the newest."""
    query = select(Deadline).filter_by(complaint_id=complaint.id).order_by(Deadline.id)
    newest: dict[str, Deadline] = {}
    for row in db.session.scalars(query):
        before = newest.get(row.commitment)
        if before is None or row.is_running or not before.is_running:
            newest[row.commitment] = row
    return list(newest.values())
