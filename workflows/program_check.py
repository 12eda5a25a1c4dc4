"""What this program can run: states that say what they are, moves it has words for. A rulebook that asks for more is refused by `check`,
not by the first complaint that comes in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workflows.fields_check import faults_of_fields
from workflows.language import Ending, Milestone, Party, Text
from workflows.rulebook import Rulebook

MADE_ELSEWHERE = ("receive", "review", "attach")  # by their own pages and addresses


def faults_of_program(book: Rulebook, forms: Mapping[str, Collection[str]]) -> Iterator[Text]:
    """`forms`: the moves people make, as the API and the pages know them, with the words they ask for."""
    yield from _states(book)
    yield from _milestones(book)
    yield from faults_of_fields(book, forms)
    for name, move in book.moves.items():
        known = name in forms or name in MADE_ELSEWHERE or move.parties == (Party.SYSTEM,)
        if not known and move.fields is None:
            yield Text(
                f"moves.{move.called}：本程序没有名为“{move.called}”的动作的表单；请写明 fields（没有要填的，写 []）。",
                f"moves.{move.called}: this program has no form for a move called “{move.called}”; declare its fields ([] where it asks for none).",
            )
        elif move.fields is not None and name in MADE_ELSEWHERE:
            yield Text(
                f"moves.{move.called}：这个动作不能另设字段。",
                f"moves.{move.called}: this move takes no fields of its own.",
            )


def _states(book: Rulebook) -> Iterator[Text]:
    milestones, endings = ", ".join(Milestone), ", ".join(Ending)
    for name, state in book.states.items():
        if state.milestone is None:
            yield Text(
                f"states.{name}：须写明属于哪个阶段（milestone：{milestones}）。",
                f"states.{name}: say which milestone it is (milestone: {milestones}).",
            )
        elif state.is_end != (state.milestone == Milestone.ENDED):
            yield Text(
                f"states.{name}：结束状态（milestone 为 ended）无人负责，其他状态须有负责人（answerable）。",
                f"states.{name}: nobody is answerable in an end (milestone: ended); every other state names who is answerable.",
            )
        elif state.is_end != (state.ends_as is not None):
            yield Text(
                f"states.{name}：结束状态须写明是哪种结束（ends_as：{endings}），其他状态不写。",
                f"states.{name}: an end says what it is (ends_as: {endings}), another state does not.",
            )


def _milestones(book: Rulebook) -> Iterator[Text]:
    known = {state.milestone for state in book.states.values()}
    if None in known or book.initial not in book.states:
        return
    if book.states[book.initial].milestone != Milestone.TAKEN_IN:
        yield Text(
            f"initial：登记后的状态 {book.initial} 须属于 taken_in 阶段。",
            f"initial: the state of a new complaint, {book.initial}, must be of the milestone taken_in.",
        )
    for milestone in Milestone:
        if milestone not in known:
            yield Text(
                f"states：没有属于 {milestone} 阶段的状态。",
                f"states: no state is of the milestone {milestone}.",
            )
