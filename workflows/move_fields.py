"""The words of a move as a rulebook declares them: a closed set of kinds, each with one form, one schema and one way to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflows.texts import Text


class FieldKind(StrEnum):
    """What is asked for. Units and officers come as codes and usernames; a moment is the close of business of its day."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    UNIT = "unit"
    OFFICER = "officer"
    DAYS = "days"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"
    ITEMS = "items"


# Words that effects of the program read: a move may ask for them, as what they are.
SHARED = {
    "note": FieldKind.TEXT,
    "unit": FieldKind.UNIT,
    "officer": FieldKind.OFFICER,
    "days": FieldKind.DAYS,
    "reason": FieldKind.TEXT,
    "basis": FieldKind.TEXT,
    "evidence": FieldKind.TEXT,
    "instruction": FieldKind.TEXT,
    "due_at": FieldKind.MOMENT,
}
OWN = "fields"  # under which the other words of a move stand in an act and in its event
LONGEST = {FieldKind.LINE: 200, FieldKind.TEXT: 4000, FieldKind.DAYS: 365, FieldKind.ITEMS: 30}


@dataclass(frozen=True, slots=True)
class MoveField:
    """`most`: signs of a line or text, days, or number of items. `required_when`: a field before it, and its answer."""

    name: str
    kind: FieldKind
    label: Text
    help: Text | None = None
    required: bool = False
    most: int = 0
    choices: tuple[tuple[str, Text], ...] = ()
    required_when: tuple[str, str] | None = None

    def is_needed(self, words: Mapping[str, Any]) -> bool:
        """Whether it must be answered beside these other words."""
        if self.required_when is None:
            return self.required
        name, answer = self.required_when
        given = words.get(name)
        return answer == ({True: "yes", False: "no"}[given] if isinstance(given, bool) else given)

    def label_of(self, code: str) -> Text | None:
        return next((label for one, label in self.choices if one == code), None)

    def __str__(self) -> str:
        """Everything that decides about it, as pages compare it."""
        needed = " = ".join(self.required_when or ()) or ("*" if self.required else "")
        codes = " | ".join(f"{code} {label.zh} {label.en}" for code, label in self.choices)
        texts = [f"{text.zh} {text.en}" for text in (self.label, self.help) if text]
        return " · ".join(filter(None, (self.name, *texts, self.kind, needed, str(self.most or ""), codes)))
