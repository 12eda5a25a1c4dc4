"""Into the restricted channel at once: earlier holders of the complaint lose it (domain §7, DISC)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from complaints.casework import handovers
from complaints.commitments import deadline_clock, deadlines
from complaints.infrastructure.errors import BadInput
from complaints.models import Complaint
from complaints.models.facts import WORK_PROMISES
from complaints.organisation import post_holders
from complaints.rulebooks import store
from workflows.language import SYSTEM, Act, Text

KEPT = (
    "acceptance",
    "dispatch",
    "supplement_wait",
    *WORK_PROMISES,
)  # what was promised goes on in the channel


def enter_channel(complaint: Complaint, act: Act) -> dict[str, Any]:
    """The first responder's duty goes to the channel as a hand-over on the record, and the work with it. Inside `correct`."""
    complaint.restricted = True
    follower = post_holders.channel_officer(complaint, act.at)
    if follower is None:
        raise BadInput({"changes.category": _NOBODY})
    handovers.withdraw_offers(complaint, act)
    complaint.answerable_id, complaint.handler_id = complaint.first_responder_id, None
    handovers.pass_duty(complaint, replace(act, words={}), follower)
    handovers.give_back_work(complaint)
    _settle_clocks(complaint, act)
    return {"first_responder": follower.username}


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """Answered or ended before, it is handled again, with the time of the channel; unanswered, the promise made runs on."""
    entered = act.move == "correct" and "category" in act.words["changes"] and complaint.restricted
    if entered and "handling" in complaint.cycles and complaint.deadline("handling") is None:
        yield Act("handle_again", SYSTEM, act.at, {})


def _settle_clocks(complaint: Complaint, act: Act) -> None:
    """The debts of former holders are void, waiting reviews go on, and a suspension ends with its work."""
    gone = [row for row in complaint.running if row.commitment not in KEPT and row.escalation_id is None]
    deadlines.void_all(gone, act.at)
    if complaint.pause_reason != "suspension":
        return
    complaint.pause_reason = None
    book = store.book(complaint.rulebook_version)
    for row in complaint.running:
        if row.paused:
            deadline_clock.run_on(
                row, act.at, book.ladders[book.commitments[row.commitment].ladder], act.move
            )


_NOBODY = Text(
    "专门渠道里没有与本件无关的人员可以接收，请联系纪检监察组。",
    "Nobody in the channel is free of interest; turn to the discipline team.",
)
