"""Words for the fields that a rulebook declares for its moves: the plainest answer of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from complaints.commitments.calendar import current as current_calendar
from complaints.rulebooks import store
from complaints.simulation.move_inputs import BY_MOVE, Scene, Words, fitting_unit
from workflows.language import Act, Actor, Move
from workflows.move_fields import OWN, SHARED, FieldKind, MoveField
from workflows.parties import is_party_to
from workflows.rulebook import Rulebook


def own_moves(book: Rulebook) -> list[Move]:
    """Those with a form of the rulebook's own, of which the program knows nothing else."""
    return [move for move in book.moves.values() if move.fields is not None and move.name not in BY_MOVE]


def may_make(move: Move, scene: Scene, actor: Actor) -> bool:
    """One of its parties; a guard may still refuse."""
    act = Act(move.name, actor, scene.at)
    return any(is_party_to(scene.complaint, act, party, move) for party in move.parties)


def words_for(name: str, scene: Scene) -> Words:
    """What the program asks for, and what the rulebook declares beside it."""
    move = store.book(scene.complaint.rulebook_version).moves.get(name)
    declared = declared_words(move.fields or (), scene) if move else {}
    return {**declared, **BY_MOVE[name](scene)} if name in BY_MOVE else declared


def declared_words(declared: Iterable[MoveField], scene: Scene) -> Words:
    """All fields answered. Words that effects read are rows, as `perform` is given them; the others stand apart."""
    found = {one.name: (one, ANSWERS[one.kind](one, scene)) for one in declared}
    shared = {name: answer for name, (_, answer) in found.items() if name in SHARED}
    own = {name: _plain(answer) for name, (_, answer) in found.items() if name not in SHARED}
    return {**shared, **({OWN: own} if own else {})}


def _plain(answer: Any) -> Any:
    for name in ("code", "username"):
        answer = getattr(answer, name, answer)
    return answer.isoformat() if hasattr(answer, "isoformat") else answer


def _moment(one: MoveField, scene: Scene) -> Any:
    return current_calendar.closing_of((scene.at + timedelta(days=7)).date())


ANSWERS: dict[FieldKind, Callable[[MoveField, Scene], Any]] = {
    FieldKind.LINE: lambda one, scene: "试运行",
    FieldKind.TEXT: lambda one, scene: "试运行",
    FieldKind.CHOICE: lambda one, scene: one.choices[0][0],
    FieldKind.UNIT: lambda one, scene: fitting_unit(scene),
    FieldKind.OFFICER: lambda one, scene: scene.actor,
    FieldKind.DAYS: lambda one, scene: 1,
    FieldKind.DAY: lambda one, scene: scene.at.date(),
    FieldKind.MOMENT: _moment,
    FieldKind.YES_NO: lambda one, scene: True,
    FieldKind.ITEMS: lambda one, scene: ["试运行"],
}
