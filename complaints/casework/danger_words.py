"""Words of danger to people or to a right make a complaint urgent, at the intake and whenever the citizen writes (domain §7)."""

from __future__ import annotations

from collections.abc import Iterator

from complaints.models import Complaint, Event
from complaints.notifications import notices
from complaints.rulebooks import store
from schemas.names import normal_name, normal_words
from workflows import conditions
from workflows.language import SYSTEM, Act, Move, Text
from workflows.parties import is_for_citizen
from workflows.rulebook import Rulebook

NORMAL, URGENT = "normal", "urgent"
RAISE, DUTY = "change_urgency", "duty_answer"
WRITTEN = ("note", "reason", "comment")
CALLED_AT_THE_END = "on_duty", "answerable", "first_responder"
CALLED_AGAIN = Text(
    "又提到危险，已再次呼叫值班人员。", "A danger was named again: the officer on duty is called again."
)


def danger_in(book: Rulebook, *texts: str) -> str | None:
    """The first word of danger in them, however it was typed."""
    written = normal_words(*texts)
    return next((word for word in book.urgent_words if normal_name(word) in written), None)


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """What the citizen wrote with this move raises a normal complaint to urgent, by a step of the system that says why. Where
    it is urgent already and offices are closed, the same step has the officer on duty called again."""
    book = store.book(complaint.rulebook_version)
    word = _written_by_citizen(book, act)
    if word is None or not _system_may_raise(book):
        return
    if complaint.urgency == NORMAL:
        yield Act(RAISE, SYSTEM, act.at, {"urgency": URGENT, "reason": f"投诉人提到“{word}”，系统提为紧急。"})
    elif _must_call_again(complaint, act, book):
        why = f"投诉人再次提到“{word}”，系统再次呼叫值班人员。"
        yield Act(RAISE, SYSTEM, act.at, {"urgency": complaint.urgency, "reason": why})


def call_after_the_end(complaint: Complaint, event: Event, act: Act) -> None:
    """What the citizen withdrew or rated with names a danger, and the complaint is over: no promise of an answer runs, so the
    officers who can act get a notice at once, by every channel."""
    if complaint.ended_at is not None and _written_by_citizen(store.book(complaint.rulebook_version), act):
        notices.owe_calls(complaint, event, CALLED_AT_THE_END, kind="danger")


def sentence_of(event: Event, move: Move) -> Text:
    """What a step says; of a repeated cry, that duty is called again, for the urgency did not change."""
    repeated = event.move == RAISE and event.detail.get("from_urgency") == event.detail.get("urgency")
    return CALLED_AGAIN if repeated else move.sentence


def _written_by_citizen(book: Rulebook, act: Act) -> str | None:
    if not is_for_citizen(act):
        return None
    return danger_in(book, *(str(act.words.get(name) or "") for name in WRITTEN))


def _must_call_again(complaint: Complaint, act: Act, book: Rulebook) -> bool:
    """No call waits for an answer: that of the first cry was answered, or it became urgent while offices were open."""
    known = DUTY in book.commitments and complaint.deadline(DUTY) is None
    return known and conditions.urgent_while_closed(complaint, act)


def _system_may_raise(book: Rulebook) -> bool:
    """Rules published before leave it to the supervisor."""
    return RAISE in book.moves and any(party.value == SYSTEM.kind for party in book.moves[RAISE].parties)
