"""Who reviews what climbed: never the officer who has the work; the next level up takes the place (promises 6 and 8)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Officer
from complaints.notifications import consulted, missing_reviewers, notices
from complaints.organisation import post_holders
from complaints.rulebooks import store
from workflows.language import Act, Commitment
from workflows.parties import has_the_work, may_judge

Hands = tuple[Any, ...]


def hands(complaint: Complaint) -> Hands:
    """Who has a complaint, and who is kept out: when this changes, a review may have to be passed on."""
    kept = len(complaint.kept_out) if complaint.keeps_out else 0
    return complaint.answerable_id, complaint.handler_id, tuple(complaint.recused_ids), kept


def choose(complaint: Complaint, post: str, late_ids: Collection[int]) -> Officer | None:
    """The holder of the post a rung names, the next level up, the last resort, then any other supervisor; never a person
    who was late or has the work. None where no one else is left."""
    past = (complaint.answerable_id, complaint.handler_id, *late_ids)
    return notices.find(complaint, post, past) or post_holders.any_supervisor(complaint, past)


def appoint(complaint: Complaint, row: Escalation, post: str, at: datetime) -> bool:
    """Whether another officer reviews it now. Without one it waits for no one in particular, and administrators are told."""
    before, chosen = row.reviewer_id, choose(complaint, post, complaint.late_ids(row))
    row.reviewer_id, row.reviewer = (chosen.id, chosen) if chosen else (None, None)
    if chosen is None:
        missing_reviewers.report(at)
    return chosen is not None and chosen.id != before


def pass_on(complaint: Complaint, event: Event) -> None:
    """Reviews of an officer who has the work now, or may no longer judge it, go to the next level up, with a notice; so
    do those that found no reviewer before.

    Their clocks run on as they were.
    """
    duties = {row.escalation_id for row in complaint.running if row.is_running}
    for row in complaint.escalations:
        asked = row.reviewer is not None or row.id in duties
        if not asked or row.reviewed_at is not None or _may_review(complaint, row):
            continue
        if appoint(complaint, row, _post_named(complaint, row), event.at):
            notices.owe_review(complaint, event, row)
    db.session.flush()


def pass_on_where_joined(act: Act, event: Event) -> None:
    """A complaint joined to another brings those with it who stepped aside: of that one they review nothing either."""
    leading = act.words.get("leading")
    if leading is not None and leading.climbed_id is not None:
        pass_on(leading, event)


def _may_review(complaint: Complaint, row: Escalation) -> bool:
    officer = row.reviewer
    if officer is None:
        return False
    free = may_judge(complaint, officer) and not has_the_work(complaint, officer)
    return bool(officer.active and free and officer.id not in complaint.late_ids(row))


def late(complaint: Complaint, commitment: Commitment, deadline: Deadline) -> int | None:
    """Who owes a commitment that is late now; None for an untaken offer to a whole unit."""
    if commitment.owed_by == "offered":
        return complaint.last_work_offer.officer_id if complaint.last_work_offer else None
    if commitment.owed_by == "reviewer":
        return _reviewer_of(deadline)
    if commitment.owed_by in consulted.THOSE_ASKED:
        question = consulted.question_of(complaint, deadline.id)
        taker = complaint.taker_of(question) if question else None
        return taker.id if taker else question and question.officer_id
    if commitment.owed_by in ("supervisor", "unit_supervisor", "intake_supervisor"):
        found = notices.find_onlooker(complaint, commitment.owed_by)
        return found.id if found else None
    return complaint.post_held(commitment.owed_by)


def _reviewer_of(deadline: Deadline) -> int | None:
    """Of the escalation whose review is late."""
    reviewed = db.session.get(Escalation, deadline.escalation_id) if deadline.escalation_id else None
    return reviewed.reviewer_id if reviewed else None


def _post_named(complaint: Complaint, row: Escalation) -> str:
    """By the rung that was climbed; by rules that no longer have it, the end of every ladder."""
    book = store.book(complaint.rulebook_version)
    rungs = book.ladders[book.commitments[row.commitment].ladder]
    return next((rung.review for rung in rungs if rung.name == row.rung and rung.review), "last_resort")
