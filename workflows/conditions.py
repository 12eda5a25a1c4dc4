"""Conditions: which of several ways a move goes. A closed registry, like the guards, but nobody is refused by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows.case import Case
from workflows.guards.aftermath import WORST_GRADES, verifier_is_somebody_else
from workflows.language import Act
from workflows.parties import SUPERVISOR

Condition = Callable[[Case, Act], bool]


def badly_rated(case: Case, act: Act) -> bool:
    return _grade(act) in WORST_GRADES


def well_rated(case: Case, act: Act) -> bool:
    """Satisfied or very satisfied: nothing is left to be done."""
    return _grade(act) >= 4


def reached(case: Case, act: Act) -> bool:
    return bool(act.words.get("reached"))


def citizen_can_be_contacted(case: Case, act: Act) -> bool:
    """Anonymous complaints without a phone owe no contact (domain §7, anonymous complaints)."""
    return case.contactable


def badly_rated_by_one_who_can_be_contacted(case: Case, act: Act) -> bool:
    return badly_rated(case, act) and citizen_can_be_contacted(case, act)


def nobody_has_taken_it(case: Case, act: Act) -> bool:
    return case.handler_id is None


def by_a_verifier(case: Case, act: Act) -> bool:
    """A call that verifies a bad rating: by a supervisor who had no part in the answer (promise 9)."""
    return reached(case, act) and SUPERVISOR in act.by.roles and verifier_is_somebody_else(case, act)


def _grade(act: Act) -> int:
    grade: Any = act.words.get("grade", 0)
    return int(grade)


CONDITIONS: dict[str, Condition] = {
    check.__name__: check
    for check in (
        badly_rated,
        well_rated,
        reached,
        citizen_can_be_contacted,
        badly_rated_by_one_who_can_be_contacted,
        nobody_has_taken_it,
        by_a_verifier,
    )
}
