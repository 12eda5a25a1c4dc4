"""What the program itself relies on: moves the system makes on its own, and limits no commitment names."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.effects import RECIPIENTS
from workflows.language import Move, Party, Text
from workflows.rulebook import Rulebook
from workflows.urgency import URGENCIES

SYSTEM_MOVES = ("escalate", "remind", "recalculate", "postpone")
LIMITS = ("return_window", "appeal_period", "closing")
SHOWN = ("acceptance", "handling", "feedback")  # on the public pages, whether or not a commitment names them
PROMISED_BY = {
    "open_consultation": ("consultation",),
    "open_assist": ("assist_taking", "assist"),
    "bind_to_joined": ("joined",),
}  # by an effect, at once
LIMITS_OF_MOVES = {"judge_return": "return_judgement"}
RUNG_ACTS = ("remind", "urge", "notify_leader", "supervision_order", "bulletin", "close")


def faults_of_needs(book: Rulebook) -> Iterator[Text]:
    yield from _system_moves(book)
    yield from _first_move(book)
    yield from _urgencies(book)
    yield from _limits(book)
    yield from _promised_by_effects(book)
    yield from _names_of_people(book)
    yield from _rungs(book)


def _system_moves(book: Rulebook) -> Iterator[Text]:
    """A rung is climbed in whatever state the complaint is, so these moves are possible in every working state."""
    working = [name for name, state in book.states.items() if not state.is_end]
    for name in SYSTEM_MOVES:
        move = book.moves.get(name)
        if move is None or Party.SYSTEM not in move.parties:
            yield Text(
                f"moves.{name}：系统须能进行“{name}”。",
                f"moves.{name}: the system must be able to make the move “{name}”.",
            )
        elif missing := [state for state in working if state not in move.sources]:
            yield Text(
                f"moves.{name}：在状态 {missing[0]} 也须能进行。",
                f"moves.{name}: it must be possible in the state {missing[0]} as well.",
            )


def _first_move(book: Rulebook) -> Iterator[Text]:
    move = book.moves.get("receive")
    if move is None or move.sources or [target.state for target in move.targets] != [book.initial]:
        yield Text(
            f"moves.receive：登记须从无到 {book.initial}。",
            f"moves.receive: logging starts from nothing and leads to {book.initial}.",
        )


def _urgencies(book: Rulebook) -> Iterator[Text]:
    """Which of two is more urgent is known of these three alone; each needs its label."""
    said = book.codes.get("urgencies", {})
    for code in [
        *(one for one in URGENCIES if one not in said),
        *(one for one in said if one not in URGENCIES),
    ]:
        yield Text(
            f"urgencies.{code}：紧急程度须恰为 {'、'.join(URGENCIES)}。",
            f"urgencies.{code}: the urgencies are exactly {', '.join(URGENCIES)}.",
        )


def _limits(book: Rulebook) -> Iterator[Text]:
    for name in (*LIMITS, *SHOWN, *(limit for move, limit in LIMITS_OF_MOVES.items() if move in book.moves)):
        if "normal" not in book.stage_promises.get(name, {}):
            yield Text(f"limits.{name}：缺少时限 {name}。", f"limits.{name}: the limit {name} is missing.")
    if "review" not in book.commitments:
        yield Text(
            "commitments.review：缺少承诺 review。", "commitments.review: the commitment review is missing."
        )
    for name, promises in book.stage_promises.items():
        for urgency in promises:
            if urgency not in URGENCIES:
                yield Text(
                    f"limits.{name}：没有名为“{urgency}”的紧急程度。",
                    f"limits.{name}: there is no urgency called “{urgency}”.",
                )
    yield from _limits_of_categories(book)


def _promised_by_effects(book: Rulebook) -> Iterator[Text]:
    for move in book.moves.values():
        for name in (one for effect in move.effects for one in PROMISED_BY.get(effect, ())):
            if name not in book.commitments:
                yield Text(
                    f"commitments.{name}：缺少这项承诺，动作 {move.called} 要作出它。",
                    f"commitments.{name} is missing: the move {move.called} makes this promise.",
                )


def _limits_of_categories(book: Rulebook) -> Iterator[Text]:
    stages = {*book.stage_promises, "extension", "acceptance_extension"}
    for code, category in book.categories.items():
        for stage in category.promises:
            if stage not in stages:
                yield Text(
                    f"categories.{code}：没有名为“{stage}”的环节。",
                    f"categories.{code}: there is no stage called “{stage}”.",
                )
        if category.extensions and "extension" not in category.promises:
            yield Text(
                f"categories.{code}：允许延期，却没有写明 extension 的天数。",
                f"categories.{code}: extensions are allowed, but their length (extension) is not said.",
            )


def _names_of_people(book: Rulebook) -> Iterator[Text]:
    for party in book.roles:
        if party not in set(Party):
            yield Text(
                f"roles.{party}：没有名为“{party}”的身份。",
                f"roles.{party}: there is no party called “{party}”.",
            )
    for commitment in book.commitments.values():
        if commitment.owed_by not in RECIPIENTS:
            name = commitment.called
            yield Text(
                f"commitments.{name}：没有名为“{commitment.owed_by}”的负责人。",
                f"commitments.{name}: there is nobody called “{commitment.owed_by}” to owe it.",
            )


def _rungs(book: Rulebook) -> Iterator[Text]:
    for name, rungs in book.ladders.items():
        for rung in rungs:
            if rung.act not in RUNG_ACTS:
                yield Text(
                    f"ladders.{name}：没有名为“{rung.act}”的措施。",
                    f"ladders.{name}: there is no act called “{rung.act}”.",
                )
            if rung.perform and not _is_the_systems(book.moves.get(rung.perform)):
                yield Text(
                    f"ladders.{name}：“{rung.perform}”不是系统可做的动作。",
                    f"ladders.{name}: “{rung.perform}” is not a move the system can make.",
                )


def _is_the_systems(move: Move | None) -> bool:
    return move is not None and Party.SYSTEM in move.parties
