"""Effects of the answer and of what follows it: telling, rating, verifying, doing it again (promise 9)."""

from __future__ import annotations

from complaints.casework import handovers, rounds
from complaints.casework.effects import reaching
from complaints.casework.effects.requests import Detail
from complaints.casework.effects.respondents import note_findings
from complaints.commitments import deadlines
from complaints.models import Complaint
from complaints.models.facts import REVIEWS
from complaints.models.round_record import ANSWER, FEEDBACK, RATING
from complaints.rulebooks import store
from workflows.conditions import by_a_verifier, well_rated
from workflows.language import Act, Milestone


def record_answer(complaint: Complaint, act: Act) -> Detail:
    for name in ("outcome", "findings", "reply"):
        setattr(complaint, name, act.words[name])
    complaint.answered_seq = complaint.seq + 1
    _note_investigators(complaint, act)
    note_findings(complaint, act)
    rounds.add(complaint, act, ANSWER, outcome=complaint.outcome)
    return None


def _note_investigators(complaint: Complaint, act: Act) -> None:
    """Each had a part in the answer, and judges nothing of it later. The last named is the one who handled it."""
    second = act.words.get("second")
    past = complaint.past_handler_ids
    if second is not None and second.id not in past:
        past = [second.id, *past]
    if act.by.id not in past:
        past = [*past, act.by.id]
    complaint.past_handler_ids = past


def count_rework(complaint: Complaint, act: Act) -> Detail:
    complaint.rework_rounds += 1
    return None


def note_feedback(complaint: Complaint, act: Act) -> Detail:
    """From now the citizen may rate, and ask for a review."""
    complaint.grade = complaint.rated_at = complaint.review_from = None
    rounds.add(complaint, act, FEEDBACK)
    return reaching.begin_with_feedback(complaint, act)


def note_rating(complaint: Complaint, act: Act) -> Detail:
    """A second rating in the rating period is a record of its own, and counts. A bad one reopens the duty (promise 9)."""
    joined, grade = act.words.get("joined"), act.words["grade"]
    own = joined or complaint
    own.grade, own.rated_at = grade, act.at
    rounds.add(complaint, act, RATING, grade=grade, of_id=joined.id if joined else None)
    if complaint.ended_at is None or well_rated(complaint, act):
        return None
    complaint.ended_at = None
    return handovers.follow_first_responder(complaint, act)


def note_contact(complaint: Complaint, act: Act) -> Detail:
    if complaint.milestone == Milestone.TOLD and by_a_verifier(complaint, act):
        complaint.verified_at = act.at
    return None


def note_verification(complaint: Complaint, act: Act) -> Detail:
    """Upheld without reaching the citizen: the decision holds the days of the calls in vain."""
    if complaint.verified_at is not None or not complaint.contactable:
        return None
    return {"tried_in_vain": sorted(day.isoformat() for day in complaint.unreached_by_verifiers_on)}


def start_again(complaint: Complaint, act: Act) -> Detail:
    """Start the next round. The earlier answer, notice and rating stay in their own round."""
    rounds.open_next(complaint, act)
    reaching.stop_telling(complaint, act)
    if complaint.review_from is None:  # reopened, and not a review, which may be withdrawn
        reaching.end_calls(complaint, act)
    followed = handovers.follow_first_responder(complaint, act)
    handovers.give_back_work(complaint)
    complaint.fresh_hands, complaint.ended_at = True, None
    complaint.grade = complaint.rated_at = complaint.verified_at = None
    complaint.appeal_by = complaint.rate_by = None
    complaint.rework_rounds = 0
    return followed


def note_appeal(complaint: Complaint, act: Act) -> Detail:
    own = act.words.get("joined") or complaint
    own.cycles = {**own.cycles, REVIEWS: own.reviews_asked + 1}
    own.appealed_at = act.at
    complaint.review_from = Milestone.TOLD if complaint.ended_at is None else Milestone.ENDED
    return None


def close_review(complaint: Complaint, act: Act) -> Detail:
    """A withdrawn complaint has nothing to go back to; a withdrawn request for a review leads back to the answer."""
    if complaint.review_from is None:
        return None
    book = store.book(complaint.rulebook_version)
    deadlines.void_all([row for row in complaint.running if row.escalation_id is None], act.at)
    handovers.withdraw_offers(complaint, act)
    rounds.take_back(complaint, act)
    return {"back_to": book.states[complaint.state].name}
