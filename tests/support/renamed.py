"""A rulebook in which everything is called otherwise: states, moves, commitments and categories, each saying its purpose."""

from __future__ import annotations

from typing import Any

from complaints.rulebooks.store import SHIPPED
from tests.support import plain_yaml
from workflows.purposes import CUES, OF_COMMITMENTS, OF_MOVES

Book = dict[str, Any]
Names = dict[str, str]


def renamed(*, categories: bool = True) -> str:
    book: Book = plain_yaml.load(SHIPPED.read_text("utf8"))
    states = {name: f"our_{name}" for name in book["states"]}
    book["initial"] = states[book["initial"]]
    book["states"] = {states[name]: row for name, row in book["states"].items()}
    book["moves"] = {name: _move(row, states) for name, row in book["moves"].items()}
    for row in book["commitments"].values():
        if "outlives" in row:
            row["outlives"] = [states[one] for one in row["outlives"]]
    if categories:
        book["categories"] = {f"OUR_{code}": row for code, row in book["categories"].items()}
    moves, commitments = ({name: f"our_{name}" for name in book[part]} for part in ("moves", "commitments"))
    return plain_yaml.dump(with_names(book, moves, commitments))


def with_names(book: Book, moves: Names, commitments: Names) -> Book:
    """A rulebook whose moves and commitments are called so, wherever it names them; each says the purpose it serves."""
    fresh = dict(book)
    fresh["moves"] = {
        moves.get(name, name): _says(row, name, moves, OF_MOVES) for name, row in book["moves"].items()
    }
    fresh["commitments"] = {
        commitments.get(name, name): _says(_commitment(row, moves), name, commitments, OF_COMMITMENTS)
        for name, row in book["commitments"].items()
    }
    fresh["ladders"] = {
        name: [
            {**rung, "perform": moves.get(rung["perform"], rung["perform"])} if "perform" in rung else rung
            for rung in rungs
        ]
        for name, rungs in book["ladders"].items()
    }
    fresh["limits"] = _stages(book["limits"], commitments)
    fresh["categories"] = {
        code: row | {"limits": _stages(row["limits"], commitments)}
        for code, row in book["categories"].items()
    }
    return fresh


def _says(row: Book, name: str, names: Names, purposes: frozenset[str]) -> Book:
    return {**row, "purpose": name} if name in names and name in purposes else row


def _stages(limits: Book, commitments: Names) -> Book:
    return {commitments.get(stage, stage): row for stage, row in limits.items()}


def _move(row: Book, states: dict[str, str]) -> Book:
    row = {**row, "from": [states[one] for one in row["from"]]}
    return row | ({"to": _target(row["to"], states)} if "to" in row else {})


def _target(written: Any, states: dict[str, str]) -> Any:
    if isinstance(written, list):
        return [_target(one, states) for one in written]
    if isinstance(written, dict):
        return {**written, "state": _target(written["state"], states)}
    return states.get(written, written)


def _commitment(row: Book, moves: Names) -> Book:
    return row | {part: [_cue(cue, moves) for cue in row[part]] for part in CUES if part in row}


def _cue(cue: Any, moves: Names) -> Any:
    if isinstance(cue, dict):
        return {**cue, "move": moves.get(cue["move"], cue["move"])}
    return moves.get(cue, cue)
