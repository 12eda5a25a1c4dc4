"""Rulebooks of other offices (tests/rulebooks): what is their own, on the parts every rulebook needs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from complaints.rulebooks.store import SHIPPED
from tests.support import plain_yaml
from tests.support.renamed import with_names

FOLDER = Path(__file__).parents[1] / "rulebooks"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def foreign(name: str) -> str:
    """The whole text of a rulebook of the folder, to be published."""
    own = plain_yaml.load((FOLDER / f"{name}.yaml").read_text("utf8"))
    book: dict[str, Any] = plain_yaml.load(SHIPPED.read_text("utf8"))
    states = {old: new for old, (new, _) in own["states"].items()}
    book |= {part: own[part] for part in ("rulebook", "version", "title")}
    book["initial"] = states[book["initial"]]
    book["states"] = {
        states[old]: {**state, "label": own["states"][old][1]}
        for old, state in book["states"].items()
        if old in states
    }
    book["moves"] = {
        move: _renamed(row, states, own["labels"].get(move))
        for move, row in book["moves"].items()
        if move not in own["without"]
    }
    book["moves"] |= own["moves"]
    book["parties"] = own["parties"]
    book["commitments"] = {
        key: _without(row, own["without"], states) for key, row in book["commitments"].items()
    }
    basis = {key: {"text": text, "verified": False, "source": name} for key, text in own["bases"].items()}
    book["bases"] |= basis
    book["limits"]["handling"] = own["handling"]
    book["categories"] = {code: _category(book, *words) for code, words in own["categories"].items()}
    return plain_yaml.dump(with_names(book, own["names"]["moves"], own["names"]["commitments"]))


def _renamed(row: dict[str, Any], states: dict[str, str], label: dict[str, str] | None) -> dict[str, Any]:
    fresh = {**row, "from": [states[one] for one in row["from"] if one in states]}
    if "to" in row:
        fresh["to"] = _target(row["to"], states)
    return fresh | ({"label": label} if label else {})


def _target(written: Any, states: dict[str, str]) -> Any:
    if isinstance(written, list):
        return [_target(one, states) for one in written]
    if isinstance(written, dict):
        return {**written, "state": _target(written["state"], states)}
    return states.get(written, written)


def _without(row: dict[str, Any], moves: list[str], states: dict[str, str]) -> dict[str, Any]:
    fresh = dict(row)
    for cues in ("starts", "met_by", "revived_by"):
        if cues in row:
            fresh[cues] = [one for one in row[cues] if _move_of(one) not in moves]
    if "outlives" in row:
        fresh["outlives"] = [states[one] for one in row["outlives"] if one in states]
    return fresh


def _move_of(cue: Any) -> str:
    return cue["move"] if isinstance(cue, dict) else cue


def _category(book: dict[str, Any], label: Any, about: Any, limits: dict[str, str]) -> dict[str, Any]:
    base = dict(next(iter(book["categories"].values())))
    parts = {
        stage: dict(zip(("limit", "basis"), one.split("/"), strict=True)) for stage, one in limits.items()
    }
    parts["extension"] = base["limits"]["extension"]
    return {**base, "label": label, "help": about, "limits": parts}
