"""Guards of what follows the answer: review of the answer, rating, verification, appeal (promise 9)."""

from __future__ import annotations

from datetime import datetime

from workflows.case import Case, CitizenRating
from workflows.guards import guard
from workflows.guards.time_limits import LEAST_DAYS_TRIED
from workflows.language import Act, Milestone
from workflows.parties import (
    SUPERVISOR,
    concerned,
    had_a_part,
    has_the_work,
    is_inside_offer,
    may_have_a_part,
    may_review,
)

MOST_REWORK_ROUNDS = 2  # domain §7: rework ≤ 2 rounds, then close with reasons and remedies
WORST_GRADES = (1, 2)  # 不满意, 非常不满意 (国办发〔2019〕51号)


def rating_of_actor(case: Case, act: Act) -> CitizenRating:
    """The rating of the acting citizen in this round: of a joined complaint, or its own."""
    joined = act.words.get("joined")
    own_id = None if joined is None else joined.id
    return next(one for one in case.citizen_ratings if one.of_id == own_id)


def bad_ratings(case: Case) -> list[CitizenRating]:
    return [one for one in case.citizen_ratings if one.grade in WORST_GRADES]


def judged_the_answer(joined: Case) -> bool:
    """The citizen of a joined complaint rated the answer of the leading one badly, or asked for its review."""
    leading = joined.leading
    if leading is None:
        return False
    asked = leading.review_from is not None and leading.review_of_id == joined.id
    return asked or any(one.of_id == joined.id for one in bad_ratings(leading))


@guard("已退回重办两次，请督办人员决定。", "Sent back twice already; a supervisor must decide now.")
def rework_rounds_are_left(case: Case, act: Act) -> bool:
    return case.rework_rounds < MOST_REWORK_ROUNDS or SUPERVISOR in act.by.roles


@guard("答复人不能审核自己的答复。", "Whoever answered cannot review the answer.")
def reviewer_did_not_answer(case: Case, act: Act) -> bool:
    return bool(case.handler_id != act.by.id)


@guard(
    "手上有本件的人不能处理它自己的升级，由上一级处理。",
    "Whoever has the work does not review its lateness; the next level up does.",
)
def reviewer_does_not_have_the_work(case: Case, act: Act) -> bool:
    return not has_the_work(case, act.by)


@guard("该项升级不由您处理。", "This escalation is not yours to review.", needs_words=True)
def escalation_is_theirs_to_review(case: Case, act: Act) -> bool:
    """Never for the person who was late (promise 8)."""
    return may_review(case, act.by, act.words["escalation"], act.at)


@guard("没有承办人可退回；请直接反馈或另行派单。", "There is no handler to send it back to.")
def has_a_handler(case: Case, act: Act) -> bool:
    """An answer given on the spot goes back too where it was by one complained of or recused; a supervisor designates who does it again."""
    return case.handler_id is not None or case.is_answered_by_respondent or case.is_answered_by_recused


@guard(
    "评价期已过，或评价已经核实，不能再评；仍不服的，可在期限内申请复查。",
    "The rating period is over, or the rating was verified; within its period, a review can still be asked for.",
)
def rating_is_open(case: Case, act: Act) -> bool:
    """A wrong star is mended by rating again: until the period is over, and until a bad rating was decided on."""
    mine, in_time = rating_of_actor(case, act), _is_in_time(case, "rate_by", act)
    if mine.rated_at is None:
        return case.ended_at is None or in_time
    decided = case.ended_at is not None and mine.grade in WORST_GRADES
    return not decided and in_time


@guard(
    "投诉人已经作出的评价，只能由投诉人本人凭查询码更改。",
    "A rating that was given is changed by the citizen alone, with the query code.",
)
def officer_changes_no_rating(case: Case, act: Act) -> bool:
    return act.by.kind == "citizen" or rating_of_actor(case, act).rated_at is None


@guard(
    "已有办理结果，不能再撤回；结果告知您后，可以评价或申请复查。",
    "There is an answer already. Once you are told it, you may rate it or ask for a review.",
)
def withdrawn_before_the_answer(case: Case, act: Act) -> bool:
    """A request for a review can be withdrawn until the citizen has its result."""
    return case.milestone != Milestone.ANSWERED or case.review_from is not None


@guard(
    "正在进行的复查是同一事项的另一位投诉人申请的，只能由其本人撤回。",
    "The review that is open was asked for by another citizen of the same matter, who alone can take it back.",
)
def review_is_theirs_to_take_back(case: Case, act: Act) -> bool:
    """Each citizen of a joined complaint has the right for themselves (promise 9)."""
    joined = act.words.get("joined")
    return case.review_from is None or bool(case.review_of_id == (joined.id if joined else None))


@guard(
    "只有评价为不满意或非常不满意的，才进入核实。",
    "Only a rating in the bottom two grades opens a verification.",
)
def rated_badly(case: Case, act: Act) -> bool:
    return bool(bad_ratings(case))


