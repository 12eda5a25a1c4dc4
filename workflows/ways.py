"""Where a complaint may go from where it stands: the ways of its rulebook's machine, and what is promised on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.language import Commitment, Cue, Move, Party, State
from workflows.limits import Limit
from workflows.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Way:
    """A move people may make in a state; `targets` are empty where the state stays as it is. `starts`: promises it begins, with
    their limits (None where a date of its own is set); `meets`: promises it keeps."""

    move: Move
    targets: tuple[State, ...]
    starts: tuple[tuple[Commitment, Limit | None], ...]
    meets: tuple[Commitment, ...]


def ways_from(book: Rulebook, state: str, category: str, urgency: str) -> list[Way]:
    """The moves the machine has for a state, those that lead on first, in the order of the rulebook."""
    names = set(book.machine.get_triggers(state))
    moves = [
        move for name, move in book.moves.items() if name in names and set(move.parties) != {Party.SYSTEM}
    ]
    ways = [_way(book, move, state, (category, urgency)) for move in moves]
    return sorted(ways, key=lambda way: not way.targets)


def _way(book: Rulebook, move: Move, state: str, of: tuple[str, str]) -> Way:
    targets = dict.fromkeys(name for name in move.targets_from(state) if name != state)
    promised = [one for one in book.commitments.values() if _names(one.starts, move)]
    return Way(
        move,
        tuple(book.states[name] for name in targets),
        tuple((one, _limit(book, one.name, *of)) for one in promised),
        tuple(one for one in book.commitments.values() if _names(one.met_by, move)),
    )


def _names(cues: Iterable[Cue], move: Move) -> bool:
    return any(cue.move == move.name for cue in cues)


def _limit(book: Rulebook, stage: str, category: str, urgency: str) -> Limit | None:
    try:
        return book.promise(category, stage, urgency).limit
    except KeyError:
        return None
