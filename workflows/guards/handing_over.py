"""Guards of handing the work, or the first responder's duty, from one to another (promises 1, 2, 3, 6)."""

from __future__ import annotations

from typing import Any

from workflows.case import Case
from workflows.guards import guard
from workflows.language import Act, Party
from workflows.parties import OFFICER, is_inside_offer, is_party, may_judge

MOST_RETURNS = 2  # in all; one per unit (domain §7: return max 1 per unit / 2 per complaint)


@guard(
    "不能派给被投诉的单位及其下属单位，也不能派给被投诉人主管的单位。",
    "Neither the unit complained of, nor one below it, nor one led by the person complained of can handle it.",
    needs_words=True,
)
def unit_is_not_respondent(case: Case, act: Act) -> bool:
    """No one there judges it (domain §7, conflict of interest 1 and 2)."""
    return not case.shuts_out(act.words["unit"])


@guard(
    "检举控告等限制类投诉只能在专门渠道内办理。",
    "A restricted complaint stays in its own channel.",
    needs_words=True,
)
def unit_is_of_the_channel(case: Case, act: Act) -> bool:
    """Or with the unit that holds it, which took the place of a channel that is itself complained of."""
    unit = act.words["unit"]
    return not case.rules.restricted or unit.kind == case.rules.unit_kind or bool(unit.id == case.unit_id)


@guard(
    "该单位不承办投诉，请另选单位。",
    "That unit does not handle complaints; choose another.",
    needs_words=True,
)
def unit_handles_complaints(case: Case, act: Act) -> bool:
    return bool(act.words["unit"].handles and act.words["unit"].active)


@guard(
    "所选人员不是该单位的在岗工作人员。",
    "That person is not an active officer of the unit.",
    needs_words=True,
)
def officer_is_of_the_unit(case: Case, act: Act) -> bool:
    officer, unit = act.words.get("officer"), act.words.get("unit")
    unit_id = unit.id if unit else case.unit_id
    return officer is None or (officer.active and officer.unit_id == unit_id and OFFICER in officer.roles)


@guard(
    "所选人员是被投诉人或已回避，或与此件有利害关系，不能经办此件。",
    "That person is complained of, recused, or has an interest in it, and can have no part in this complaint.",
    needs_words=True,
)
def officer_is_free_of_interest(case: Case, act: Act) -> bool:
    officer = act.words.get("officer")
    return officer is None or may_judge(case, officer)


@guard(
    "已有一份派单等待签收，请先等它签收、退回或失效。",
    "An offer is already waiting to be taken; wait until it is answered.",
)
def no_offer_waiting(case: Case, act: Act) -> bool:
    return case.work_offer is None


@guard("没有等待签收的派单。", "No offer is waiting to be taken.")
def offer_is_waiting(case: Case, act: Act) -> bool:
    return case.work_offer is not None


@guard(
    "指定承办不能收回；派错的，请督办人员重新指定。",
    "A designation is not recalled; a supervisor designates another unit instead.",
)
def offer_is_not_designated(case: Case, act: Act) -> bool:
    offer = case.work_offer
    return offer is None or not offer.designated or is_inside_offer(case, offer)


@guard(
    "单位内部的改派由承办单位负责人收回，派给单位的由首问责任人一方收回。",
    "An offer inside a unit is recalled by the head of that unit, an offer to a unit by those who took the complaint in.",
)
def offer_is_theirs_to_recall(case: Case, act: Act) -> bool:
    offer = case.work_offer
    if offer is not None and is_inside_offer(case, offer):
        return is_party(case, act.by, Party.UNIT_SUPERVISOR)
    givers = (Party.FIRST_RESPONDER, Party.INTAKE_SUPERVISOR, Party.SUPERVISOR)
    return any(is_party(case, act.by, giver) for giver in givers)


@guard("该派单指定了另一位承办人。", "The offer names another officer.")
def offer_is_open_to_me(case: Case, act: Act) -> bool:
    offer = case.work_offer
    return (
        offer is None
        or offer.officer_id in (None, act.by.id)
        or case.stands_in(act.by.id, offer.officer_id, act.at)
    )


@guard(
    "已两次退回或逾期未签收，只能由督办人员指定承办。",
    "Returned or left lying twice already: only a supervisor can move it now, by designation.",
)
def may_still_be_assigned(case: Case, act: Act) -> bool:
    return case.returns + case.lapses < MOST_RETURNS


