"""What an officer with an interest leaves to others: rules of the program, which hold in every rulebook (promise 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflows.act_kinds import Kind
from workflows.case import Case
from workflows.guards.correcting import may_be_refused_beside_them, touched
from workflows.language import Act, Text

Kinds = frozenset[Kind]
# A correction judges nothing where it is of these alone.
OF_CONTACTS = frozenset({"phone", "email", "address", "tell_by"})
BELOW = Text(
    "本件投诉的是您的上级单位或上级人员，请派给与此无关的单位，由其判断。",
    "The complaint is about a unit or a person above you: pass it to a unit free of interest, which decides.",
)
OF_YOUR_UNIT = Text(
    "本件投诉的是您所在单位的人员，须由其他单位或者上一级的人员决定、回访。",
    "The complaint is about an officer of your unit: an officer of another unit, or the next level up, decides it or calls back.",
)
RECORDED_ELSEWHERE = Text(
    "本件投诉的是您所在单位的人员，须由其他单位的工作人员代录。",
    "The complaint is about an officer of your unit; an officer of another unit records it for the citizen.",
)
READS_ONLY = Text(
    "这个查询码由被投诉人的同事或者上下级打印，只能查看、补充材料和催办；要评价、申请复查或者撤回，请到其他单位换发查询码，或请其他单位的工作人员代录。",
    "This query code was printed by a colleague, leader or subordinate of the person complained of: it opens the page, adds and "
    "urges. To rate, ask for a review or withdraw, have it reissued at another unit, or have an officer of another unit record it.",
)
OF_ONE_COMPLAINED_OF = Text(
    "答复是由被投诉的一方作出的，不能反馈：请先审核退回，由与本件无关的人员重新办理。",
    "The answer is by one complained of and is not passed on: send it back first, for officers free of interest to do it again.",
)
OF_ONE_WHO_STEPPED_ASIDE = Text(
    "作出答复的人员已经回避，不能反馈：请先审核退回，由与本件无关的人员重新办理。",
    "The officer who answered it has stepped aside, so it is not passed on: send it back first, for officers free of interest to "
    "do it again.",
)


def refusals_of_interest(case: Case, act: Act, kinds: Kinds, *, with_words: bool) -> Iterator[Text]:
    """The kinds are those of the move in the state of the complaint, in the rulebook it is pinned to."""
    if act.by.id in case.kept_from_judging_ids and _judges(act, kinds, with_words=with_words):
        yield BELOW
    elif _frees_a_colleague(case, act, kinds):
        yield RECORDED_ELSEWHERE if Kind.IN_CITIZENS_NAME in kinds else OF_YOUR_UNIT
    elif _ends_in_own_name(act, kinds) and _has_code_of_others(case, act):
        yield READS_ONLY
    elif Kind.TELLS in kinds and case.is_answered_by_respondent:
        yield OF_ONE_COMPLAINED_OF
    elif Kind.TELLS in kinds and case.is_answered_by_recused:
        yield OF_ONE_WHO_STEPPED_ASIDE


def _judges(act: Act, kinds: Kinds, *, with_words: bool) -> bool:
    """What a first responder below those complained of leaves to others, or records for no citizen; what passes it on, they may
    do. The query code is the citizen's key: with it they would act as the citizen."""
    if Kind.CORRECTS not in kinds:
        return Kind.JUDGES in kinds
    return with_words and not touched(act.words["changes"]) <= OF_CONTACTS


def _frees_a_colleague(case: Case, act: Act, kinds: Kinds) -> bool:
    """What frees the one complained of, or says that all is well, is neither for their head nor for a colleague. Of several
    respondents, an officer clears those of other units."""
    if Kind.REFUSES in kinds and may_be_refused_beside_them(case, act):
        return False
    if Kind.CLEARS not in kinds:
        return bool(kinds & {Kind.FREES, Kind.REMOVES}) and is_of_judged_unit(case, act)
    cleared = act.words.get("officer")
    return cleared is not None and is_of_judged_unit(case, act, cleared)


def is_of_judged_unit(case: Case, act: Act, officer: Any = None) -> bool:
    """The head and the colleagues of an officer complained of are judged with them."""
    return act.by.kind == "officer" and case.is_of_judged_unit(act.by.unit_id, officer)


def _ends_in_own_name(act: Act, kinds: Kinds) -> bool:
    """What ends or judges the work: with a code that colleagues of those complained of have seen, it may not be the citizen's own
    act."""
    return act.by.kind == "citizen" and Kind.FREES in kinds


def _has_code_of_others(case: Case, act: Act) -> bool:
    return bool(act.words.get("joined", case).code_reads_only(act.at))
