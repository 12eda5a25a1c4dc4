"""Fields that know the complaint: respondents to clear, likely matches of a name, findings, corrections."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import groupby

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from complaints.access.masking import MaskedPerson, mask_fact
from complaints.access.reveals import person_on_page
from complaints.casework import named_respondents, written_facts
from complaints.models import Complaint, Officer
from complaints.web.desk.choices import Choice
from complaints.web.forms import move_form
from complaints.web.forms.correction_labels import PARTS
from complaints.web.forms.form_field import FormField
from complaints.web.forms.spoken_facts import spoken_fact
from complaints.web.forms.word import Word
from complaints.web.page.dates import now
from complaints.web.page.template_globals import read_out, said
from complaints.web.page.translation import gettext
from schemas.catalogue import Ruling
from schemas.fields import both
from schemas.text import isolated
from workflows.language import Text
from workflows.parties import is_asked
from workflows.rulebook import Rulebook

SECOND = "second"
NONE_OF_THEM = "-"
ABOUT = ("unit", "officer", "name")
WITHOUT = "without_assists"  # asked for while units assist
ABOUT_PARTS = ("answer_consultation", "decline_consultation", "withdraw_consultation", "end_assist")
WHICH = Word(
    Text("误列的是哪一个", "Which one was named by mistake"),
    Text("撤销后仍留有记录。", "It stays on the record as cleared."),
)


def fields_for(move: str, book: Rulebook, complaint: Complaint, asker: Officer) -> list[FormField]:
    """The fields of a move's form, with the choices this complaint gives."""
    fields = move_form.fields_of(move, book, complaint.unit_id)
    if move == "designate" or (move == "judge_return" and "supervisor" in asker.roles):
        return ruling_asked(fields, [complaint])
    if move == "judge_return":
        return ruling_asked(fields, [])
    if move == "clear_respondent":
        others = [one for one in fields if one.name not in ABOUT]
        return [_which(complaint), *sorted(others, key=lambda one: not one.name.startswith("instead_"))]
    if move == "settle_respondent":
        return [_likely(one, complaint) if one.name == "officer" else one for one in fields]
    if move in ABOUT_PARTS:
        return [_of_part(one, move, complaint, asker) if one.name == "of" else one for one in fields]
    if move in ("correct", "request_correction"):
        values = present_values(book, complaint, asker)
        return [_in_its_part(_with_present(one, values)) for one in _in_order(fields)]
    if move in ("answer", "answer_on_the_spot"):
        fields = _without_reason(_with_second_person(fields, complaint), complaint)
        place = [one.name for one in fields].index("outcome") + 1
        return [*fields[:place], *_findings(fields[place - 1], complaint), *fields[place:]]
    return fields


def ruling_asked(fields: list[FormField], complaints: Iterable[Complaint]) -> list[FormField]:
    """What the dispatch catalogue keeps is asked for where a disputed return is settled."""
    disputed = any(one.refusing_unit_ids and not one.restricted for one in complaints)
    return [one for one in fields if disputed or one.name not in Ruling().fields or one.name == "note"]


def _with_second_person(fields: list[FormField], complaint: Complaint) -> list[FormField]:
    """Asked for only where two must look into it, and then it must be given."""
    needed = complaint.rules.investigators > 1
    return [
        replace(one, required=True) if one.name == SECOND else one
        for one in fields
        if needed or one.name != SECOND
    ]


def _without_reason(fields: list[FormField], complaint: Complaint) -> list[FormField]:
    return [one for one in fields if one.name != WITHOUT or complaint.open_assists]


def _of_part(field: FormField, move: str, complaint: Complaint, asker: Officer) -> FormField:
    """What is open; to answer, what was asked of this officer."""
    parts = complaint.open_assists if move == "end_assist" else complaint.open_consultations
    by_lead = move in ("withdraw_consultation", "end_assist")
    shown = [one for one in parts if by_lead or is_asked(complaint, one, asker)]
    choices = tuple(
        Choice(str(one.number), f"{said(one.unit.name)} · {isolated(one.words or '')}") for one in shown
    )
    return replace(field, widget="radio", choices=choices)


def _which(complaint: Complaint) -> FormField:
    choices = tuple(Choice(one.key, said(one.name)) for one in named_respondents.list_respondents(complaint))
    return FormField("respondent", "radio", WHICH, True, choices)


