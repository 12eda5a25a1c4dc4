"""A rulebook: one published, versioned definition, compiled once into immutable objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from transitions import Machine

from workflows.errors import UnknownMove
from workflows.former_words import KNOWN_CONDITIONS
from workflows.language import Category, Commitment, Milestone, Move, OwnParty, Promise, Rung, State, Text


@dataclass(frozen=True)
class Rulebook:
    name: str
    version: str
    title: Text
    initial: str
    states: Mapping[str, State]
    moves: Mapping[str, Move]
    commitments: Mapping[str, Commitment]
    ladders: Mapping[str, tuple[Rung, ...]]
    stage_promises: Mapping[str, Mapping[str, Promise]]
    categories: Mapping[str, Category]
    roles: Mapping[str, tuple[str, ...]]
    last_resort: tuple[str, ...]
    codes: Mapping[str, Mapping[str, Text]]
    routes: Mapping[str, Text]
    urgent_words: tuple[str, ...]
    sha256: str
    parties: Mapping[str, OwnParty] = field(default_factory=dict)  # those it names itself
    key: str = ""  # under which an installation published it; complaints hold this

    def move(self, name: str) -> Move:
        """Raises UnknownMove with its sentence."""
        if name not in self.moves:
            raise UnknownMove(name)
        return self.moves[name]

    def key_of(self, called: str) -> str:
        """The purpose of a move by the name it has in the rulebook; any other word as it is."""
        return next((move.name for move in self.moves.values() if move.called == called), called)

    def first_state(self, milestone: Milestone) -> State:
        """The first state of a milestone, whose label names it. Raises StopIteration where there is none."""
        return next(state for state in self.states.values() if state.milestone == milestone)

    def promise(self, category: str, stage: str, urgency: str) -> Promise:
        """The limit a stage has for a category at an urgency.

        An urgent complaint takes the platform's urgent limit where there is one; otherwise the category's own
        limit goes before the platform's (domain §7). Raises KeyError for a stage without a promise.
        """
        stage_limits = self.stage_promises.get(stage, {})
        if urgency != "normal" and urgency in stage_limits:
            return stage_limits[urgency]
        own = self.categories[category].promises.get(stage)
        return own or stage_limits["normal"]

    @cached_property
    def machine(self) -> Machine:
        """One flat machine for all complaints of this version; rows are passed to it, never registered."""
        machine = Machine(
            model=None,
            states=list(self.states),
            initial=self.initial,
            auto_transitions=False,
            send_event=True,
        )
        for move in self.moves.values():
            _add_transitions(machine, move)
        return machine


def _add_transitions(machine: Machine, move: Move) -> None:
    for source in move.sources:
        for target in move.targets:
            conditions = [_as_callback(target.when)] if target.when else []
            machine.add_transition(move.name, source, target.state, conditions=conditions)


def _as_callback(name: str):  # type: ignore[no-untyped-def]  # the signature is transitions' own
    condition = KNOWN_CONDITIONS[name]
    return lambda event: condition(event.model, event.kwargs["act"])
