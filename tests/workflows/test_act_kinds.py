"""The kinds of the shipped moves: read from what they do, they are those that were meant."""

from __future__ import annotations

from tests.workflows.plain_case import shipped
from workflows.act_kinds import GUARDS_OF_EFFECTS, PASSES_ON, Kind, guards_of, kinds_of
from workflows.effects import EFFECTS
from workflows.former_words import KNOWN_GUARDS
from workflows.language import Party

BOOK = shipped()
BELOW = {Party.FIRST_RESPONDER, Party.RECORDER}  # what an officer below those complained of may still be


def moves_of(kind: Kind) -> set[str]:
    return {
        move.name
        for move in BOOK.moves.values()
        if move.parties != (Party.SYSTEM,)
        and any(kind in kinds_of(move, BOOK.states, state) for state in move.sources)
    }


def test_officer_below_takes_in_passes_on_and_writes_down() -> None:
    judging = {name for name in moves_of(Kind.JUDGES) if BELOW & set(BOOK.moves[name].parties)}

    assert judging == {
        *("decline", "answer_on_the_spot", "send_back", "give_feedback", "close", "judge_return"),
        *("merge", "unmerge", "settle_respondent", "clear_respondent", "refuse_correction"),
        *("appeal", "withdraw", "reissue_code"),
    }


def test_head_and_colleagues_free_nobody() -> None:
    assert moves_of(Kind.FREES) | moves_of(Kind.REMOVES) == {
        *("decline", "close", "uphold", "call_back", "rate", "appeal", "withdraw"),
        *("refuse_correction", "decide_recusal", "request_recusal"),
    }


def test_bad_rating_is_ruled_on_by_reopening_or_upholding() -> None:
    assert moves_of(Kind.VERIFIES) == {"reopen", "uphold"}


def test_program_adds_no_guard_to_a_shipped_move() -> None:
    for move in BOOK.moves.values():
        for state in move.sources if move.parties != (Party.SYSTEM,) else ():
            assert guards_of(move, kinds_of(move, BOOK.states, state)) == move.guards, move.name


def test_words_are_known() -> None:
    assert PASSES_ON | GUARDS_OF_EFFECTS.keys() <= EFFECTS
    assert {name for names in GUARDS_OF_EFFECTS.values() for name in names} <= KNOWN_GUARDS.keys()
