"""Guards of joint work (会办/协办): other units help, and the lead stays answerable."""

from __future__ import annotations

from typing import Any

from workflows.case import Case, Question
from workflows.guards import guard
from workflows.language import Act
from workflows.parties import is_asked


@guard(
    "请另选单位：承办单位是主办单位，不能同时协办。",
    "Choose another unit: the one that has the work leads, and does not assist.",
    needs_words=True,
)
def another_unit_assists(case: Case, act: Act) -> bool:
    return bool(act.words["unit"].id != case.unit_id)


@guard(
    "该单位已在协办本件。",
    "That unit assists in this complaint already.",
    needs_words=True,
)
def they_do_not_assist_already(case: Case, act: Act) -> bool:
    return all(one.unit_id != act.words["unit"].id for one in case.open_assists)


@guard("没有进行中的协办。", "No unit assists at present.")
def an_assist_is_open(case: Case, act: Act) -> bool:
    return bool(case.open_assists)


@guard(
    "没有这一项进行中的协办：可能已答复、已退回、已失效或已终止。",
    "No such assist is open: it was answered or returned, lapsed, or has ended.",
    needs_words=True,
)
def assist_is_open(case: Case, act: Act) -> bool:
    return _assist(case, act) is not None


@guard("这一项协办没有派给您的单位。", "Your unit was not asked for this assist.", needs_words=True)
def assist_is_asked_of_me(case: Case, act: Act) -> bool:
    part = _assist(case, act)
    return part is None or is_asked(case, part, act.by)


@guard(
    "主办一方不能接自己请的协办。",
    "Those who lead the work do not take an assist they asked for.",
    needs_words=True,
)
def lead_does_not_assist(case: Case, act: Act) -> bool:
    part = _assist(case, act)
    return part is None or act.by.id not in (part.by_id, case.handler_id)


@guard("这一项协办已经在您手上。", "You have this assist already.", needs_words=True)
def i_have_not_taken_it(case: Case, act: Act) -> bool:
    return bool(_taker_id(case, act) != act.by.id)


@guard(
    "这一项协办不在您手上，请先接下。",
    "This assist is not in your hands: take it first.",
    needs_words=True,
)
def i_have_taken_it(case: Case, act: Act) -> bool:
    return _assist(case, act) is None or _taker_id(case, act) == act.by.id


@guard(
    "这一项协办已经接下，不能退回。", "This assist was taken, and is not returned any more.", needs_words=True
)
def assist_is_not_taken(case: Case, act: Act) -> bool:
    return _taker_id(case, act) is None


@guard(
    "已过可以退回的时限，请接下办理。",
    "The time in which it may be returned is over: take it.",
    needs_words=True,
)
def assist_may_be_returned(case: Case, act: Act) -> bool:
    part = _assist(case, act)
    return part is None or case.part_is_in_time(part, act.at)


@guard(
    "还有协办单位没有答复：请等其答复，或者先终止协办；不等的，写明理由。",
    "An assist is still open: wait for its answer, or end it first; to go without it, say why.",
    needs_words=True,
)
def assists_are_in_or_left(case: Case, act: Act) -> bool:
    return not case.open_assists or bool(act.words.get("without_assists"))


def _assist(case: Case, act: Act) -> Question | None:
    number: Any = act.words["of"]
    return next((one for one in case.open_assists if one.number == number), None)


def _taker_id(case: Case, act: Act) -> Any:
    part = _assist(case, act)
    taker = case.taker_of(part) if part else None
    return taker.id if taker else None
