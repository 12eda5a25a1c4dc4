"""Effects of the answer and of what follows it: telling, rating, verifying, doing it again (promise 9)."""

from __future__ import annotations

from complaints.casework import handovers
from complaints.casework.effects.requests import Detail
from complaints.commitments.calendar import current as current_calendar
from complaints.models import Complaint
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.conditions import by_a_verifier
from workflows.language import Act


def record_answer(complaint: Complaint, act: Act) -> Detail:
    for name in ("outcome", "findings", "reply"):
        setattr(complaint, name, act.words[name])
    complaint.answered_seq = complaint.seq + 1
    if act.by.id not in complaint.past_handler_ids:
        complaint.past_handler_ids = [*complaint.past_handler_ids, act.by.id]
    return None


def count_rework(complaint: Complaint, act: Act) -> Detail:
    complaint.rework_rounds += 1
    return None


def note_feedback(complaint: Complaint, act: Act) -> Detail:
    """From now the citizen may rate, and ask for a review within the appeal period."""
    limit = (
        store.book(complaint.rulebook_version).promise(complaint.category, "appeal_period", "normal").limit
    )
    complaint.appeal_by = current_calendar.calendar().due(act.at, limit).at
    complaint.grade = complaint.rated_at = None
    return {"appeal_by": complaint.appeal_by.astimezone(SHANGHAI).isoformat()}


def note_rating(complaint: Complaint, act: Act) -> Detail:
    complaint.grade, complaint.rated_at = act.words["grade"], act.at
    return None


def note_contact(complaint: Complaint, act: Act) -> Detail:
    if complaint.state == "feedback" and by_a_verifier(complaint, act):
        complaint.verified_at = act.at
    return None


def note_verification(complaint: Complaint, act: Act) -> Detail:
    """Upheld without a word with the citizen: the days on which they were called in vain stand with the decision."""
    if complaint.verified_at is not None or not complaint.contactable:
        return None
    return {"tried_in_vain": sorted(day.isoformat() for day in complaint.unreached_by_verifiers_on)}


def start_again(complaint: Complaint, act: Act) -> Detail:
    followed = handovers.follow_first_responder(complaint, act)
    handovers.give_back_work(complaint)
    complaint.fresh_hands, complaint.ended_at = True, None
    complaint.grade = complaint.rated_at = complaint.verified_at = complaint.appeal_by = None
    complaint.rework_rounds = 0
    return followed


def note_appeal(complaint: Complaint, act: Act) -> Detail:
    complaint.appealed_at = act.at
    return None