def _likely(field: FormField, complaint: Complaint) -> FormField:
    choices = [Choice(one.username, _person(one)) for one in named_respondents.list_likely_matches(complaint)]
    if len(choices) > 1:
        choices.append(Choice(NONE_OF_THEM, gettext("以上各人都不是")))
    return replace(field, widget="radio", required=True, choices=tuple(choices))


def _person(officer: Officer) -> str:
    """Name, unit and post, which tell two of one name apart."""
    leads = gettext("单位负责人") if "unit_supervisor" in officer.roles else ""
    former = "" if officer.active else gettext("账号已停用")
    return " · ".join(filter(None, (said(officer.name), said(officer.unit.name), leads, former)))


def _findings(outcome: FormField, complaint: Complaint) -> list[FormField]:
    """With one respondent the outcome of the answer is the finding."""
    named = named_respondents.list_respondents(complaint)
    return [_finding(outcome, one) for one in named] if len(named) > 1 else []


def _finding(outcome: FormField, one: named_respondents.Named) -> FormField:
    label = Text(f"对“{one.name.zh}”的结论", f"Outcome for “{one.name.en}”")
    return replace(outcome, name=f"{move_form.FINDING}{one.key}", word=Word(label), required=False)


def with_chosen_match(typed: move_form.Typed) -> move_form.Typed:
    """The choice of no match means no officer; an empty field is refused. Raises ValidationError."""
    if not typed.get("officer"):
        raise ValidationError({"officer": [both("请选一项。", "Choose one.")]})
    return MultiDict({**typed.to_dict(), "officer": typed["officer"].removeprefix(NONE_OF_THEM)})


def with_chosen_respondent(typed: move_form.Typed, complaint: Complaint) -> move_form.Typed:
    """The chosen respondent to clear, as the unit, officer and name of its row. Raises ValidationError."""
    if any(typed.get(name) for name in ABOUT):
        return typed
    chosen = typed.get("respondent")
    named = next((one for one in named_respondents.list_respondents(complaint) if one.key == chosen), None)
    if named is None:
        raise ValidationError({"respondent": [both("请选一项。", "Choose one.")]})
    return MultiDict({**typed.to_dict(), **named.words})


def present_values(book: Rulebook, complaint: Complaint, asker: Officer) -> dict[str, Text]:
    """The present values by field; the person's only for readers who may know them."""
    person = person_on_page(complaint, asker, now())
    facts = written_facts.read_facts(complaint)
    names = [name for name in facts if person is not None or name not in written_facts.OF_THE_PERSON]
    shown = {name: spoken_fact(book, name, facts[name]) for name in names if facts[name] not in (None, "")}
    if "phone" in shown and person is not None:
        shown["phone"] = written_facts.in_words(person.numbers, read_out, isolated) or ""
    if isinstance(person, MaskedPerson):
        shown |= {name: mask_fact(name, shown[name]) or "" for name in shown if name != "phone"}
    shown.pop("narrative", None)  # it is beside the form
    return {f"changes_{name}": _as_written(value) for name, value in shown.items()}


def _in_order(fields: list[FormField]) -> list[FormField]:
    """Open fields first, then the folded ones; each heading once."""
    headings = list(dict.fromkeys(PARTS.values()))
    place = {name: 1 + headings.index(part) for name, part in PARTS.items()}
    return sorted(
        fields, key=lambda one: place.get(one.name.removeprefix("changes_"), 0) if one.name != "note" else 99
    )


def _in_its_part(field: FormField) -> FormField:
    return replace(field, part=PARTS.get(field.name.removeprefix("changes_")))


def folded(
    fields: list[FormField], opened: Collection[str]
) -> list[tuple[Text | None, list[FormField], bool]]:
    """The fields of a form under their headings; a heading that holds one of `opened` is open."""
    parts = [(part, list(rows)) for part, rows in groupby(fields, key=lambda one: one.part)]
    return [(part, rows, any(one.name in opened for one in rows)) for part, rows in parts]


def _as_written(value: str) -> Text:
    return Text(value, value)


def _with_present(field: FormField, values: dict[str, Text]) -> FormField:
    value, hint = values.get(field.name), field.word.hint or Text("", "")
    if value is None:
        return field
    told = Text(f"现在是“{value.zh}”。{hint.zh}", f"Now it is “{value.en}”. {hint.en}")
    return replace(field, word=replace(field.word, hint=told))