@guard(
    "办理结果已告知投诉人，没有可以限期完成的事项；投诉人评价不满意的，可以重办、维持，或再限期督办。",
    "The citizen was told the result: no act is left that would keep a date. Where they rate it badly, it may be reopened, "
    "upheld, or given a date.",
)
def an_act_can_keep_the_date(case: Case, act: Act) -> bool:
    """A date that no act meets would be missed whatever officers do (promise 5)."""
    return case.milestone != Milestone.TOLD or bool(bad_ratings(case))


@guard(
    "维持前须先联系投诉人核实；联系不上的，须由核实人员在评价后三个不同工作日联系而均未成功。",
    "Contact the citizen first, then the answer may be upheld; of one who cannot be reached, those who verify must have "
    "tried in vain on three different working days since the rating.",
)
def citizen_was_contacted_since_the_rating(case: Case, act: Act) -> bool:
    """A citizen who left no number is owed no call (domain §7, anonymous complaints). One who never answers keeps nothing
    open for good (domain §7, unreachable). The rating is verified in both cases."""
    bad = bad_ratings(case)
    owed = [one.rated_at for one in bad if one.contactable and one.rated_at is not None]
    if not owed:
        return bool(bad) or not case.contactable
    if case.verified_at is not None and case.verified_at >= max(owed):
        return True
    return rated_badly(case, act) and len(set(case.unreached_by_verifiers_on)) >= LEAST_DAYS_TRIED


@guard(
    "核实须由首问责任人和承办人以外的人进行，以前担任过的也不行。",
    "Verification is for an officer who never was its first responder or handler.",
)
def verifier_is_somebody_else(case: Case, act: Act) -> bool:
    return act.by.id not in case.had_a_part_in_group_ids


@guard(
    "回访须由首问责任人和承办人以外的人进行，以前担任过的也不行。",
    "The call back is for an officer who never was its first responder or handler.",
)
def caller_had_no_part(case: Case, act: Act) -> bool:
    return all(act.by.id not in had_a_part(one) for one in concerned(case, act))


@guard(
    "投诉人评价不满意，须先核实，不能归档。",
    "The citizen is not satisfied: it must be verified before it is closed.",
)
def not_rated_badly(case: Case, act: Act) -> bool:
    return not bad_ratings(case)


@guard(
    "须在投诉人评价后归档，或等评价期满由系统归档。",
    "It is closed after a rating, or by the system when the rating period ends.",
)
def rated_or_period_over(case: Case, act: Act) -> bool:
    """Each citizen of the complaint has had the chance (promise 9)."""
    if act.by.kind == "system":
        return not case.still_to_reach
    return all(one.grade is not None for one in case.citizen_ratings)


@guard(
    "每件投诉可申请复查一次（信访事项还可申请复核一次），您已申请过；同一事实和理由不再受理。",
    "A review can be asked for once (of a petition, a second one as well), and it has been; the same facts are not taken up again.",
)
def reviews_are_left(case: Case, act: Act) -> bool:
    """One; a second one where the law has it (domain §12, PETITION)."""
    return bool((act.words.get("joined") or case).reviews_asked < case.rules.reviews)


@guard(
    "此类投诉须由两名以上工作人员调查，请写明另一名调查人员。",
    "At least two officers look into such a complaint: name the second one.",
    needs_words=True,
)
def second_person_took_part(case: Case, act: Act) -> bool:
    """Domain §12, NOTARY (司法部令第147号 §21)."""
    return case.rules.investigators < 2 or act.words.get("second") is not None


@guard(
    "另一名调查人员须是他人，且与本件没有利害关系。",
    "The second investigator is another officer, free of interest in this complaint.",
    needs_words=True,
)
def second_person_is_another_free_of_interest(case: Case, act: Act) -> bool:
    second = act.words.get("second")
    return second is None or (second.id != act.by.id and may_have_a_part(case, second))


@guard("申请复查的期限已过。", "The time to ask for a review is over.")
def within_appeal_period(case: Case, act: Act) -> bool:
    return _is_in_time(case, "appeal_by", act)


def _is_in_time(case: Case, name: str, act: Act) -> bool:
    """Until the answer has come to the citizen, no time of theirs runs."""
    until = period_of(case, name, act)
    return is_on_its_way(case, act) or (until is not None and act.at <= until)


def period_of(case: Case, name: str, act: Act) -> datetime | None:
    """The end of the acting citizen's time; where none of their own was written down, that of the leading complaint."""
    until: datetime | None = getattr(act.words.get("joined") or case, name) or getattr(case, name)
    return until


def is_on_its_way(case: Case, act: Act) -> bool:
    """The answer was given, and has not come to the acting citizen yet."""
    given = case.milestone in (Milestone.TOLD, Milestone.ENDED)
    if not given or case.promised_until("feedback") is None:
        return False
    joined = act.words.get("joined")
    return not case.leads_others or (None if joined is None else joined.id) in case.still_to_reach


@guard(
    "派单已签收，或系指定承办，不会失效。", "The offer was answered, or is a designation; it cannot lapse."
)
def offer_may_lapse(case: Case, act: Act) -> bool:
    """A designation stays until the unit takes it. From hand to hand inside the unit an offer may always lapse."""
    offer = case.work_offer
    return offer is not None and (not offer.designated or is_inside_offer(case, offer))
