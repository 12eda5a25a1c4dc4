"""A field on the form of a move; and the one a field becomes that a rulebook declares."""

from __future__ import annotations

from dataclasses import dataclass

from complaints.web.desk.choices import Choice, choice, choices_of
from complaints.web.forms.word import Word
from complaints.web.page.template_globals import said
from workflows.language import Text
from workflows.move_fields import FieldKind, MoveField
from workflows.rulebook import Rulebook

WIDGETS = {
    FieldKind.LINE: "line",
    FieldKind.TEXT: "area",
    FieldKind.CHOICE: "select",
    FieldKind.UNIT: "finder",
    FieldKind.OFFICER: "finder",
    FieldKind.DAYS: "number",
    FieldKind.DAY: "date",
    FieldKind.MOMENT: "date",
    FieldKind.YES_NO: "yesno",
    FieldKind.ITEMS: "area",
}
FOUND_IN = {FieldKind.UNIT: "units", FieldKind.OFFICER: "officers"}
YES, NO, NOT_SAID = Text("是", "Yes"), Text("否", "No"), Text("不填", "Not said")
ONE_A_LINE = Text("每行一项。", "One on each line.")


@dataclass(frozen=True, slots=True)
class FormField:
    """`widget`: area, line, select, finder, radio, yesno, box, number or date."""

    name: str
    widget: str
    word: Word
    required: bool
    choices: tuple[Choice, ...] = ()
    yes_no: tuple[Text, ...] | None = None
    part: Text | None = None  # the heading it is folded away under

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Of a question that is answered with yes or no: the value of each choice, and its label."""
        return [
            (value, said(label))
            for value, label in zip(("true", "false", ""), self.yes_no or (), strict=False)
        ]


def declared_field(one: MoveField, at: tuple[Rulebook, int]) -> FormField:
    """`at`: the rulebook, and the unit that holds the complaint."""
    return FormField(
        name=one.name,
        widget=WIDGETS[one.kind],
        word=Word(one.label, _hint(one), FOUND_IN.get(one.kind)),
        required=one.required,
        choices=choices_of(FOUND_IN[one.kind], *at)
        if one.kind in FOUND_IN
        else tuple(choice(*row) for row in one.choices),
        yes_no=((YES, NO) if one.required else (YES, NO, NOT_SAID)) if one.kind == FieldKind.YES_NO else None,
    )


def _hint(one: MoveField) -> Text | None:
    if one.kind != FieldKind.ITEMS:
        return one.help
    return Text(one.help.zh + ONE_A_LINE.zh, f"{one.help.en} {ONE_A_LINE.en}") if one.help else ONE_A_LINE
