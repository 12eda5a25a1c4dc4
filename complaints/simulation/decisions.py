"""The next actor and their act: one situation of a complaint, one deed."""

from __future__ import annotations

from collections.abc import Callable

from complaints.simulation.situations import Desk, Turn, by_first, by_responder, pick, situation
from workflows.guards.aftermath import MOST_REWORK_ROUNDS
from workflows.guards.handing_over import MOST_RETURNS
from workflows.language import CITIZEN, Milestone
from workflows.parties import is_inside_offer, may_judge

MOST_THOUGHTS = 8


def next_turn(desk: Desk) -> Turn | None:
    """The next act and its actor; None when no one can act (the ladders go on by themselves). People who think of a move that
    the rulebook does not have think again."""
    if desk.complaint.ended_at is not None:
        return None
    for _ in range(MOST_THOUGHTS):
        turn = DEEDS[situation(desk.complaint)](desk)
        if turn is None or turn.move is None or desk.has(turn.move):
            return turn
    return None


def _new(desk: Desk) -> Turn:
    open_case, asked = not desk.complaint.restricted, desk.complaint.supplement_requests > 0
    move = pick(
        desk,
        ("accept", 0.62, True),
        ("assign", 0.18, True),
        ("answer_on_the_spot", 0.09, open_case),
        ("ask_supplement", 0.07, open_case and not asked),
        ("decline", 0.05, open_case),
        ("merge", 0.02, open_case),
    )
    return by_responder(desk, move)


def _name_to_be_settled(desk: Desk) -> Turn | None:
    """The first responder settles it, or an officer above who is free of interest."""
    complaint = desk.complaint
    responder = desk.cast.officers[complaint.first_responder_id]
    first = [responder] if may_judge(complaint, responder) else []
    return by_first(first + desk.cast.supervisors(complaint), "settle_respondent")


def _accepted(desk: Desk) -> Turn:
    waits = desk.complaint.return_to_judge(desk.at)
    in_time = waits is not None and desk.at <= desk.complaint.judged_until(waits)
    return by_responder(desk, "judge_return" if in_time and desk.chance(0.7) else "assign")


def _bounced(desk: Desk) -> Turn | None:
    return by_first(desk.cast.supervisors(desk.complaint), "designate")


def _responder_recused(desk: Desk) -> Turn | None:
    complaint = desk.complaint
    leaders = desk.cast.leaders(complaint, "unit_supervisor", complaint.intake_path)
    return by_first(leaders + desk.cast.supervisors(complaint), "change_first_responder")


def _offered(desk: Desk) -> Turn | None:
    complaint, offer = desk.complaint, desk.complaint.work_offer
    assert offer is not None
    takers = [
        row for row in desk.cast.free_of_unit(complaint, offer.unit_id) if offer.officer_id in (None, row.id)
    ]
    if not takers:
        return by_first(desk.cast.supervisors(complaint), "designate")
    taker = desk.rng.choice(takers)
    if offer.officer_id == taker.id and is_inside_offer(complaint, offer):
        return Turn(taker, "sign_for" if desk.chance(0.85) else "refuse_reassignment")
    bounces = _may_return(desk) and desk.chance(desk.cast.temper(taker).bounces)
    return Turn(taker, "return" if bounces else "sign_for")


def _may_return(desk: Desk) -> bool:
    complaint, offer = desk.complaint, desk.complaint.last_work_offer
    in_time = offer is not None and offer.return_by is not None and desk.at <= offer.return_by
    return bool(
        in_time and offer and not offer.designated and offer.unit_id not in complaint.refusing_unit_ids
    )


def _working(desk: Desk) -> Turn | None:
    complaint = desk.complaint
    handler = desk.cast.officers.get(complaint.handler_id or 0)
    if handler is None:
        return None
    if complaint.deadline("first_contact") and desk.chance(0.8):
        return Turn(handler, "contact")
    promise = complaint.promised_until("handling")
    may_extend = bool(promise and desk.at < promise) and complaint.extensions < complaint.rules.extensions
    move = pick(
        desk,
        ("answer", 0.5, True),
        ("report_progress", 0.3, True),
        ("request_extension", desk.cast.temper(handler).postpones, may_extend),
        ("suspend", 0.03, complaint.pause_reason is None),
        ("ask_supplement", 0.03, complaint.supplement_requests == 0),
        ("return", 0.04, _may_return(desk) and complaint.returns < MOST_RETURNS),
    )
    return Turn(handler, move)


