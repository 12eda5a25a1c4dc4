"""What a joined citizen opened on the leading complaint, a verification or a review, goes with them when they are separated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from complaints.casework import handovers
from complaints.casework.effects import reaching
from complaints.commitments import deadline_clock, deadlines
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline
from complaints.rulebooks import store
from workflows.calendar import Due
from workflows.guards.aftermath import bad_ratings, judged_the_answer
from workflows.language import SYSTEM, Act, Milestone

CONTACT = "verification_contact"
VERIFYING = (CONTACT, "verification")
REVIEWS = ("appeal_review", "second_review")


def take(complaint: Complaint, act: Act, follow: Callable[[Complaint, Act], None]) -> Act:
    """Before it leaves: what runs there because of this citizen. Their review ends there, as a step of its own."""
    if act.move != "unmerge" or not judged_the_answer(complaint):
        return act
    leading = db.session.get_one(Complaint, complaint.leading_id)
    asked = leading.review_from is not None and leading.review_of_id == complaint.id
    running = [row for row in leading.running if row.is_running]
    along = [row for row in running if row.commitment in (REVIEWS if asked else VERIFYING)]
    if asked:
        follow(leading, Act("end_review", SYSTEM, act.at, {"joined": complaint}))
    if not complaint.contactable:
        along = [row for row in along if row.commitment != CONTACT]
    return replace(act, words={**act.words, "along": along})


def keep(complaint: Complaint, leading: Complaint, act: Act) -> None:
    """The same duties with the same due times; no officer who had a part in that answer gets the work."""
    along: list[Deadline] = act.words.get("along", [])
    if not along:
        return
    judged = [*leading.past_handler_ids, *([leading.handler_id] if leading.handler_id else [])]
    complaint.past_handler_ids = list(dict.fromkeys([*judged, *complaint.past_handler_ids]))
    complaint.fresh_hands = True
    if complaint.milestone == Milestone.TAKEN_IN and complaint.handler_id is not None:
        handovers.give_back_work(complaint)
    for row in along:
        _begin(complaint, row, act)


def leave_behind(leading: Complaint, act: Act) -> None:
    """The leading one verifies what its own citizens rated badly, and waits for the others' ratings again."""
    bad = bad_ratings(leading)
    ended: tuple[str, ...] = () if bad else VERIFYING
    if bad and not any(one.contactable for one in bad):
        ended = (CONTACT,)
    rows = [row for row in leading.running if row.commitment in ended and row.is_running]
    deadlines.void_all(rows, act.at)
    told = leading.milestone == Milestone.TOLD
    if told and rows and not bad and leading.deadline(reaching.CLOSING) is None:
        reaching.begin_closing(leading, act)


def _begin(complaint: Complaint, row: Deadline, act: Act) -> None:
    book = store.book(complaint.rulebook_version)
    commitment = book.commitments.get(row.commitment)
    if commitment is None:
        return
    promise = book.promise(complaint.category, row.commitment, "normal")
    promised = (row.limit, promise, Due(row.due_at, row.provisional))
    fresh = deadlines.start(complaint, commitment, act.at, promised)
    fresh.basis_zh, fresh.basis_en = row.basis_zh, row.basis_en
    deadline_clock.note_breach(row, act.at)
    if row.breached_at is not None:
        fresh.counted_with_id = row.id
