"""A person's party to a complaint, and persons who can never be one (promise 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from workflows.act_kinds import is_left_to_outsiders
from workflows.case import Held, Offer, Question
from workflows.language import Act, Actor, Move, OwnParty, Party, Relation

OFFICER, UNIT_SUPERVISOR, SUPERVISOR, DISCIPLINE = "officer", "unit_supervisor", "supervisor", "discipline"
PASSING_ON = (Party.FIRST_RESPONDER, Party.RECORDER)  # what a person below those complained of may still be
MACHINE = "machine"  # the role of a program that passes on what citizens told another system
RECORDERS = frozenset({OFFICER, UNIT_SUPERVISOR, SUPERVISOR, "discipline"})


def is_respondent(case: Held, officer: Any) -> bool:
    """A person complained of, or an officer of a unit complained of (domain §7, conflict of interest 1)."""
    return officer.id in case.respondent_officer_ids or officer.unit_id in case.respondent_unit_ids


def is_recused(case: Held, officer: Any) -> bool:
    return officer.id in case.recused_ids


def is_kept_out(case: Held, officer: Any) -> bool:
    """Sees and does nothing of it: complained of, of the unit complained of, recused, or kept out by a row."""
    return is_respondent(case, officer) or is_recused(case, officer) or officer.id in case.kept_out_ids


def may_judge(case: Held, officer: Any) -> bool:
    """Neither kept out nor below a person or unit complained of: may handle, decide, verify and review it."""
    return not is_kept_out(case, officer) and officer.id not in case.kept_from_judging_ids


def may_have_a_part(case: Held, officer: Any) -> bool:
    """Free of interest, with an account that is open, and in a post that sees complaints of its channel."""
    in_post = officer.active and not RECORDERS.isdisjoint(officer.roles)
    return bool(in_post) and is_of_its_channel(case, officer) and may_judge(case, officer)


def may_review(case: Held, actor: Actor, escalation: Any, at: datetime) -> bool:
    """The late officer never reviews it. A supervisor reviews whatever waits, in the place of any officer, but not where
    the supervisors themselves were late: that is for the person it went to. Other officers review what waits for them."""
    if actor.id in case.late_ids(escalation) or not may_judge(case, actor):
        return False
    if escalation.reviewer_id in (None, actor.id):
        return True
    if is_party(case, actor, Party.SUPERVISOR):
        return bool(escalation.late_post != SUPERVISOR)
    return reviews_in_place_of(case, actor, escalation.reviewer_id, at)


def is_party(case: Held, actor: Actor, party: Party | OwnParty, at: datetime | None = None) -> bool:
    """Whether the actor is this party to the complaint. A person kept out never is one; an officer below those complained
    of is at most its first responder, who passes it on, and writes down what its citizen says.

    With a time, a deputy is the reviewer too in the place of an officer away then. The officer with the work never is.
    """
    if actor.kind != "officer":
        return party.value == actor.kind
    if is_kept_out(case, actor):
        return False
    if party not in PASSING_ON and actor.id in case.kept_from_judging_ids:
        return False
    if party is Party.REVIEWER and at is not None and _reviews_instead(case, actor, at):
        return True
    if isinstance(party, OwnParty):
        return _is_own_party(case, actor, party)
    if party in _BY_PERSON:
        return _BY_PERSON[party](case, actor)
    return party in _BY_POST and _BY_POST[party](case, actor)


def is_party_to(case: Held, act: Act, party: Party | OwnParty, move: Move) -> bool:
    """For the citizen of a joined complaint, what judges the work is for a third person to that complaint too."""
    joined = act.words.get("joined")
    if joined is not None and party is Party.THIRD_PERSON and is_left_to_outsiders(move):
        return is_party(case, act.by, party, act.at) and is_party(joined, act.by, party, act.at)
    return is_party(case, act.by, party, act.at)


def concerned(case: Held, act: Act) -> tuple[Held, ...]:
    """The complaint, the one joined to it whose citizen it is about, and the one it is joined to."""
    joined = act.words.get("joined")
    others = (joined, case.leading if case.is_joined else None)
    return (case, *(one for one in others if one is not None))


def _is_successor(case: Held, actor: Actor) -> bool:
    duty = case.duty_offer
    return duty is not None and bool(duty.officer_id == actor.id)


def _is_offered(case: Held, actor: Actor) -> bool:
    """An officer of the unit the work was offered to, or, once it is answered, of the unit that holds it."""
    offer = case.work_offer
    unit_id = offer.unit_id if offer else case.unit_id
    return OFFICER in actor.roles and bool(actor.unit_id == unit_id)


def is_inside_offer(case: Held, offer: Offer) -> bool:
    """From the present handler to another officer of the same unit (改派): the unit keeps the work either way."""
    return case.handler_id is not None and bool(offer.unit_id == case.unit_id)


def has_the_work(case: Held, officer: Any) -> bool:
    """They do not review its lateness: not by post, not in their own place, nor in another's (promise 8)."""
    return officer.id in (case.answerable_id, case.handler_id)


def _reviews(case: Held, actor: Actor) -> bool:
    return actor.id in case.review_duty_ids and not has_the_work(case, actor)


