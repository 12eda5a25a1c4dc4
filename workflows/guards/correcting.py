"""Guards of correcting what was written down wrong, and of naming who is complained of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.case import Case
from workflows.guards import guard
from workflows.language import Act, Ending, Milestone, Party
from workflows.parties import is_party

OF_THE_MATTER = frozenset(
    {
        *("category", "subject", "narrative", "confidential"),
        *("channel", "sender_number", "received_on", "group_size"),
    }
)
OFFICERS, UNIT, CLOSE = "about_ids", "about_unit_id", "close_ids"  # in a request about a respondent
REPEATS = "repeats"  # in a citizen's report: the name stands on record already
MOVES_NOTHING = frozenset({"subject", "narrative", "confidential"})  # neither clocks nor hands


def touched(changes: Mapping[str, Any]) -> set[str]:
    removed = {changes["remove"]} if changes.get("remove") else set()
    return {*changes, *removed} - {"remove"}


@guard(
    "本件已结束或已并案：只能更正投诉人的姓名、联系方式，以及投诉人指出的标题、经过和保密要求；类别、渠道等由没有经办过本件的督办人员在"
    "办结后更正，属于检举控告的可以立即更正类别，转入专门渠道。",
    "The complaint is over or joined to another: only the citizen's name and contacts can be corrected, and subject, narrative "
    "and confidentiality where the citizen says they are wrong. Category, channel and the rest are corrected after the end by a "
    "supervisor who had no part in it; a report of misconduct goes to its channel at once.",
    needs_words=True,
)
def only_contacts_after_the_end(case: Case, act: Act) -> bool:
    """Nothing stays wrong for good: what belongs into the restricted channel goes there from any end, and leaves those it is
    joined to. What figures count by is corrected by a supervisor, not by those whose figures it is; what moves nothing also
    by the first responder, where the citizen reported it. What is joined to an open one is separated first."""
    matter = OF_THE_MATTER & touched(act.words["changes"])
    if case.ended_at is None or not matter:
        return True
    if matter <= MOVES_NOTHING and _citizen_reported(case):
        return True
    if "category" in matter and _is_restricted(case, act):
        return matter == {"category"}
    leads_on = case.is_joined and (case.leading is None or case.leading.ended_at is None)
    free = act.by.id not in case.had_a_part_in_group_ids
    return not leads_on and free and is_party(case, act.by, Party.SUPERVISOR)


def _citizen_reported(case: Case) -> bool:
    ask = case.pending("correction")
    return ask is not None and bool(ask.words.get("by_citizen"))


def _is_restricted(case: Case, act: Act) -> bool:
    rules = case.rules_of(act.words["changes"]["category"])
    return rules is not None and rules.restricted


@guard(
    "检举控告等限制类投诉不能改为普通类别：请在专门渠道内办理，或请投诉人另行投诉。",
    "A restricted complaint is not corrected to an ordinary category: handle it in its channel, or let the citizen log another.",
    needs_words=True,
)
def restricted_channel_is_not_left(case: Case, act: Act) -> bool:
    """Words from the channel stay in it (domain §4.1: §30)."""
    return not case.rules.restricted or act.words["changes"].get("category", case.category) == case.category


@guard(
    "有其他投诉并入本件，不能改为限制类；请先解除并案。",
    "Other complaints are joined to this one, so it cannot become restricted; separate them first.",
    needs_words=True,
)
def nobody_joined_to_what_becomes_restricted(case: Case, act: Act) -> bool:
    rules = case.rules_of(act.words["changes"].get("category", case.category))
    return rules is None or not rules.restricted or not case.leads_others


@guard(
    "已有一项更正请求等待首问责任人核对。",
    "A request for a correction already waits for the first responder.",
)
def no_correction_pending(case: Case, act: Act) -> bool:
    return case.pending("correction") is None


@guard("没有等待核对的更正请求。", "No request for a correction is waiting.")
def correction_pending(case: Case, act: Act) -> bool:
    return case.pending("correction") is not None


def correction_is_decided(case: Case, act: Act) -> bool:
    """None waits any more: this act granted it."""
    return case.pending("correction") is None


@guard(
    "请求列为被投诉的是您本人、您的单位或者您的上下级，须由上一级决定。",
    "The request is about you, your unit, or one above or below you: the next level up decides on it.",
)
def decider_is_not_the_one_named(case: Case, act: Act) -> bool:
    """Nor one who would be kept out with them (promise 6); their colleagues: `workflows.interest`."""
    return not (is_asked_about(case, act) or act.by.id in _asked(case).get(CLOSE, ()))


def is_asked_about(case: Case, act: Act) -> bool:
    """Whether a waiting request about a respondent may mean who acts, or their unit."""
    words = _asked(case)
    of_unit = words.get(UNIT) is not None and words[UNIT] == act.by.unit_id
    return of_unit or act.by.id in words.get(OFFICERS, ())


def may_be_refused_beside_them(case: Case, act: Act) -> bool:
    """By head and colleagues of who is meant: a report that repeats what is named, for refused it frees no one; and by whom the
    duty came to as the next level up, from the one meant."""
    words = _asked(case)
    has_the_duty = act.by.id == case.first_responder_id
    came_from_them = has_the_duty and not set(case.past_responder_ids).isdisjoint(words.get(OFFICERS, ()))
    return came_from_them or bool(words.get(REPEATS))


def _asked(case: Case) -> Mapping[str, Any]:
    ask = case.pending("correction")
    words: Mapping[str, Any] = ask.words if ask is not None else {}
    return words


@guard(
    "主件已经办结，不能再解除并案；对结果不满意的，可以评价或申请复查。",
    "The leading complaint is over: it can no longer be separated. Who is not satisfied may rate, or ask for a review.",
)
def leading_complaint_is_still_open(case: Case, act: Act) -> bool:
    """Or it was not taken up: that decided nothing about this one."""
    leading = case.leading
    return leading is not None and (leading.ended_at is None or leading.ends_as == Ending.DECLINED)


@guard(
    "主件已经办结，转来单位的日期不再变动。",
    "The leading complaint is over: the sender's date is not moved any more.",
)
def leading_one_is_not_over(case: Case, act: Act) -> bool:
    return not case.is_joined or (case.leading is not None and case.leading.ended_at is None)


@guard(
    "已经办结答复，转来单位的日期不再变动；答复被退回后再登记改期。",
    "It is answered: the sender's date is not moved any more. Where the answer is sent back, enter the new date then.",
)
def sender_still_waits_for_the_answer(case: Case, act: Act) -> bool:
    """After it no act could keep a new date (promise 5)."""
    worked_on = case.leading if case.is_joined and case.leading is not None else case
    return worked_on.milestone in (Milestone.TAKEN_IN, Milestone.IN_WORK)


@guard(
    "主件已经办结，不能再更改被投诉人；对结果不满意的，可以评价或申请复查。",
    "The leading complaint is over: whom this one is about is not changed any more. Who is not satisfied may rate, or ask "
    "for a review.",
)
def joined_to_an_open_one(case: Case, act: Act) -> bool:
    """A joined complaint is handled with the leading one, which takes the respondent."""
    return not case.is_joined or (case.leading is not None and case.leading.ended_at is None)
