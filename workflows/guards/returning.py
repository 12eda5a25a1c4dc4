"""Guards of judging a return, and of raising a complaint one level after returns that were improper."""

from __future__ import annotations

from workflows.case import Case
from workflows.guards import guard
from workflows.language import Act, Party
from workflows.parties import is_party

HEADS = "head_ids"  # in a return that waits to be judged: who led the returning unit then
RAISING = 2  # improper returns after which a complaint goes one level up


@guard(
    "没有等待评定的退回，或者首问责任人评定的期限已过。",
    "No return waits to be judged, or the first responder's time to judge it is over.",
)
def return_waits_to_be_judged(case: Case, act: Act) -> bool:
    """Late, it is for the head of the first responder or a supervisor, to whom the promise has climbed."""
    ask = case.return_to_judge(act.at)
    if ask is None or act.at <= case.judged_until(ask):
        return ask is not None
    return any(is_party(case, act.by, party) for party in (Party.INTAKE_SUPERVISOR, Party.SUPERVISOR))


@guard(
    "退回的单位不评定自己的退回，由派出的一方评定。",
    "The unit that returned it does not judge its return; the side that sent it does.",
)
def judge_is_not_of_the_returning_unit(case: Case, act: Act) -> bool:
    """Nor do who returned it, and who led the unit then, wherever they are now."""
    ask = case.return_to_judge(act.at)
    if ask is None:
        return True
    then = {ask.asked_by_id, *ask.words.get(HEADS, ())}
    return act.by.unit_id != ask.words["unit_id"] and act.by.id not in then


@guard(
    "两次退回都被评为不当、还没有指定承办的，才能提级办理。",
    "It is raised one level after two returns were judged improper, where no unit is designated yet.",
)
def returns_were_improper(case: Case, act: Act) -> bool:
    offer = case.last_work_offer
    designated = offer is not None and offer.designated
    return len(case.improper_unit_ids) >= RAISING and not designated


@guard(
    "保密件不出专门渠道，不能提级；请指定渠道内的单位承办。",
    "A restricted complaint stays in its channel and is not raised: designate a unit of the channel.",
)
def is_not_restricted(case: Case, act: Act) -> bool:
    return not case.restricted