def reviews_in_place_of(case: Held, actor: Any, reviewer_id: Any, at: datetime) -> bool:
    """An earlier handler is no deputy here: the lateness may be theirs. Nor is an officer who stepped aside."""
    if has_the_work(case, actor) or actor.id in case.past_handler_ids or not may_judge(case, actor):
        return False
    has_it = reviewer_id in (case.answerable_id, case.handler_id)
    return not has_it and case.stands_in(actor.id, reviewer_id, at)


def _reviews_instead(case: Held, actor: Actor, at: datetime) -> bool:
    return any(reviews_in_place_of(case, actor, one, at) for one in set(case.review_duty_ids))


def is_for_citizen(act: Act) -> bool:
    """The citizen acts: by their own key, or through an officer who records what they said (代录)."""
    return act.by.kind == Party.CITIZEN.value or bool(act.words.get("heard"))


def helpers(case: Held) -> Collection[Any]:
    """Who took an assist or gave their opinion: the answer rests on it. A case of plain values asked no one."""
    found: Collection[Any] = getattr(case, "helper_ids", ())
    return found


def answered_for_it(case: Held, officer: Any) -> bool:
    """Who had the work or helped with it, now or before: the answer is theirs. That of a leading complaint is that of the joined
    ones."""
    own = officer.id in {case.handler_id, *case.past_handler_ids, *helpers(case)}
    return own or (case.is_joined and answered_for_it(case.leading, officer))


def had_a_part(case: Held) -> set[Any]:
    """First responders, handlers and who helped them, now and before: they verify nothing of it and call no citizen back."""
    now = {case.first_responder_id, case.handler_id} - {None}
    return {*now, *case.past_responder_ids, *case.past_handler_ids, *helpers(case)}


def serves_joined(case: Held, officer: Any) -> bool:
    """The first responder of the leading complaint is that of every citizen of the group."""
    return bool(case.is_joined and case.leading.first_responder_id == officer.id)


def _is_third_person(case: Held, actor: Actor) -> bool:
    """An officer with no part in it: neither first responder nor handler nor helper, now or before, here or of the leading one."""
    had_it = any(
        actor.id == one.first_responder_id or actor.id in one.past_responder_ids
        for one in ((case, case.leading) if case.is_joined else (case,))
    )
    return not (had_it or answered_for_it(case, actor)) and not RECORDERS.isdisjoint(actor.roles)


def is_asked(case: Held, question: Question, officer: Any) -> bool:
    """The officer named, or any officer of the unit where none is; the head of the unit in either case. What is restricted is
    put before discipline officers alone, also where it became so after the question."""
    if not is_of_its_channel(case, officer):
        return False
    if question.officer_id is not None and question.officer_id == officer.id:
        return True
    posts = (UNIT_SUPERVISOR,) if question.officer_id is not None else (OFFICER, UNIT_SUPERVISOR)
    return bool(officer.unit_id == question.unit_id and any(post in officer.roles for post in posts))


def is_of_its_channel(case: Held, officer: Any) -> bool:
    """What is restricted is known to discipline officers alone."""
    return not case.restricted or DISCIPLINE in officer.roles


def _is_consulted(case: Held, actor: Actor) -> bool:
    return any(is_asked(case, one, actor) for one in case.open_consultations)


def _is_assisting(case: Held, actor: Actor) -> bool:
    return any(is_asked(case, one, actor) for one in case.open_assists)


def _leads(actor: Actor, role: str, path: str) -> bool:
    return role in actor.roles and path.startswith(actor.unit_path)


def _is_own_party(case: Held, actor: Actor, party: OwnParty) -> bool:
    path = case.unit_path if party.of in (Relation.HOLDER, Relation.ABOVE_HOLDER) else case.intake_path
    is_there = actor.unit_path == path
    if party.of in (Relation.ABOVE_HOLDER, Relation.ABOVE_INTAKE):
        is_there = path.startswith(actor.unit_path) and not is_there
    return (
        is_there
        and not set(party.roles).isdisjoint(actor.roles)
        and not any(is_party(case, actor, one) for one in party.apart_from)
    )


_Test = Callable[[Held, Actor], bool]
_BY_PERSON: dict[Party, _Test] = {
    Party.FIRST_RESPONDER: lambda case, actor: (
        case.first_responder_id == actor.id or serves_joined(case, actor)
    ),
    Party.HANDLER: lambda case, actor: bool(case.handler_id == actor.id),
    Party.SUCCESSOR: _is_successor,
    Party.REVIEWER: _reviews,
    Party.CONSULTED: _is_consulted,
    Party.ASSISTING: _is_assisting,
}
_BY_POST: dict[Party, _Test] = {
    Party.OFFERED: _is_offered,
    Party.RECORDER: lambda case, actor: (
        not RECORDERS.isdisjoint(actor.roles) or (MACHINE in actor.roles and case.received_by_id == actor.id)
    ),
    Party.THIRD_PERSON: _is_third_person,
    Party.UNIT_SUPERVISOR: lambda case, actor: _leads(actor, UNIT_SUPERVISOR, case.unit_path),
    Party.INTAKE_SUPERVISOR: lambda case, actor: _leads(actor, UNIT_SUPERVISOR, case.intake_path),
    Party.SUPERVISOR: lambda case, actor: (
        _leads(actor, SUPERVISOR, case.unit_path) or _leads(actor, SUPERVISOR, case.intake_path)
    ),
}