def _handler_recused(desk: Desk) -> Turn | None:
    """Another officer of the unit takes over; where there is none, a supervisor designates another unit."""
    complaint = desk.complaint
    others = [
        row for row in desk.cast.free_of_unit(complaint, complaint.unit_id) if row.id != complaint.handler_id
    ]
    leaders = desk.cast.leaders(complaint, "unit_supervisor", complaint.unit_path)
    if others and leaders:
        return Turn(leaders[0], "reassign")
    return by_first(desk.cast.supervisors(complaint), "designate")


def _decided(kind: str, yes: str, no: str) -> Callable[[Desk], Turn | None]:
    def decide(desk: Desk) -> Turn | None:
        ask = desk.complaint.pending(kind)
        others = [row for row in desk.cast.deciders(desk.complaint) if ask and row.id != ask.by_id]
        return by_first(others, yes if desk.chance(0.75) else no)

    return decide


def _recusal_asked(desk: Desk) -> Turn | None:
    ask = desk.complaint.pending("recusal")
    asked_about = ask.words.get("officer_id") if ask else None
    free = [row for row in desk.cast.deciders(desk.complaint) if row.id != asked_about]
    return by_first(free, "decide_recusal")


def _duty_offered(desk: Desk) -> Turn:
    offer = desk.complaint.duty_offer
    assert offer is not None and offer.officer_id is not None
    move = "take_first_responder" if desk.chance(0.85) else "refuse_first_responder"
    return Turn(desk.cast.officers[offer.officer_id], move)


def _waiting(desk: Desk) -> Turn:
    if desk.chance(0.7):
        return Turn(CITIZEN, "supplement")
    return by_responder(desk, "decline" if desk.complaint.milestone == Milestone.TAKEN_IN else "supplement")


def _suspended(desk: Desk) -> Turn | None:
    handler = desk.cast.officers.get(desk.complaint.handler_id or 0)
    if handler is not None and desk.chance(0.8):
        return Turn(handler, "resume")
    return by_first(desk.cast.deciders(desk.complaint), "resume")


def _answered(desk: Desk) -> Turn:
    complaint = desk.complaint
    may = complaint.handler_id not in (None, complaint.first_responder_id)
    again = may and complaint.rework_rounds < MOST_REWORK_ROUNDS and desk.chance(0.08)
    return by_responder(desk, "send_back" if again else "give_feedback")


def _after_feedback(desk: Desk) -> Turn:
    complaint = desk.complaint
    callers = desk.cast.verifiers(complaint)
    if callers and complaint.deadline("call_back") and desk.chance(0.7):
        return Turn(callers[0], "call_back")
    if complaint.grade is not None:
        return by_responder(desk, "close")
    in_time = complaint.appeal_by is not None and desk.at <= complaint.appeal_by
    if in_time and complaint.reviews_asked < complaint.rules.reviews and desk.chance(0.05):
        return Turn(CITIZEN, "appeal")
    return Turn(CITIZEN, "rate" if desk.chance(0.6) else None)


def _rated_badly(desk: Desk) -> Turn | None:
    verified = desk.complaint.verified_at is not None
    move = ("uphold" if desk.chance(0.5) else "reopen") if verified else "contact"
    return by_first(desk.cast.verifiers(desk.complaint), move)


DEEDS: dict[str, Callable[[Desk], Turn | None]] = {
    "recusal asked": _recusal_asked,
    "extension asked": _decided("extension", "grant_extension", "refuse_extension"),
    "suspension asked": _decided("suspension", "confirm_suspension", "refuse_suspension"),
    "duty offered": _duty_offered,
    "waiting for the citizen": _waiting,
    "responder recused": _responder_recused,
    "bounced": _bounced,
    "new": _new,
    "name to be settled": _name_to_be_settled,
    "accepted": _accepted,
    "offered": _offered,
    "suspended": _suspended,
    "handler recused": _handler_recused,
    "working": _working,
    "answered": _answered,
    "rated badly": _rated_badly,
    "told": _after_feedback,
}