@guard("本件退回已达两次，不能再退。", "This complaint has been returned twice and cannot be returned again.")
def returns_are_left(case: Case, act: Act) -> bool:
    return case.returns < MOST_RETURNS


@guard("本单位已退回过一次，不能再退。", "Your unit has already returned this complaint once.")
def unit_has_not_returned_before(case: Case, act: Act) -> bool:
    offer = case.last_work_offer
    return offer is None or offer.unit_id not in case.refusing_unit_ids


@guard("指定承办的件不能退回。", "A designated unit cannot return the complaint.")
def not_designated(case: Case, act: Act) -> bool:
    offer = case.last_work_offer
    return offer is None or not offer.designated


@guard("退回期限已过。", "The time for returning it is over.")
def within_return_window(case: Case, act: Act) -> bool:
    return case.may_be_returned_at(act.at)


@guard(
    "只能在派单尚未签收时退回，或由承办人退回。", "It can be returned before it is taken, or by its handler."
)
def handler_or_still_offered(case: Case, act: Act) -> bool:
    offer = case.work_offer
    still_offered = offer is not None and not is_inside_offer(case, offer)
    return still_offered or case.handler_id == act.by.id


@guard("没有单位内部改派等您接手。", "No work was reassigned to you inside your unit.")
def work_was_reassigned_to_me(case: Case, act: Act) -> bool:
    """Only the named officer or their deputy may say no; the unit keeps the work, so nothing bounces."""
    offer = case.work_offer
    if offer is None or offer.officer_id is None or not is_inside_offer(case, offer):
        return False
    return offer.officer_id == act.by.id or case.stands_in(act.by.id, offer.officer_id, act.at)


@guard("改派须换一位承办人。", "Name another officer than the present handler.", needs_words=True)
def another_officer(case: Case, act: Act) -> bool:
    officer = act.words.get("officer")
    return officer is None or officer.id not in (case.handler_id, case.answerable_id)


@guard(
    "重办须换承办人，不能仍由原承办人办理。", "It must go to another handler than before.", needs_words=True
)
def never_the_former_handler(case: Case, act: Act) -> bool:
    officer = act.words.get("officer")
    return officer is None or officer.id not in case.past_handler_ids


@guard("您曾经办此件，重办须换人。", "You handled this complaint before; it must go to somebody else.")
def taker_did_not_handle_it_before(case: Case, act: Act) -> bool:
    return not case.fresh_hands or act.by.id not in case.past_handler_ids


@guard("首问交接正等待接任人确认。", "A change of first responder is already waiting for the successor.")
def no_duty_offer_waiting(case: Case, act: Act) -> bool:
    return case.duty_offer is None


@guard("没有等待您确认的首问交接。", "No change of first responder is waiting for you.")
def duty_offer_is_waiting(case: Case, act: Act) -> bool:
    return case.duty_offer is not None


@guard("接任人须是另一位在岗工作人员。", "The successor must be another active officer.", needs_words=True)
def successor_is_another_officer(case: Case, act: Act) -> bool:
    officer = act.words["officer"]
    return officer.active and OFFICER in officer.roles and officer.id != case.first_responder_id


@guard(
    "检举控告等限制类投诉的首问责任只能在专门渠道内交接，请选该渠道的人员。",
    "The duty for a restricted complaint is handed on only within its own channel; choose an officer there.",
    needs_words=True,
)
def successor_is_of_the_channel(case: Case, act: Act) -> bool:
    return keeps_the_channel(case, act.words["officer"])


def keeps_the_channel(case: Case, officer: Any) -> bool:
    """Whether the first responder's duty stays in the channel with this officer. Where the channel itself is complained of,
    an officer outside it has the duty, and may hand it to any officer free of interest."""
    channel = case.rules.unit_kind
    if not case.rules.restricted or officer.unit.kind == channel:
        return True
    return bool(case.first_responder.unit.kind != channel)


@guard("没有等待您接手的事。", "Nothing waits for you to take it over.")
def it_is_mine_to_take_over(case: Case, act: Act) -> bool:
    return case.taking_over_id is not None and bool(case.taking_over_id == act.by.id)


@guard("没有等待应答的值班呼叫。", "Nobody is being called for this.")
def duty_is_called(case: Case, act: Act) -> bool:
    return case.promised_until("duty_answer") is not None
