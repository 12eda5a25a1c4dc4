"""Effects of moves beside the change of state, under the names of `workflows.effects`. Each may add to the event's detail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from complaints.casework import (
    attachments,
    handovers,
    joined_citizens,
    joining,
    query_codes,
    relief,
)
from complaints.casework.effects import (
    assisting,
    consulting,
    conversation,
    corrections,
    joined_promises,
    moot_reviews,
    outcome,
    reaching,
    requests,
    respondents,
    returning,
    rulings,
    separation,
)
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadlines, renewal
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer
from complaints.organisation import conflicts, post_holders
from workflows.calendar import SHANGHAI
from workflows.effects import EFFECTS
from workflows.former_words import FORMER_EFFECTS
from workflows.language import Act
from workflows.parties import is_for_citizen
from workflows.urgency import is_more_urgent


def mark_accepted(complaint: Complaint, act: Act) -> Detail:
    complaint.accepted_at = complaint.accepted_at or act.at
    return None


def pause_for_supplement(complaint: Complaint, act: Act) -> Detail:
    complaint.pause_reason = "supplement"
    complaint.supplement_requests += 1
    return None


def end_pause(complaint: Complaint, act: Act) -> Detail:
    complaint.pause_reason = None
    return None


def end_suspension(complaint: Complaint, act: Act) -> Detail:
    """A suspension belongs to the work and ends with it; the complaint still waits for what the citizen was asked for."""
    return end_pause(complaint, act) if complaint.pause_reason == "suspension" else None


def offer_work(complaint: Complaint, act: Act) -> Detail:
    handovers.offer_work(complaint, act)
    return None


def offer_work_inside(complaint: Complaint, act: Act) -> Detail:
    """From one officer of the unit to another. What the unit may do with the work is as it was: a designated unit stays
    designated, and the time to return it does not begin again (promise 3)."""
    before = complaint.last_work_offer
    words = {**act.words, "unit": complaint.unit}
    offer = handovers.offer_work(complaint, Act(act.move, act.by, act.at, words))
    if before is not None:
        offer.designated, offer.return_by = before.designated, before.return_by
    return None


def offer_designated_work(complaint: Complaint, act: Act) -> Detail:
    handovers.offer_work(complaint, act, designated=True)
    return rulings.settle_dispute(complaint, act) if act.move == "designate" else None


def offer_to_superior(complaint: Complaint, act: Act) -> Detail:
    """复查 goes to the unit above the one that handled it, never to the respondent (domain §4.1: §35)."""
    unit = post_holders.unit_above(complaint)
    handovers.offer_work(complaint, Act(act.move, act.by, act.at, {"unit": unit}), designated=True)
    return {"unit": unit.code}


def withdraw_offer(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "work", "withdrawn")
    return None


def take_work(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "work", "taken")
    assert isinstance(act.by, Officer)
    handovers.take_work(complaint, act.by)
    return None


def return_work(complaint: Complaint, act: Act) -> Detail:
    offer = complaint.work_offer or complaint.last_work_offer
    assert offer is not None
    if handovers.answer_offer(complaint, act, "work", "returned") is None:
        handovers.give_back_work(complaint)
    handovers.note_refusal(complaint, offer)
    complaint.returns += 1
    handovers.give_back_work(complaint)
    returning.ask_to_judge(complaint, act, offer.unit_id)
    return {"refused_by": act.by.unit.code if isinstance(act.by, Officer) else None}


def return_work_inside(complaint: Complaint, act: Act) -> Detail:
    """Back to the giver, who never stopped being answerable (promise 2). The unit keeps it: no return of promise 3."""
    handovers.answer_offer(complaint, act, "work", "returned")
    return None


def lapse_work(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "work", "lapsed")
    complaint.lapses += 1
    return None


def recall_work(complaint: Complaint, act: Act) -> Detail:
    """Before anyone took it: no return and no lapse is counted, and the promise to take it ends unmet."""
    offer = handovers.answer_offer(complaint, act, "work", "withdrawn")
    assert offer is not None
    deadlines.void_all([row for row in complaint.running if row.commitment == "signing"], act.at)
    if complaint.handler_id is None:
        handovers.give_back_work(complaint)
    return {"recalled_from": offer.unit.code if offer.unit else None}


def reissue_code(complaint: Complaint, act: Act) -> Detail:
    query_codes.issue(complaint)
    if not query_codes.may_hand_out(complaint, act.by, act.at):
        return {query_codes.SENT: True}
    return query_codes.given_to(complaint, act.by, act.at)


def keep_citizen_files(complaint: Complaint, act: Act) -> Detail:
    return {"files": attachments.keep_of_citizen(complaint, act)} if act.words.get("files") else None


def keep_files(complaint: Complaint, act: Act) -> Detail:
    return {"files": attachments.keep(complaint, act)}


def join_leading(complaint: Complaint, act: Act) -> Detail:
    """Its own citizen, and those of complaints joined to it before, get the notices of the leading complaint from now on.
    Persons kept out of this one are kept out of that one, which answers for both."""
    leading, ended = act.words["leading"], joined_promises.name_ended(complaint, act)
    others = joined_citizens.joined_to(complaint.id) if complaint.leads_others else []
    reaching.note_joined(leading, [complaint, *others], act)
    complaint.leading_id, leading.leads_others = leading.id, True
    complaint.open_questions = None  # steps are counted on the leading one from now on
    leading.recused_ids = list(dict.fromkeys([*leading.recused_ids, *complaint.recused_ids]))
    joining.name_respondents(complaint, leading, act)
    joining.keep_out_of_joined(complaint, act)
    for joined in others:
        joined.leading_id, joined.open_questions = leading.id, None
    return {"ended": ended} if ended else None


def keep_out(complaint: Complaint, act: Act) -> Detail:
    """The rows made by a change of the organisation, if it was one; and what persons kept out hold goes up."""
    change = act.words.get("change") or conflicts.Change()
    return relief.carry(complaint, act, change)


def settle_respondent(complaint: Complaint, act: Act) -> Detail:
    """A likely match is the officer complained of, or is not, and is no longer kept out for that name. Without an officer,
    none of the likely matches is."""
    officer = act.words.get("officer")
    if act.words["same"]:
        return respondents.confirm_match(complaint, act)
    ids = {officer.id} if officer else complaint.likely_respondent_ids
    return relief.carry(complaint, act, conflicts.reject(complaint, ids, act.at))


def note_urge(complaint: Complaint, act: Act) -> Detail:
    if is_for_citizen(act):
        (act.words.get("joined") or complaint).citizen_urged_at = act.at
    return None


def set_sender_date(complaint: Complaint, act: Act) -> Detail:
    before, complaint.sender_due_at = complaint.sender_due_at, act.words["due_at"]
    return {"from_due_at": before.astimezone(SHANGHAI).isoformat()} if before else None


def change_urgency(complaint: Complaint, act: Act) -> Detail:
    """Later promises follow the new urgency; a running one is promised again where that is sooner, and never later."""
    before, complaint.urgency = complaint.urgency, act.words["urgency"]
    raised = is_more_urgent(complaint.urgency, before)
    return {"from_urgency": before, "sooner": renewal.hasten(complaint, act.at) if raised else []}


def offer_duty(complaint: Complaint, act: Act) -> Detail:
    handovers.offer_duty(complaint, act)
    return None


def take_duty(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "duty", "taken")
    db.session.flush()  # the database lets the first responder change only after the handover was taken
    assert isinstance(act.by, Officer)
    handovers.take_duty(complaint, act.by)
    return None


def return_duty(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "duty", "returned")
    return None


def lapse_duty(complaint: Complaint, act: Act) -> Detail:
    handovers.answer_offer(complaint, act, "duty", "lapsed")
    return None


def carry_out(names: tuple[str, ...], complaint: Complaint, act: Act) -> dict[str, Any]:
    """Run a move's effects in the order the rulebook names them."""
    detail: dict[str, Any] = {}
    for name in names:
        if name in FORMER_EFFECTS:
            continue
        detail |= BY_NAME[name](complaint, act) or {}
    return detail


_CARRIED_OUT_HERE = {
    **vars(requests),
    **vars(consulting),
    **vars(assisting),
    **vars(joined_promises),
    **vars(moot_reviews),
    **vars(outcome),
    **vars(conversation),
    **vars(reaching),
    **vars(corrections),
    **vars(respondents),
    **vars(returning),
    **vars(separation),
    **globals(),
}
BY_NAME: dict[str, Callable[[Complaint, Act], Detail]] = {
    name: _CARRIED_OUT_HERE[name] for name in sorted(EFFECTS)
}
