"""Guards of asking another unit or officer for their opinion (征求意见), the work staying where it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from workflows.case import Case, Question
from workflows.guards import guard
from workflows.language import Act, Milestone
from workflows.parties import is_asked, is_of_its_channel, may_judge


@guard("本件还没有承办人，不能征求意见。", "There is no handler yet who could ask.")
def work_has_a_handler(case: Case, act: Act) -> bool:
    return case.handler_id is not None


@guard(
    "请另选单位或人员：不能向承办人本人或承办单位整体征求意见。",
    "Choose another unit or officer: neither the handler nor the whole unit that has the work is asked.",
    needs_words=True,
)
def another_is_asked(case: Case, act: Act) -> bool:
    officer, unit = act.words.get("officer"), act.words["unit"]
    if officer is None:
        return bool(unit.id != case.unit_id)
    return officer.id not in (act.by.id, case.handler_id, case.answerable_id)


@guard(
    "已向该单位或该人员征求意见，请等答复，或先撤回。",
    "They are asked already: wait for their opinion, or withdraw that question first.",
    needs_words=True,
)
def they_are_not_asked_already(case: Case, act: Act) -> bool:
    officer, unit = act.words.get("officer"), act.words["unit"]
    whom = unit.id, officer.id if officer else None
    return all((one.unit_id, one.officer_id) != whom for one in case.open_consultations)


@guard(
    "该单位现在没有与此件无利害关系、可以答复的工作人员。",
    "That unit has no officer free of interest who could answer at present.",
    needs_words=True,
)
def an_officer_there_may_answer(case: Case, act: Act) -> bool:
    officer = act.words.get("officer")
    people = [officer] if officer else case.officers_to_ask(act.words["unit"])
    return any(may_judge(case, one) and is_of_its_channel(case, one) for one in people)


@guard("没有等待答复的征求意见。", "No question waits for an opinion.")
def a_question_is_open(case: Case, act: Act) -> bool:
    return bool(case.open_consultations)


@guard(
    "没有这一项等待答复的征求意见：可能已答复、已撤回或已终结。",
    "No such question waits: it was answered or withdrawn, or has ended.",
    needs_words=True,
)
def question_is_open(case: Case, act: Act) -> bool:
    return _question(case, act) is not None


@guard("这一项没有征求您的意见。", "You were not asked this question.", needs_words=True)
def question_is_put_to_me(case: Case, act: Act) -> bool:
    question = _question(case, act)
    return question is None or is_asked(case, question, act.by)


@guard(
    "须由提出者以外的人员答复。",
    "An officer other than the one who asked gives the opinion.",
    needs_words=True,
)
def asker_does_not_answer(case: Case, act: Act) -> bool:
    question = _question(case, act)
    return question is None or act.by.id not in (question.by_id, case.handler_id)


def _question(case: Case, act: Act) -> Question | None:
    number: Any = act.words["of"]
    return next((one for one in case.open_consultations if one.number == number), None)


def moot_parts(case: Case, parts: Collection[Question]) -> list[Question]:
    """Open ones that serve no one any more: the work ended, or those asked are kept out by now."""
    if case.milestone != Milestone.IN_WORK:
        return list(parts)
    return [one for one in parts if _is_put_to_one_kept_out(case, one)]


def _is_put_to_one_kept_out(case: Case, question: Question) -> bool:
    officer = case.taker_of(question) or question.officer
    if officer is not None:
        return not may_judge(case, officer)
    return case.shuts_out(question.unit)
