"""The shipped rules with other names for their states, as another office would write them."""

from __future__ import annotations

from typing import Any

from tests.support import plain_yaml

NAMES = {
    "received": "logged",
    "assigned": "in_the_ward",
    "handled": "office_has_signed",
    "feedback": "patient_was_called",
    "closed": "archived",
    "declined": "not_ours",
    "withdrawn": "taken_back",
    "merged": "put_together",
}


def with_own_states(text: str, version: str) -> str:
    book: dict[str, Any] = plain_yaml.load(text)
    book["version"], book["initial"] = version, NAMES[book["initial"]]
    book["states"] = {NAMES[name]: state for name, state in book["states"].items()}
    for move in book["moves"].values():
        move["from"] = [NAMES[name] for name in move["from"]]
        if "to" in move:
            move["to"] = _target(move["to"])
    for commitment in book["commitments"].values():
        commitment["outlives"] = [NAMES[name] for name in commitment.get("outlives", ())]
    return plain_yaml.dump(book)


def _target(written: Any) -> Any:
    if isinstance(written, list):
        return [_target(one) for one in written]
    if isinstance(written, dict):
        return {**written, "state": _target(written["state"])}
    return NAMES.get(written, written)
