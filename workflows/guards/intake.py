"""Guards of taking in, deciding and asking the citizen for what is missing."""

from __future__ import annotations

from typing import Any

from workflows.calendar import SHANGHAI
from workflows.case import Case
from workflows.guards import guard, register_request
from workflows.language import SYSTEM, Act, Text
from workflows.parties import SUPERVISOR, is_for_citizen, is_recused
from workflows.parts import ANSWERABLE
from workflows.urgency import is_more_urgent

NOT_SUPPLIED = "missing_material_not_supplied"  # the one reason that may end what was accepted


@guard("该投诉已经受理，不必再次受理。", "This complaint has already been accepted.")
def not_accepted_yet(case: Case, act: Act) -> bool:
    return case.accepted_at is None


@guard(
    "该投诉已经受理，不能再作不予受理；请办理后答复。",
    "Already accepted: it can no longer be declined; handle and answer it.",
)
def may_still_be_declined(case: Case, act: Act) -> bool:
    return case.accepted_at is None or case.pause_reason == "supplement"


@guard(
    "该投诉已经受理，只有投诉人逾期没有补正才能终止；其他理由不能再作不予受理。",
    "Already accepted: it ends now only where the citizen did not supply what was missing in time, and for no other reason.",
    needs_words=True,
)
def accepted_stays_accepted(case: Case, act: Act) -> bool:
    return case.accepted_at is None or act.words["reason_code"] == NOT_SUPPLIED


@guard(
    "投诉人补正的期限还没有到，不能以没有补正为由不予受理；期限自告知投诉人之日起算。",
    "The days the citizen has to supply what is missing, from when they were told, are not over: it cannot be declined for that yet.",
    needs_words=True,
)
def citizen_had_the_days(case: Case, act: Act) -> bool:
    """The requested items are still missing, and the time to supply them has passed since the citizen was told."""
    if act.words["reason_code"] != NOT_SUPPLIED:
        return True
    until = case.supply_by
    return case.pause_reason == "supplement" and until is not None and act.at > until


@guard(
    "补正只能一次性告知一回；再次要求须由督办人员提出。",
    "Missing items are asked for once, completely; a second request needs a supervisor.",
)
def first_supplement_request(case: Case, act: Act) -> bool:
    return case.supplement_requests == 0 or SUPERVISOR in act.by.roles


@guard("正在等待投诉人补正，尚未补齐。", "The complaint is still waiting for the citizen's missing items.")
def not_waiting_for_supplement(case: Case, act: Act) -> bool:
    return case.pause_reason != "supplement"


@guard("没有等待补正的事项。", "Nothing is being waited for from the citizen.")
def waiting_for_supplement(case: Case, act: Act) -> bool:
    return case.pause_reason == "supplement"


@guard(
    "本件正在复查或重办，由上级单位或另外的人员办理，不能并入别的投诉。",
    "It is under review or being done again, by a superior unit or by others, and is not joined to another complaint.",
)
def no_review_is_open(case: Case, act: Act) -> bool:
    """Joined to another, the holder of that one would answer it (domain §4.1; promise 9)."""
    return case.review_from is None and not case.fresh_hands


@guard(
    "本件已指定承办，尚未签收，不能并入别的投诉。",
    "A unit was designated and has not taken it yet; it is not joined to another complaint until then.",
)
def no_designation_waits(case: Case, act: Act) -> bool:
    """Separated again, it could go to any unit (promise 3)."""
    return case.work_offer is None or not case.work_offer.designated


@guard(
    "并入的主件不能是本件自己，且主件须仍在办理。",
    "The leading complaint must be another one that is still open.",
    needs_words=True,
)
def leading_complaint_is_another_open_one(case: Case, act: Act) -> bool:
    leading = act.words["leading"]
    return leading is not case and leading.ended_at is None


@guard(
    "主件须与本件投诉同一单位、同一人员，否则被投诉的一方可能经办本件。请分别办理；没有写明被投诉方的，可以并入写明的，"
    "投诉个人的，可以并入投诉其所在单位的。",
    "The leading complaint must be about the same unit and person, or whoever this one is about could come to handle it. "
    "Handle each on its own, or join the one that names nobody to the one that does, and the one about an officer to the "
    "one about their unit.",
    needs_words=True,
)
def leading_complaint_is_about_the_same(case: Case, act: Act) -> bool:
    """The leading complaint's own respondent decides who may have it, now or later: it answers for both (promise 6)."""
    leading = act.words["leading"]
    if not set(case.respondent_unit_ids) <= set(leading.respondent_unit_ids):
        return False
    others = [one for one in case.respondent_officers if one.id not in leading.respondent_officer_ids]
    return all(is_about_one_of_the_unit(one, leading) for one in others)


def is_about_one_of_the_unit(officer: Any, leading: Case) -> bool:
    """An officer of the very unit the leading one is about, who has no part in that one: from now on it is about them
    by name too, and stays closed to them in whatever unit they come to be."""
    has_a_part = officer.id in (leading.first_responder_id, leading.answerable_id, leading.handler_id)
    return officer.unit_id in leading.respondent_unit_ids and not has_a_part


