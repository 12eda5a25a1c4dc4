"""The effect of joining and separating on promises, computed from events by `promise_model`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.support import reaching_model, returns_model
from tests.support.parts_model import OF_THOSE_ASKED
from tests.support.rule_words import rules

if TYPE_CHECKING:
    from tests.support.promise_model import Model, Promise

WORK = ("handling", "rework", "appeal_review", "second_review")
TOLD = ("telling", "ring", "feedback")
LEFT_BEHIND = ("signing", "suspension_review", "joined", *OF_THOSE_ASKED)
SAME = timedelta(seconds=1)


def join(one: Model, event: Any, at: datetime) -> None:
    """Those joined to it before are joined to the leading one from now on."""
    leading = one.others[event.detail["leading"]]
    one.joined_at, one.joined_seq, one.leading = at, event.seq, leading
    came = [one, *(other for other in one.others.values() if other.leading is one)]
    for other in came:
        other.leading = leading
    reaching_model.join(leading, came, at)


def follow_leading(one: Model, event: Any, at: datetime) -> None:
    """Answered, it waits to be sent back; ended without an answer, nothing is owed any more."""
    if event.detail["step"] in ("answer", "answer_on_the_spot"):
        one.answered = event.seq
    elif event.detail["step"] not in ("send_back", "keep_out"):
        for name in {row.commitment for row in one.running()} - {*TOLD}:
            one.void(at, name)


def bind(leading: Model, at: datetime) -> None:
    """The first due of what runs for joined citizens binds it, where its own promise of handling does not run or is not due as early."""
    joined = [one for one in leading.others.values() if one.leading is leading and one.state == "merged"]
    promised = [row for one in joined for row in one.running() if row.duty_of is None and _is_work(row)]
    first = min(promised, key=lambda row: row.own.due, default=None)
    own = next((row for row in reversed(leading.running()) if row.commitment in WORK), None)
    runs = own is not None and own.own.stopped is None
    if first is not None and own is not None and runs and own.own.due <= first.own.due + SAME:
        first = None
    bound = next((row for row in leading.running() if row.commitment == "joined"), None)
    if bound is not None and (first is None or abs(bound.own.due - first.own.due) > SAME):
        leading.void(at, "joined")
        bound = None
    if first is not None and bound is None:
        leading.make("joined", at, first.own.due, first.own.unit)


def _is_work(row: Promise) -> bool:
    """What the leading answer keeps; what a citizen is still to be told binds no handler."""
    words = rules()["commitments"][row.commitment]
    by_answer = any(isinstance(cue, dict) and cue["move"] == "follow_leading" for cue in words["met_by"])
    return by_answer and words["owed_by"] in ("handler", "answerable")


def separate(one: Model, at: datetime) -> None:
    """A promise that ended by joining or since, or was met by it or by the leading answer, runs on with the time between
    given back. A decision that joining replaced is owed again, and the complaint waits again for an asked citizen."""
    decided_by_joining, ran_on, one.leading = one.accepted_at == one.joined_at, one.running(), None
    back = [row for row in one.promises if _ended_by_joining(one, row, decided_by_joining)]
    back = [row for row in back if _is_owed(one, row)]
    if any(row.commitment == "supplement_wait" for row in back):
        one.paused = "supplement"
    for row in back:
        since, row.void, row.met, row.met_seq = row.met or row.void or at, None, None, None
        one.catch_up(row, since)
        if row.commitment != "sender":
            one.stop(row, since)
        if not one.stands_still(row.commitment):
            one.run_on(row, at)
    for row in ran_on:
        if one.stands_still(row.commitment):
            one.stop(row, at)
    if decided_by_joining:
        one.accepted_at, one.accepted = None, False


def _ended_by_joining(one: Model, row: Promise, decided_by_joining: bool) -> bool:
    if row.void is not None and row.met is None:
        return row.duty_of is None and row.void >= one.joined_at
    if row.met_seq is None or row.met_seq < one.joined_seq:
        return False
    if row.commitment == "acceptance":
        return decided_by_joining and row.met_seq == one.joined_seq
    if row.commitment == "dispatch":
        return not decided_by_joining and row.met_seq == one.joined_seq
    cues = rules()["commitments"][row.commitment]["met_by"]
    return any(isinstance(cue, dict) and cue["move"] == "follow_leading" for cue in cues)


def _is_owed(one: Model, row: Promise) -> bool:
    owed_by = rules()["commitments"][row.commitment]["owed_by"]
    of_the_handler = owed_by == "handler" and row.commitment not in WORK and not one.taken
    superseded = row.cycle != one.cycles[row.commitment] and row.commitment != returns_model.NAME
    return not superseded and row.commitment not in LEFT_BEHIND and not of_the_handler
