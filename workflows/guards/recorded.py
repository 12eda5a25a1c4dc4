"""Guards of what officers record for a citizen (代录): by one who is not judged by it, and with how it was heard."""

from __future__ import annotations

from workflows.case import Case
from workflows.guards import guard
from workflows.guards.aftermath import is_on_its_way
from workflows.interest import RECORDED_ELSEWHERE, is_of_judged_unit
from workflows.language import Act, Party
from workflows.parties import answered_for_it, concerned, is_for_citizen, is_party
from workflows.parts import ANSWERABLE


@guard(
    "代录须写明投诉人是怎样表示的（heard），例如电话、当面、来信。",
    "To record this for the citizen, say how they said so (heard): by phone, in person, by letter.",
    needs_words=True,
)
def heard_from_the_citizen(case: Case, act: Act) -> bool:
    return is_for_citizen(act)


@guard(
    "代录须写明投诉人是怎样表示的（heard），例如电话、当面、来信。",
    "To record this for the citizen, say how they said so (heard): by phone, in person, by letter.",
    needs_words=True,
)
def heard_or_in_own_right(case: Case, act: Act) -> bool:
    """First responder and supervisor may do the same in their own name."""
    own = (Party.FIRST_RESPONDER, Party.SUPERVISOR)
    return is_for_citizen(act) or any(is_party(case, act.by, party) for party in own)


@guard(
    "这件事评判的是您自己的工作，或本件有您未按时履行的承诺，须由其他工作人员代录。",
    "This is about your own work, or a promise of this complaint that you did not keep; another officer records it for the "
    "citizen.",
)
def recorder_is_not_judged(case: Case, act: Act) -> bool:
    """Neither who has it in hand when the citizen wants another, nor who answered, nor who was late with it: the act may end
    what they owe."""
    if act.by.kind != "officer":
        return True
    asked_of = str(act.words.get("of", ANSWERABLE))
    if act.move == "request_recusal" and act.by.id == case.holder_of(asked_of):
        return False
    return not _is_judged(case, act)


def _is_judged(case: Case, act: Act) -> bool:
    judged = concerned(case, act)
    return any(answered_for_it(one, act.by) or one.was_late(act.by.id, act.at) for one in judged)


@guard(RECORDED_ELSEWHERE.zh, RECORDED_ELSEWHERE.en)
def recorder_is_of_no_judged_unit(case: Case, act: Act) -> bool:
    return not is_of_judged_unit(case, act)


@guard(
    "本件有您未按时履行的承诺，或答复是您作出的，须由其他工作人员核对身份后换发查询码。",
    "A promise of this complaint was not kept by you, or the answer is yours; another officer checks who asks and reissues the code.",
)
def issuer_is_not_judged(case: Case, act: Act) -> bool:
    """With the code they would act as the citizen, and end what they owe."""
    return not _is_judged(case, act)


@guard("没有尚未送达投诉人的内容。", "There is nothing the citizen has still to be told.")
def citizen_is_still_to_be_told(case: Case, act: Act) -> bool:
    owed = any(case.promised_until(name) is not None for name in ("telling", "ring"))
    return owed or is_on_its_way(case, act)
