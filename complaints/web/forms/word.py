"""What a field of a form is called."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.language import Text


@dataclass(frozen=True, slots=True)
class Word:
    """`choices` names a list of the rulebook, or "units", "officers", "own_officers"; `rows` makes a text area."""

    label: Text
    hint: Text | None = None
    choices: str | None = None
    rows: int = 3
