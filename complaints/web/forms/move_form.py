"""The form of a move, drawn from its marshmallow schema; and what was typed into it, read back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields
from werkzeug.datastructures import MultiDict

from complaints.casework import declared_words
from complaints.commitments.calendar import current as current_calendar
from complaints.web.desk.choices import choices_of
from complaints.web.forms.field_labels import YES_NO, word_for
from complaints.web.forms.form_field import FormField, declared_field
from complaints.web.forms.word import Word
from complaints.web.page.dates import now
from complaints.web.page.template_globals import page_language
from schemas.fields import Day, Inner, Moment, Several, Whole, Words, YesNo, both, spoken
from schemas.moves import words_schema
from schemas.noted import Noted
from schemas.person_lines import is_heading, person_on
from schemas.text import is_blank, lines_of
from workflows.rulebook import Rulebook

Typed = MultiDict[str, str]
FOUND_BY_LETTERS = ("units", "officers", "own_officers", "categories", "all_units", "all_officers")
BY_OTHER_FORMS = (
    "files",
    "uploads",
    "findings_by",
    "asked_in",
)  # a form of a move has one value for each name
FINDING = "finding_"  # before the id of a respondent: what was found of it
BOXES = ("not_a_rule",)  # ticked or left open
BUTTON_IN_OWN_RIGHT = ("urge",)  # it has words only where it is recorded for the citizen


def needs_no_words(move: str, declared: declared_words.Fields = None) -> bool:
    """Whether a move is made by a button alone."""
    return type(words_schema(move, declared)) is Noted or move in BUTTON_IN_OWN_RIGHT


def fields_of(move: str, book: Rulebook, unit_id: int) -> list[FormField]:
    """The fields in the order of the form: what is asked for first, the note last. `unit_id` holds the complaint."""
    declared = declared_words.fields_of(book, move)
    found = _flat(words_schema(move, declared).fields)
    own = {one.name: one for one in declared or ()}
    names = sorted(found, key=lambda name: name == "note" and not found[name].required)
    return [
        declared_field(own[name], (book, unit_id))
        if name in own
        else _field(move, name, found[name], (book, unit_id))
        for name in names
    ]


def _flat(schema_fields: Mapping[str, fields.Field[Any]]) -> dict[str, fields.Field[Any]]:
    """The fields as a form has them: those of an object inside under `outer_inner`. Files come by their own form."""
    flat: dict[str, fields.Field[Any]] = {}
    for name, field in schema_fields.items():
        if isinstance(field, Inner):
            flat |= {f"{name}_{inner}": one for inner, one in _flat(field.schema.fields).items()}
        elif name not in BY_OTHER_FORMS:
            flat[name] = field
    return flat


def _field(move: str, name: str, field: fields.Field[Any], at: tuple[Rulebook, int]) -> FormField:
    word = word_for(move, name)
    widget = _widget(field, word)
    return FormField(
        name=name,
        widget=widget,
        word=word,
        required=field.required,
        choices=choices_of(word.choices, *at) if word.choices else (),
        yes_no=YES_NO.get(name),
    )


def _widget(field: fields.Field[Any], word: Word) -> str:
    if word.choices:
        return "finder" if word.choices in FOUND_BY_LETTERS else "select"
    if field.name in BOXES:
        return "box"
    for kind, widget in (
        (YesNo, "yesno"),
        (Whole, "number"),
        (Moment, "date"),
        (Day, "date"),
        (Several, "area"),
    ):
        if isinstance(field, kind):
            return widget
    return "area" if isinstance(field, Words) else "line"


def read_words(move: str, typed: Typed, declared: declared_words.Fields = None) -> dict[str, Any]:
    """What was typed, as the schema wants it: what was left empty is left out, a list is one item a line."""
    return _read(words_schema(move, declared).fields, typed, "")


def _read(schema_fields: Mapping[str, fields.Field[Any]], typed: Typed, before: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    for name, field in schema_fields.items():
        if name == "findings_by":
            words[name] = _findings(typed)
        if name in BY_OTHER_FORMS:
            continue
        if isinstance(field, Inner):
            words[name] = _read(field.schema.fields, typed, f"{before}{name}_")
        else:
            words[name] = _typed(field, typed.get(before + name, ""))
    return {name: value for name, value in words.items() if value not in ("", [], {})}


def _findings(typed: Typed) -> list[dict[str, str]]:
    chosen = {name: value for name, value in typed.items() if name.startswith(FINDING) and value}
    return [{"respondent": name.removeprefix(FINDING), "outcome": value} for name, value in chosen.items()]


def words_of(move: str, typed: Typed, declared: declared_words.Fields = None) -> dict[str, Any]:
    """The words of a move as they were typed into its form. Raises ValidationError."""
    words = dict(words_schema(move, declared).load(read_words(move, typed, declared)))
    if move in ("supervise", "move_sender_date"):
        _require_open(current_calendar.closing_of(words["due_at"]))
    return words


def _require_open(until: datetime) -> None:
    """A form says close of business of a day: one that is still to come should have such a close. Raises ValidationError."""
    calendar, day = current_calendar.calendar(), until.date()
    if until > now() and not calendar.is_working(day):
        after = calendar.working_day_after(day, 1)
        told = both(
            f"{day} 不上班，请选工作日；下一个工作日是 {after}。",
            f"{day} is a day off; choose a working day. The next one is {after}.",
        )
        raise ValidationError({"due_at": [told]})


def _typed(field: fields.Field[Any], text: str) -> Any:
    if isinstance(field, Several):
        lines = [line for line in lines_of(text).split("\n") if line.strip()]
        if not isinstance(field.inner, Inner):
            return lines
        return [person_on(line) for line in lines if not is_heading(line)]
    return "" if is_blank(text) else text


def faults_of(messages: Any, with_places: bool = False) -> dict[str, str]:
    """Field → sentence; a field inside another is called `outer.inner`, an item of a list by the list's name, or with
    its place as well: `list.0.inner`."""
    told = {}
    for path, words in _leaves(messages, ()):
        names = [str(one) for one in path if with_places or isinstance(one, str)]
        told[".".join(names)] = spoken(words, page_language())
    return told


def _leaves(messages: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _leaves(inner, (*path, name))
    else:
        yield path, str(messages[0])
