"""What a rulebook may say: closed lists, each word with what it means. The program is asked, so nothing here can be out of date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import getdoc

from complaints.casework.effects.registry import BY_NAME
from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from workflows.conditions import CONDITIONS
from workflows.effects import RECIPIENTS, ROLES
from workflows.engine import PARTY_LABELS
from workflows.guards import GUARDS
from workflows.language import Commitment, Ending, Milestone, Move, Relation
from workflows.move_fields import FieldKind
from workflows.purposes import OF_COMMITMENTS, OF_MOVES

Words = dict[str, str]
UNITS = {
    "wh": "hours of office time",
    "wd": "working days",
    "cd": "calendar days",
    "h": "hours of the clock, nights and holidays included",
}

RELATIONS = {
    Relation.HOLDER.value: "of the unit that holds the work",
    Relation.ABOVE_HOLDER.value: "of a unit above it",
    Relation.INTAKE.value: "of the unit that took it in",
    Relation.ABOVE_INTAKE.value: "of a unit above that one",
}
KINDS = {
    FieldKind.LINE: "one line of text (most: 200 signs)",
    FieldKind.TEXT: "text of several lines (most: 4000 signs)",
    FieldKind.CHOICE: "one of its choices",
    FieldKind.UNIT: "a unit of the organisation that handles complaints",
    FieldKind.OFFICER: "an officer",
    FieldKind.DAYS: "a number of days (most: 365)",
    FieldKind.DAY: "a date",
    FieldKind.MOMENT: "a time, or the close of business of a date",
    FieldKind.YES_NO: "yes or no",
    FieldKind.ITEMS: "a list of short texts (most: 30 items)",
}


def vocabulary() -> dict[str, Words]:
    """By section of the rulebook file. A guard means the sentence that is read where it refuses, a purpose the label
    of what serves it in the shipped rulebook."""
    shipped = load_rulebook(SHIPPED.read_text("utf8"))
    return {
        "states: milestone": dict.fromkeys(Milestone, ""),
        "states: ends_as": dict.fromkeys(Ending, ""),
        "moves: parties": {party.value: label.en for party, label in PARTY_LABELS.items()},
        "parties: of": RELATIONS,
        "moves: guards": {name: guard.refusal.en for name, guard in sorted(GUARDS.items())},
        "moves: to, commitments: when": {
            name: _first_line(check) for name, check in sorted(CONDITIONS.items())
        },
        "moves: purpose": _labels(shipped.moves, OF_MOVES),
        "commitments: purpose": _labels(shipped.commitments, OF_COMMITMENTS),
        "moves: effects": {name: _first_line(effect) for name, effect in BY_NAME.items()},
        "moves: fields, kind": {kind.value: KINDS[kind] for kind in FieldKind},
        "moves and ladders: tell": dict.fromkeys(sorted(RECIPIENTS), ""),
        "roles": dict.fromkeys(sorted(ROLES), ""),
        "limits": UNITS,
    }


def _labels(served: Mapping[str, Move | Commitment], purposes: Iterable[str]) -> Words:
    return {purpose: served[purpose].label.en for purpose in sorted(purposes)}


def _first_line(check: object) -> str:
    return (getdoc(check) or "").partition("\n")[0]
