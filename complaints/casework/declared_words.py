"""The words that a rulebook declares for a move: looked up, held against what it asks for, and kept apart from the program's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from complaints.access.visibility import find_visible
from complaints.commitments.calendar.current import closing_of
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text
from workflows.move_fields import OWN, SHARED, FieldKind, MoveField
from workflows.purposes import OF_MOVES
from workflows.rulebook import Rulebook

Fields = tuple[MoveField, ...] | None

NEEDED = Text("此项必须填写。", "This is needed.")
NO_CHOICE = Text("没有这一项，请从列出的项中选。", "There is no such choice; take one of those listed.")


def find_declared(number: str, move: str, officer: Officer, at: datetime) -> Fields:
    """What the rulebook of a complaint adds to the words of a move; None where it adds nothing, or the officer sees no such
    complaint."""
    complaint = find_visible(number, officer, at)
    return None if complaint is None else fields_of(store.book(complaint.rulebook_version), move)


def find_key(number: str, move: str, officer: Officer, at: datetime) -> str:
    """The purpose of a move, by the name that the rulebook of a complaint gives it. No statement where the program knows it."""
    complaint = None if move in OF_MOVES else find_visible(number, officer, at)
    return move if complaint is None else store.book(complaint.rulebook_version).key_of(move)


def fields_of(book: Rulebook, move: str) -> Fields:
    return book.moves[move].fields if move in book.moves else None


def gather(words: Mapping[str, Any], declared: Fields) -> dict[str, Any]:
    """The words of a move with those that only its rulebook knows under `OWN`, as an event keeps them.

    Raises BadInput for what is missing, and for a choice that the rulebook does not have.
    """
    if not declared:
        return dict(words)
    missing = [one.name for one in declared if one.is_needed(words) and one.name not in words]
    if missing:
        raise BadInput(dict.fromkeys(missing, NEEDED))
    for one in declared:
        if one.choices and one.name in words and one.label_of(words[one.name]) is None:
            raise BadInput({one.name: NO_CHOICE})
    own = {
        one.name: _kept(one, words[one.name])
        for one in declared
        if one.name in words and one.name not in SHARED
    }
    rest = {name: value for name, value in words.items() if name not in own}
    return {**rest, **({OWN: own} if own else {})}


def _kept(one: MoveField, value: Any) -> Any:
    if one.kind == FieldKind.MOMENT:
        return closing_of(value).astimezone(SHANGHAI).isoformat()
    return str(value) if isinstance(value, date) else value