@guard(
    "主件现由已在本件回避的人员，或与本件有利害关系的人员负责或经办。请先把主件交给他人，或分别办理。",
    "The leading complaint is in the hands of an officer who is kept out of this one. Let it be given to another officer "
    "first, or handle each on its own.",
    needs_words=True,
)
def leading_complaint_is_in_free_hands(case: Case, act: Act) -> bool:
    """It answers for both from now on (domain §7, conflict of interest 4)."""
    leading = act.words["leading"]
    hands = {leading.first_responder_id, leading.answerable_id, leading.handler_id}
    return not hands & {*case.recused_ids, *case.kept_out_ids}


@guard(
    "检举控告等限制类投诉不能与普通投诉并案，请分别办理。",
    "A restricted complaint and an ordinary one are never joined; handle each on its own.",
    needs_words=True,
)
def leading_complaint_is_of_the_same_channel(case: Case, act: Act) -> bool:
    """Joined either way, its words would leave the channel, or a citizen who is owed an answer would get none."""
    return bool(act.words["leading"].rules.restricted == case.rules.restricted)


@guard(
    "本件比主件紧急，并入后本件的时限会变长。请反过来把主件并入本件，或先请督办人员调高主件的紧急程度。",
    "This complaint is more urgent than the leading one, and would have to wait longer. Join that one to this one instead, "
    "or have a supervisor raise the urgency of the leading one first.",
    needs_words=True,
)
def leading_complaint_is_as_urgent(case: Case, act: Act) -> bool:
    """Joining loses no promise of an urgent complaint (promise 5)."""
    return not is_more_urgent(case.urgency, act.words["leading"].urgency)


@guard(
    "其他人就同一事项的投诉已并入本件，须办到有结果，因此不能撤回。您不用再做什么；不想再接到联系的，请告诉首问责任人。",
    "Complaints of others on the same matter are joined to this one, so it is worked on until there is a result and "
    "cannot be withdrawn. You need do nothing more; if you do not wish to be contacted, tell the first responder.",
)
def nobody_is_joined_to_it(case: Case, act: Act) -> bool:
    """Withdrawn, it would leave every citizen joined to it without an answer (promise 9)."""
    return not case.leads_others or case.review_from is not None


@guard("今天已经催办过一次，请明天再催。", "You have already urged today; you may urge again tomorrow.")
def citizen_has_not_urged_today(case: Case, act: Act) -> bool:
    urged_at = (act.words.get("joined") or case).citizen_urged_at
    if not is_for_citizen(act) or urged_at is None:
        return True
    day = act.at.astimezone(SHANGHAI).date()
    return bool(urged_at.astimezone(SHANGHAI).date() != day)


@guard("您已经申请或被决定回避此件。", "You are already recused from this complaint.")
def not_recused_already(case: Case, act: Act) -> bool:
    return act.by is SYSTEM or not is_recused(case, act.by)


register_request(
    "recusal",
    Text("投诉人已提出回避申请，正等待决定。", "A request for recusal is already waiting for a decision."),
    Text("没有等待决定的回避申请。", "No request for recusal is waiting for a decision."),
)


@guard(
    "现在没有人以这种身份参与本件，请选别的。",
    "Nobody has that part in the complaint now; choose another.",
    needs_words=True,
)
def somebody_has_that_part(case: Case, act: Act) -> bool:
    return case.holder_of(str(act.words.get("of", ANSWERABLE))) is not None


@guard("被申请回避的人不能决定自己的回避。", "Whoever is asked to step aside cannot decide on it.")
def decider_is_not_asked_to_step_aside(case: Case, act: Act) -> bool:
    ask = case.pending("recusal")
    return ask is None or ask.words.get("officer_id") != act.by.id


@guard("该升级事项已经处理。", "This escalation has already been reviewed.", needs_words=True)
def escalation_awaits_review(case: Case, act: Act) -> bool:
    return act.words["escalation"].reviewed_at is None


@guard("该升级事项不属于本件投诉。", "That escalation belongs to another complaint.", needs_words=True)
def escalation_is_of_this_complaint(case: Case, act: Act) -> bool:
    return bool(act.words["escalation"].complaint_id == case.id)


@guard("没有等待核实的姓名。", "No name waits to be settled.")
def a_name_is_to_be_settled(case: Case, act: Act) -> bool:
    return bool(case.likely_respondent_ids)


@guard(
    "此人不在按姓名推定的人员之中。",
    "That officer is not among the likely matches of the name given.",
    needs_words=True,
)
def officer_is_a_likely_match(case: Case, act: Act) -> bool:
    """None is named where none of them is meant."""
    officer = act.words.get("officer")
    return officer is None or officer.id in case.likely_respondent_ids


@guard(
    "请写明核实的是哪一位。",
    "Say which officer it is.",
    needs_words=True,
)
def respondent_fits_what_is_named(case: Case, act: Act) -> bool:
    officer = act.words.get("officer")
    return not act.words.get("same") or officer is not None
