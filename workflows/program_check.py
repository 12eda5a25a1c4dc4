"""What this program can run: states it stores, moves it has words for. A rulebook that asks for more is refused by `check`,
not by the first complaint that comes in."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from workflows.language import Party, Text
from workflows.rulebook import Rulebook

WORKING = ("received", "assigned", "handled", "feedback")
ENDS = ("closed", "declined", "withdrawn", "merged")
MADE_ELSEWHERE = ("receive", "review", "attach")  # by their own pages and addresses


def faults_of_program(book: Rulebook, moves_with_words: Collection[str]) -> Iterator[Text]:
    """`moves_with_words`: the moves people make, as the API and the forms know them."""
    yield from _states(book)
    if book.initial != WORKING[0]:
        yield Text(
            f"initial：登记后的状态须为 {WORKING[0]}。",
            f"initial: a new complaint is in the state {WORKING[0]}.",
        )
    for name, move in book.moves.items():
        known = name in moves_with_words or name in MADE_ELSEWHERE or move.parties == (Party.SYSTEM,)
        if not known:
            yield Text(
                f"moves.{name}：本程序没有名为“{name}”的动作的表单，无法办理。",
                f"moves.{name}: this program has no form for a move called “{name}”, so it could never be made.",
            )


def _states(book: Rulebook) -> Iterator[Text]:
    for name, state in book.states.items():
        known, kind_zh, kind_en = (
            (ENDS, "结束", "end") if state.is_end else (WORKING, "办理中的", "working state")
        )
        if name not in known:
            yield Text(
                f"states.{name}：本程序不能保存名为“{name}”的{kind_zh}状态，只能用 {'、'.join(known)}。",
                f"states.{name}: this program cannot store the {kind_en} “{name}”; it knows {', '.join(known)}.",
            )
