"""When the answer reaches each citizen of a complaint and of those joined to it: their own times begin then (promise 9)."""

from __future__ import annotations

from complaints.casework import joined_citizens
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadlines, periods
from complaints.commitments.calendar import current as current_calendar
from complaints.models import Complaint
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI, Due
from workflows.conditions import told_directly
from workflows.language import Act, Milestone, Promise

FEEDBACK, CLOSING, CALL_BACK = "feedback", "closing", "call_back"
TELLING = (FEEDBACK, "ring")


def begin_with_feedback(complaint: Complaint, act: Act) -> Detail:
    """Of a group, only the times of those who are told by this; what is sent by a message counts from its delivery."""
    joined = joined_citizens.joined_to(complaint.id) if complaint.leads_others else []
    for one in (complaint, *joined):
        one.appeal_by = one.rate_by = None
    said = _begin(complaint, complaint, act)
    if joined and not told_directly(complaint, act):
        complaint.appeal_by = complaint.rate_by = None
    for one in joined:
        if not one.must_be_told:  # the page is all there is
            _begin(complaint, one, act)
    return said


def note_reached(complaint: Complaint, act: Act) -> Detail:
    """The answer was delivered, or a person told it, or the citizen acts on it: their times are counted from now."""
    own = act.words.get("joined") or complaint
    if not (_waits(complaint, own) and act.words.get("reached", True)):
        return None
    said = _begin(complaint, own, act)
    if complaint.leads_others:
        _close_no_sooner(complaint, act)
    return said


def note_answer_told(complaint: Complaint, act: Act) -> Detail:
    """Of one joined after the answer was told: its citizen has heard of it, and has the whole time from now."""
    leading = complaint.leading if complaint.is_joined else None
    is_owed = complaint.rate_by is not None and complaint.promised_until("telling") is not None
    if leading is None or leading.milestone != Milestone.TOLD or not is_owed:
        return None
    return _begin(leading, complaint, act)


def note_joined(leading: Complaint, joined: list[Complaint], act: Act) -> None:
    """Times of an earlier answer are no more. Joined to one that was told, each has the whole time from now."""
    told = leading.milestone == Milestone.TOLD
    if told and not leading.leads_others and _waits(leading, leading):
        leading.appeal_by = leading.rate_by = None
    for one in joined:
        one.appeal_by = one.rate_by = None
        if told:
            _begin(leading, one, act)
            _close_no_sooner(leading, act)


def note_left(leading: Complaint, act: Act) -> None:
    """Where only the one that left was still to be told, nothing is owed any more, and the file can be closed."""
    if leading.milestone != Milestone.TOLD or leading.rate_by is None or leading.still_to_reach:
        return
    deadlines.void_all([row for row in leading.running if row.commitment in TELLING], act.at)
    closing = leading.deadline(CLOSING)
    if closing is not None and closing.next_at is None:
        _close_no_sooner(leading, act)


def note_called(leading: Complaint, act: Act) -> None:
    """Where only the one that left was still to be called back, no call is owed any more."""
    if leading.milestone == Milestone.TOLD and not joined_citizens.still_to_call(leading):
        end_calls(leading, act)


def end_calls(complaint: Complaint, act: Act) -> None:
    """The work is done again: who was not called back about the answer before is called about the next one."""
    deadlines.void_all([row for row in complaint.running if row.commitment == CALL_BACK], act.at)


def stop_telling(complaint: Complaint, act: Act) -> None:
    """A new answer is worked on: it is told to those whom this one did not reach."""
    if complaint.leads_others:
        others = joined_citizens.still_to_reach(complaint)
        if others:
            deadlines.void_all([row for row in complaint.running if row.commitment in TELLING], act.at)


def _waits(complaint: Complaint, own: Complaint) -> bool:
    """The answer has not come to this citizen yet. Of one without joined ones, a time was written down with the feedback."""
    owed = complaint.promised_until(FEEDBACK) is not None
    return owed and (own.rate_by is None or not complaint.leads_others)


def _begin(complaint: Complaint, own: Complaint, act: Act) -> Detail:
    """Never earlier than the citizen was told before."""
    book, calendar = store.book(complaint.rulebook_version), current_calendar.calendar()
    for name, stage in periods.PERIODS.items():
        until = calendar.due(act.at, book.promise(complaint.category, stage, "normal").limit).at
        setattr(own, name, max(until, getattr(own, name) or until))
    return {name: getattr(own, name).astimezone(SHANGHAI).isoformat() for name in periods.PERIODS}


def _close_no_sooner(leading: Complaint, act: Act) -> None:
    """The file is closed once the last citizen had the time to rate."""
    closing = leading.deadline(CLOSING)
    if closing is None or leading.milestone != Milestone.TOLD:
        return
    if _closing_from(leading, act)[1].at > closing.due_at:
        deadlines.void_all([closing], act.at)
        begin_closing(leading, act)


def begin_closing(leading: Complaint, act: Act) -> None:
    """From now the citizens have the whole time to rate."""
    promise, due = _closing_from(leading, act)
    commitment = store.book(leading.rulebook_version).commitments[CLOSING]
    deadlines.start(leading, commitment, act.at, (str(promise.limit), promise, due))


def _closing_from(leading: Complaint, act: Act) -> tuple[Promise, Due]:
    promise = store.book(leading.rulebook_version).promise(leading.category, CLOSING, "normal")
    return promise, current_calendar.calendar().due(act.at, promise.limit)
