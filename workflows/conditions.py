"""Conditions: which of several ways a move goes. A closed registry, like the guards, but a condition refuses no one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from workflows.call_back import each_was_called_back, may_be_called_back, some_are_still_to_call
from workflows.case import Case
from workflows.guards.aftermath import (
    WORST_GRADES,
    bad_ratings,
    judged_the_answer,
    rating_of_actor,
    verifier_is_somebody_else,
)
from workflows.guards.correcting import correction_is_decided
from workflows.language import Act, Milestone
from workflows.parties import SUPERVISOR
from workflows.urgency import URGENCIES

ANSWERED_WITHIN = timedelta(
    minutes=59
)  # at the end of the hour an officer has to answer, offices are still open
GROUP = 5  # people (domain §7, escalation ladder L5)
Condition = Callable[[Case, Act], bool]


def badly_rated(case: Case, act: Act) -> bool:
    return _grade(act) in WORST_GRADES


def well_rated(case: Case, act: Act) -> bool:
    """Satisfied or very satisfied: nothing is left to be done."""
    return _grade(act) >= 4


def rated_in_the_middle(case: Case, act: Act) -> bool:
    """Neither good enough to close nor bad enough to verify: the rating period runs."""
    return _grade(act) not in (0, *WORST_GRADES) and not well_rated(case, act)


def review_of_closed(case: Case, act: Act) -> bool:
    return case.review_from == Milestone.ENDED


def review_of_told(case: Case, act: Act) -> bool:
    return case.review_from == Milestone.TOLD


def not_rated_badly_before(case: Case, act: Act) -> bool:
    """Back at an answer that waits for its rating."""
    return not bad_ratings(case)


def rated_badly_before(case: Case, act: Act) -> bool:
    return bool(bad_ratings(case))


def rated_badly_before_by_one_who_can_be_contacted(case: Case, act: Act) -> bool:
    return any(one.contactable for one in bad_ratings(case))


def first_review(case: Case, act: Act) -> bool:
    return not second_review(case, act)


def second_review(case: Case, act: Act) -> bool:
    """复核, after the one that has just been counted (信访工作条例 §36)."""
    return bool((act.words.get("joined") or case).reviews_asked > 1)


def brought_by_a_group(case: Case, act: Act) -> bool:
    return (case.group_size or 0) >= GROUP


def turns_out_to_be_a_group(case: Case, act: Act) -> bool:
    """Corrected to five people or more while the answer is still owed."""
    owed = case.milestone in (Milestone.TAKEN_IN, Milestone.IN_WORK)
    return owed and "group_size" in act.words.get("changes", {}) and brought_by_a_group(case, act)


def urgent_while_closed(case: Case, act: Act) -> bool:
    """Danger does not wait for the morning (domain §7, urgency); nor does it where offices close before the hour is over."""
    urgency = act.words.get("urgency", case.urgency)
    within = (act.at, act.at + ANSWERED_WITHIN)
    return urgency in URGENCIES[1:] and any(case.offices_are_closed_at(at) for at in within)


def by_an_officer(case: Case, act: Act) -> bool:
    return act.by.kind == "officer"


def was_in_a_handlers_hands(case: Case, act: Act) -> bool:
    """Before it was joined to another: joining withdrew an untaken offer, which is arranged again. Never back to an officer
    whose answer this citizen judged."""
    had_a_part = case.leading and (case.leading.handler_id, *case.leading.past_handler_ids)
    judged = judged_the_answer(case) and case.handler_id in had_a_part
    return case.handler_id is not None and not judged


def lies_with_the_first_responder(case: Case, act: Act) -> bool:
    """Accepted, without a handler: it waits to be assigned."""
    return case.handler_id is None and case.accepted_at is not None


def well_rated_by_all(case: Case, act: Act) -> bool:
    """The last citizen who was waited for is satisfied, and so are the others: each has had the chance (promise 9)."""
    mine = rating_of_actor(case, act)
    others = [one.grade for one in case.citizen_ratings if one.of_id != mine.of_id]
    content = all(grade is not None and grade >= 4 for grade in others)
    return well_rated(case, act) and (content or case.ended_at is not None)


def counts_from_receipt(case: Case, act: Act) -> bool:
    """A law counts the days from the day the complaint came in (domain §12, LAID_OBJ)."""
    return case.rules.counted_from == "receive"


def reached(case: Case, act: Act) -> bool:
    return bool(act.words.get("reached"))


def citizen_can_be_contacted(case: Case, act: Act) -> bool:
    """Anonymous complaints without a phone owe no contact (domain §7, anonymous complaints)."""
    return bool((act.words.get("joined") or case).contactable)


BY_MESSAGE = ("sms", "web", "email")  # ways of telling in which no person speaks or hands anything over


def told_by_message_or_person(case: Case, act: Act) -> bool:
    """A message reaches the citizen through a channel, or it does not: the words alone tell them nothing (promises 4 and 5).
    Where no text can reach them a person owes it. Who left no way to be reached has the page alone."""
    return case.some_must_be_told


def told_directly(case: Case, act: Act) -> bool:
    """A person informs the citizen, or the page does where that is all there is."""
    return act.words.get("method") not in BY_MESSAGE or not case.must_be_told


def each_was_told_directly(case: Case, act: Act) -> bool:
    return told_directly(case, act) and not case.still_to_reach


def each_was_reached(case: Case, act: Act) -> bool:
    """With this act the answer has come to every citizen of the complaint and of those joined to it."""
    return bool(act.words.get("reached", True)) and not case.still_to_reach


def last_reached_in_own_name(case: Case, act: Act) -> bool:
    return in_own_name(case, act) and each_was_reached(case, act)


def some_are_still_to_reach(case: Case, act: Act) -> bool:
    return bool(case.still_to_reach)


def no_call_is_left(case: Case, act: Act) -> bool:
    """Every message is delivered by now, the one that had failed with them."""
    return bool(act.words["all_delivered"])


def in_own_name(case: Case, act: Act) -> bool:
    """The citizen themselves, with their code, and no officer who writes it down."""
    return act.by.kind == "citizen"


def badly_rated_by_one_who_can_be_contacted(case: Case, act: Act) -> bool:
    return badly_rated(case, act) and citizen_can_be_contacted(case, act)


def nobody_has_taken_it(case: Case, act: Act) -> bool:
    return case.handler_id is None


def enters_the_restricted_channel(case: Case, act: Act) -> bool:
    """Corrected to a category of the restricted channel; those of the channel are corrected to no other."""
    changes: Any = act.words.get("changes", {})
    rules = case.rules_of(changes["category"]) if "category" in changes else None
    return rules is not None and rules.restricted


def by_a_verifier(case: Case, act: Act) -> bool:
    """A call that verifies a bad rating: by a supervisor who had no part in the answer (promise 9)."""
    return reached(case, act) and SUPERVISOR in act.by.roles and verifier_is_somebody_else(case, act)


def work_falls_back(case: Case, act: Act) -> bool:
    """Offered to a person or unit kept out, so the offer is void: it is arranged again."""
    return bool(act.words.get("work_falls_back"))


def by_the_successor(case: Case, act: Act) -> bool:
    """By the successor of a person kept out, who has not taken it up yet."""
    return case.taking_over_id is not None and bool(case.taking_over_id == act.by.id)


def sender_gave_a_date(case: Case, act: Act) -> bool:
    return case.sender_due_at is not None


ANSWERS = ("answer", "answer_on_the_spot")


def leading_is_answered(case: Case, act: Act) -> bool:
    """The complaint it is joined to has its answer already."""
    return act.words["leading"].milestone in (Milestone.ANSWERED, Milestone.TOLD)


def leading_is_unanswered(case: Case, act: Act) -> bool:
    return not leading_is_answered(case, act)


def leading_was_answered(case: Case, act: Act) -> bool:
    return act.words["step"] in ANSWERS


def leading_was_sent_back(case: Case, act: Act) -> bool:
    return bool(act.words["step"] == "send_back")


def leading_is_supervised(case: Case, act: Act) -> bool:
    return bool(act.words["step"] == "supervise")


def _grade(act: Act) -> int:
    grade: Any = act.words.get("grade", 0)
    return int(grade)


# Of two such conditions exactly one holds.
OPPOSITES = (
    frozenset({"rated_badly_before", "not_rated_badly_before"}),
    frozenset({"first_review", "second_review"}),
    frozenset({"leading_is_answered", "leading_is_unanswered"}),
)
CONDITIONS: dict[str, Condition] = {
    check.__name__: check
    for check in (
        badly_rated,
        first_review,
        second_review,
        brought_by_a_group,
        turns_out_to_be_a_group,
        urgent_while_closed,
        by_an_officer,
        was_in_a_handlers_hands,
        lies_with_the_first_responder,
        well_rated_by_all,
        rated_in_the_middle,
        review_of_closed,
        review_of_told,
        not_rated_badly_before,
        rated_badly_before,
        rated_badly_before_by_one_who_can_be_contacted,
        counts_from_receipt,
        may_be_called_back,
        each_was_called_back,
        some_are_still_to_call,
        told_by_message_or_person,
        each_was_told_directly,
        each_was_reached,
        last_reached_in_own_name,
        some_are_still_to_reach,
        no_call_is_left,
        in_own_name,
        reached,
        citizen_can_be_contacted,
        badly_rated_by_one_who_can_be_contacted,
        nobody_has_taken_it,
        enters_the_restricted_channel,
        leading_is_answered,
        leading_is_unanswered,
        leading_was_answered,
        leading_was_sent_back,
        leading_is_supervised,
        by_a_verifier,
        work_falls_back,
        by_the_successor,
        sender_gave_a_date,
        correction_is_decided,
    )
}
