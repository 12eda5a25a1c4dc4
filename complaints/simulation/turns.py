"""Whose turn it is, and what they would do: one situation of a complaint, one deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from complaints.models import Complaint
from complaints.simulation.cast import Cast
from workflows.guards.aftermath import MOST_REWORK_ROUNDS, WORST_GRADES
from workflows.guards.handing_over import MOST_RETURNS
from workflows.language import CITIZEN


@dataclass(frozen=True)
class Turn:
    """Somebody about to make a move; None as the move: they let it be."""

    actor: Any
    move: str | None


@dataclass(frozen=True)
class Desk:
    """A complaint lying before whoever looks at it next."""

    complaint: Complaint
    at: datetime
    rng: Random
    cast: Cast

    def chance(self, of: float) -> bool:
        return self.rng.random() < of


def next_turn(desk: Desk) -> Turn | None:
    """What is done next, and by whom; None when nobody can (the ladders go on by themselves)."""
    if desk.complaint.ended_at is not None:
        return None
    return DEEDS[situation(desk.complaint)](desk)


def situation(complaint: Complaint) -> str:
    """What has to happen first. Questions waiting for a decision go before the work itself."""
    if complaint.pending("recusal"):
        return "recusal asked"
    for kind in ("extension", "suspension"):
        if complaint.state == "assigned" and complaint.pending(kind) and not complaint.pause_reason:
            return f"{kind} asked"
    if complaint.duty_offer is not None:
        return "duty offered"
    if complaint.pause_reason == "supplement":
        return "waiting for the citizen"
    return _in_state(complaint)


def _in_state(complaint: Complaint) -> str:
    if complaint.state == "received":
        if complaint.first_responder_id in complaint.recused_ids:
            return "responder recused"
        if complaint.returns + complaint.lapses >= MOST_RETURNS:
            return "bounced"
        return "new" if complaint.accepted_at is None else "accepted"
    if complaint.state == "assigned":
        if complaint.work_offer is not None:
            return "offered"
        if complaint.pause_reason == "suspension":
            return "suspended"
        return "handler recused" if complaint.handler_id in complaint.recused_ids else "working"
    if complaint.state == "feedback":
        return "rated badly" if complaint.grade in WORST_GRADES else "told"
    return complaint.state


def _pick(desk: Desk, *weighted: tuple[str, float, bool]) -> str:
    """One of the moves, by weight, among those whose condition holds."""
    open_ones = [(name, weight) for name, weight, may in weighted if may]
    return desk.rng.choices([name for name, _ in open_ones], [weight for _, weight in open_ones])[0]


def _responder(desk: Desk, move: str) -> Turn:
    return Turn(desk.cast.officers[desk.complaint.first_responder_id], move)


def _first(officers: list[Any], move: str) -> Turn | None:
    return Turn(officers[0], move) if officers else None


def _new(desk: Desk) -> Turn:
    open_case, asked = not desk.complaint.restricted, desk.complaint.supplement_requests > 0
    move = _pick(
        desk,
        ("accept", 0.62, True),
        ("assign", 0.18, True),
        ("answer_on_the_spot", 0.09, open_case),
        ("ask_supplement", 0.07, open_case and not asked),
        ("decline", 0.05, open_case),
        ("merge", 0.02, open_case),
    )
    return _responder(desk, move)


def _accepted(desk: Desk) -> Turn:
    return _responder(desk, "assign")


def _bounced(desk: Desk) -> Turn | None:
    return _first(desk.cast.supervisors(desk.complaint), "designate")


def _responder_recused(desk: Desk) -> Turn | None:
    complaint = desk.complaint
    leaders = desk.cast.leaders(complaint, "unit_supervisor", complaint.intake_path)
    return _first(leaders + desk.cast.supervisors(complaint), "change_first_responder")


def _offered(desk: Desk) -> Turn | None:
    complaint, offer = desk.complaint, desk.complaint.work_offer
    assert offer is not None
    takers = [
        row for row in desk.cast.free_of_unit(complaint, offer.unit_id) if offer.officer_id in (None, row.id)
    ]
    if not takers:
        return _first(desk.cast.supervisors(complaint), "designate")
    taker = desk.rng.choice(takers)
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
    move = _pick(
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
    return _first(desk.cast.supervisors(complaint), "designate")


def _decided(kind: str, yes: str, no: str) -> Callable[[Desk], Turn | None]:
    def decide(desk: Desk) -> Turn | None:
        ask = desk.complaint.pending(kind)
        others = [row for row in desk.cast.deciders(desk.complaint) if ask and row.id != ask.by_id]
        return _first(others, yes if desk.chance(0.75) else no)

    return decide


def _recusal_asked(desk: Desk) -> Turn | None:
    ask = desk.complaint.pending("recusal")
    asked_about = ask.words.get("officer_id") if ask else None
    free = [row for row in desk.cast.deciders(desk.complaint) if row.id != asked_about]
    return _first(free, "decide_recusal")


def _duty_offered(desk: Desk) -> Turn:
    offer = desk.complaint.duty_offer
    assert offer is not None and offer.officer_id is not None
    move = "take_first_responder" if desk.chance(0.85) else "refuse_first_responder"
    return Turn(desk.cast.officers[offer.officer_id], move)


def _waiting(desk: Desk) -> Turn:
    if desk.chance(0.7):
        return Turn(CITIZEN, "supplement")
    return _responder(desk, "decline" if desk.complaint.state == "received" else "supplement")


def _suspended(desk: Desk) -> Turn | None:
    handler = desk.cast.officers.get(desk.complaint.handler_id or 0)
    if handler is not None and desk.chance(0.8):
        return Turn(handler, "resume")
    return _first(desk.cast.deciders(desk.complaint), "resume")


def _handled(desk: Desk) -> Turn:
    complaint = desk.complaint
    may = complaint.handler_id not in (None, complaint.first_responder_id)
    again = may and complaint.rework_rounds < MOST_REWORK_ROUNDS and desk.chance(0.08)
    return _responder(desk, "send_back" if again else "give_feedback")


def _told(desk: Desk) -> Turn:
    complaint = desk.complaint
    if complaint.grade is not None:
        return _responder(desk, "close")
    in_time = complaint.appeal_by is not None and desk.at <= complaint.appeal_by
    if in_time and complaint.appealed_at is None and desk.chance(0.05):
        return Turn(CITIZEN, "appeal")
    return Turn(CITIZEN, "rate" if desk.chance(0.6) else None)


def _rated_badly(desk: Desk) -> Turn | None:
    verified = desk.complaint.verified_at is not None
    move = ("uphold" if desk.chance(0.5) else "reopen") if verified else "contact"
    return _first(desk.cast.verifiers(desk.complaint), move)


DEEDS: dict[str, Callable[[Desk], Turn | None]] = {
    "recusal asked": _recusal_asked,
    "extension asked": _decided("extension", "grant_extension", "refuse_extension"),
    "suspension asked": _decided("suspension", "confirm_suspension", "refuse_suspension"),
    "duty offered": _duty_offered,
    "waiting for the citizen": _waiting,
    "responder recused": _responder_recused,
    "bounced": _bounced,
    "new": _new,
    "accepted": _accepted,
    "offered": _offered,
    "suspended": _suspended,
    "handler recused": _handler_recused,
    "working": _working,
    "handled": _handled,
    "rated badly": _rated_badly,
    "told": _told,
}
