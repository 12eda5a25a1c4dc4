"""What kind of act a move is: by what it does and where it leads, not by its name. So moves that a rulebook adds are known too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from workflows.language import Ending, Milestone, Move, Party, State

# What takes a complaint in, passes it on or writes something down. Every other effect judges.
PASSES_ON = frozenset(
    {
        *("mark_accepted", "offer_work", "offer_duty", "recall_work", "name_respondent", "set_sender_date"),
        *("pause_for_supplement", "end_pause", "keep_files", "keep_citizen_files", "note_citizen_wrote"),
        *("note_contact", "note_reached", "note_answer_told", "note_urge", "note_question", "note_answers"),
        *("recuse_self", "ask_recusal", "ask_correction", "correct"),
    }
)
FREES = frozenset({"refuse_correction", "decide_recusal", "note_verification", "note_rating", "note_appeal"})
CLOSES_THE_RATED = frozenset({"not_rated_badly", "rated_or_period_over"})  # such a move rules on nothing


class Kind(StrEnum):
    """Of one move there may be several."""

    JUDGES = "judges"
    FREES = "frees"  # ends it, rules on a report or request about persons, or says that all is well
    REMOVES = "removes"  # asks that an officer who has it step aside
    REFUSES = "refuses"  # what was reported or asked to be corrected
    CLEARS = "clears"  # says who is not complained of
    CORRECTS = "corrects"  # judges, but for contacts of the citizen
    VERIFIES = "verifies"  # rules on a bad rating
    TELLS = "tells"  # passes the answer on to the citizen
    IN_CITIZENS_NAME = "in_citizens_name"


BY_EFFECT = {
    "ask_recusal": Kind.REMOVES,
    "refuse_correction": Kind.REFUSES,
    "clear_respondent": Kind.CLEARS,
    "correct": Kind.CORRECTS,
    "note_verification": Kind.VERIFIES,
    "note_feedback": Kind.TELLS,
}


def kinds_of(move: Move, states: Mapping[str, State], state: str) -> frozenset[Kind]:
    """For a complaint in this state."""
    return frozenset(_kinds(move, states[state], [states[one] for one in move.targets_from(state)]))


def _kinds(move: Move, now: State, targets: list[State]) -> Iterator[Kind]:
    effects, later = set(move.effects), [one for one in targets if one.name != now.name]
    by_citizens = Party.CITIZEN in move.parties
    ends = any(one.is_end and one.ends_as != Ending.MERGED for one in later)
    if ends or effects & FREES or is_left_to_outsiders(move):
        yield Kind.FREES
    yield from (kind for effect, kind in BY_EFFECT.items() if effect in effects)
    reached = {one.milestone for one in later}
    if effects - PASSES_ON or reached & {Milestone.ANSWERED, Milestone.TOLD, Milestone.ENDED}:
        yield Kind.JUDGES
    if by_citizens:
        yield Kind.IN_CITIZENS_NAME
    elif _rules_on_a_rating(move, now, reached):
        yield Kind.VERIFIES
    elif now.milestone == Milestone.ANSWERED and reached & {Milestone.TOLD, Milestone.ENDED}:
        yield Kind.TELLS


def is_left_to_outsiders(move: Move) -> bool:
    """What a rulebook leaves to third persons judges the work: by voice or pen of those who had no part in it."""
    return set(move.parties) - {Party.CITIZEN, Party.SYSTEM} == {Party.THIRD_PERSON}


def _rules_on_a_rating(move: Move, now: State, reached: set[Milestone | None]) -> bool:
    if now.milestone != Milestone.TOLD and now.ends_as != Ending.CLOSED:
        return False
    return CLOSES_THE_RATED.isdisjoint(move.guards) and bool(reached & {Milestone.IN_WORK, Milestone.ENDED})


# What holds of officers in every rulebook, also where it does not name the guard: none judges their own act or work, and
# none with an interest gets a part.
GUARDS_OF_EFFECTS: Mapping[str, tuple[str, ...]] = {
    "record_answer": ("second_person_is_another_free_of_interest",),
    "count_rework": ("reviewer_did_not_answer",),
    "refuse_correction": ("decider_is_not_the_one_named",),
    "decide_recusal": ("decider_is_not_asked_to_step_aside",),
    "judge_return": ("judge_is_not_of_the_returning_unit",),
    "reissue_code": ("issuer_is_not_judged",),
    "grant_extension": ("extension_was_asked_by_somebody_else",),
    "refuse_extension": ("extension_was_asked_by_somebody_else",),
    "confirm_suspension": ("suspension_was_asked_by_somebody_else",),
    "refuse_suspension": ("suspension_was_asked_by_somebody_else",),
    "extend_acceptance": ("granted_by_another_than_owes_it",),
    "answer_consultation": ("asker_does_not_answer",),
    "take_assist": ("lead_does_not_assist",),
    "offer_work": ("unit_is_not_respondent", "officer_is_free_of_interest"),
    "offer_designated_work": ("unit_is_not_respondent", "officer_is_free_of_interest"),
    "offer_work_inside": ("officer_is_free_of_interest",),
    "offer_duty": ("officer_is_free_of_interest",),
    "open_consultation": ("unit_is_not_respondent", "officer_is_free_of_interest"),
    "open_assist": ("unit_is_not_respondent",),
}


def guards_of(move: Move, kinds: frozenset[Kind]) -> tuple[str, ...]:
    """The guards a rulebook names, and those of the program for officers."""
    own = [name for effect in move.effects for name in GUARDS_OF_EFFECTS.get(effect, ())]
    if Kind.VERIFIES in kinds:
        own.append("verifier_is_somebody_else")
    if Party.RECORDER in move.parties and kinds & {Kind.FREES, Kind.REMOVES}:
        own.append("recorder_is_not_judged")
    return tuple(dict.fromkeys((*move.guards, *own)))
