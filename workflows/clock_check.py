"""No working state without a running promise: every situation the rulebook can lead to is walked through.

A situation is a state, the promises running in it, those already made once, and whether the clock is stopped.
Conditions are not evaluated: both outcomes are walked (of two opposites, one or the other), the same one wherever a move names the condition. The number of situations is bounded by the rulebook, not by
any complaint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from workflows.conditions import OPPOSITES
from workflows.language import Cue, Move, Text
from workflows.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Situation:
    state: str
    running: frozenset[str]
    made: frozenset[str]
    stopped: bool


def faults_of_clocks(book: Rulebook) -> list[Text]:
    """One sentence for each state in which, on some path, nothing would be promised any more."""
    bare: dict[str, str] = {}
    for situation, move in _walk(book):
        state = book.states[situation.state]
        if not state.is_end and not _ticking(book, situation):
            bare.setdefault(situation.state, move)
    return [
        Text(
            f"状态 {state} 里可能没有任何承诺在计时（例如在 {move} 之后）。",
            f"states.{state}: it can happen that no commitment runs (for example after {move}).",
        )
        for state, move in bare.items()
    ]


def _ticking(book: Rulebook, situation: Situation) -> bool:
    return any(not (situation.stopped and book.commitments[name].pausable) for name in situation.running)


def _walk(book: Rulebook) -> Iterator[tuple[Situation, str]]:
    """Situations and the move that led there. A situation is skipped when a barer one was seen: one whose running promises
    are all among its own, and which has made every once-only promise that it has made. Every move keeps the order of
    the two, so whatever can go wrong for it goes wrong for the barer one as well."""
    started = frozenset(
        c.name
        for c in book.commitments.values()
        if any(cue.move == "receive" and cue.when is None for cue in c.starts)
    )
    once = frozenset(one.name for one in book.commitments.values() if one.runs == "once")
    ways = {move.name: _ways_of(book, move, once) for move in book.moves.values()}
    todo = [(Situation(book.initial, started, started & once, False), "receive")]
    seen: set[Situation] = set()
    barest: dict[tuple[str, bool], list[Situation]] = {}
    while todo:
        here, by = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        if not _is_kept(here, barest.setdefault((here.state, here.stopped), [])):
            continue
        yield here, by
        if not book.states[here.state].is_end:
            moves = [move for move in book.moves.values() if here.state in move.sources]
            todo.extend(
                (onward, move.name) for move in moves for onward in _onward(book, here, ways[move.name], once)
            )


def _is_kept(here: Situation, known: list[Situation]) -> bool:
    """Whether no barer one is known; those it is barer than are dropped for it."""
    if any(one.running <= here.running and one.made >= here.made for one in known):
        return False
    known[:] = [one for one in known if not (here.running <= one.running and here.made >= one.made)]
    known.insert(0, here)
    return True


@dataclass(frozen=True, slots=True)
class Way:
    """What a move does under some outcome of its conditions: where it leads ("" where it stays, None where no target
    holds), the promises it meets and starts, and those it may revive."""

    clock: str | None
    target: str | None
    met: frozenset[str]
    starts: frozenset[str]
    revivals: tuple[frozenset[str], ...]


def _ways_of(book: Rulebook, move: Move, once: frozenset[str]) -> list[Way]:
    """The barest ways: one that meets as much and starts as little leads to a situation as bare (see `_walk`)."""
    named = _conditions(book, move)
    barest: list[Way] = []
    for holding in _subsets(named):
        if _can_hold(holding, named):
            way = _way(book, move, holding)
            if not any(_is_as_bare(one, way, once) for one in barest):
                barest[:] = [*(one for one in barest if not _is_as_bare(way, one, once)), way]
    return barest


def _is_as_bare(one: Way, other: Way, once: frozenset[str]) -> bool:
    if one.target != other.target or one.starts & once != other.starts & once:
        return False
    return one.met >= other.met and one.starts <= other.starts


def _can_hold(holding: frozenset[str], named: frozenset[str]) -> bool:
    """Exactly one of two opposites that the move names holds."""
    return all(len(pair & holding) == 1 for pair in OPPOSITES if pair <= named)


def _way(book: Rulebook, move: Move, holding: frozenset[str]) -> Way:
    def cued(cues: tuple[Cue, ...]) -> bool:
        return any(cue.move == move.name and (cue.when is None or cue.when in holding) for cue in cues)

    known = book.commitments.values()
    met = frozenset(one.name for one in known if cued(one.met_by))
    starts = frozenset(one.name for one in known if cued(one.starts))
    return Way(move.clock, _target(move, holding), met, starts, tuple(_revivals(book, move)))


def _onward(book: Rulebook, here: Situation, ways: list[Way], once: frozenset[str]) -> Iterator[Situation]:
    for way in ways:
        if way.clock == "stop" and here.stopped:
            return
        stopped = {"stop": True, "run": False}.get(way.clock or "", here.stopped)
        state = here.state if way.target == "" else way.target
        if state is None or book.states[state].is_end:
            yield Situation(state or here.state, frozenset(), here.made, False)
            continue
        started = way.starts - here.made  # a promise made once is not made again
        running = (here.running - way.met) | started
        made = here.made | (running & once)
        for revived in way.revivals:
            yield Situation(state, running | revived, made, stopped)


def _conditions(book: Rulebook, move: Move) -> frozenset[str]:
    """The conditions that decide where the move goes and which promises it touches."""
    cues = [cue for c in book.commitments.values() for cue in (*c.starts, *c.met_by) if cue.move == move.name]
    names = [*(target.when for target in move.targets), *(cue.when for cue in cues)]
    return frozenset(name for name in names if name)


def _target(move: Move, holding: frozenset[str]) -> str | None:
    for target in move.targets:
        if target.when is None or target.when in holding:
            return target.state or ""
    return None


def _revivals(book: Rulebook, move: Move) -> list[frozenset[str]]:
    """Sending an answer back revives the one promise it was given under: any of them, but always one."""
    revivable = [
        c.name for c in book.commitments.values() if any(cue.move == move.name for cue in c.revived_by)
    ]
    return [frozenset({name}) for name in revivable] or [frozenset()]


def _subsets(names: frozenset[str]) -> Iterator[frozenset[str]]:
    return (
        frozenset(part) for part in chain.from_iterable(combinations(names, n) for n in range(len(names) + 1))
    )
