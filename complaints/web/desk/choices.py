"""What can be chosen on a form: codes of the rulebook, units, officers. Each can be found by Chinese or by letters."""

from __future__ import annotations

from typing import NamedTuple

from complaints.infrastructure.pinyin import letters
from complaints.models import Officer
from complaints.organisation import directory
from complaints.web.forms.correction_labels import REMOVABLE
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.language import Text
from workflows.parts import PARTS
from workflows.rulebook import Rulebook


class Choice(NamedTuple):
    """`find` holds the letters it is found by beside its label; `group` its heading."""

    value: str
    label: str
    find: str = ""
    group: str = ""


def choices_of(name: str, book: Rulebook, unit_id: int) -> tuple[Choice, ...]:
    if name == "own_officers":
        return officers(unit_id)
    if name in OF_RULEBOOK:
        return OF_RULEBOOK[name](book)
    if name in OF_ORGANISATION:
        return OF_ORGANISATION[name]()
    return tuple(choice(code, label) for code, label in book.codes[name].items())


def removable(book: Rulebook) -> tuple[Choice, ...]:
    """What a correction may strike out."""
    return tuple(choice(code, label) for code, label in REMOVABLE.items())


def parts(book: Rulebook) -> tuple[Choice, ...]:
    """Of whom it can be asked that they step aside."""
    return tuple(choice(code, label) for code, label in PARTS.items())


def categories(book: Rulebook) -> tuple[Choice, ...]:
    return tuple(choice(code, row.label) for code, row in book.categories.items())


def codes(book: Rulebook, name: str) -> tuple[Choice, ...]:
    return tuple(choice(code, label) for code, label in book.codes[name].items())


def ways_to_tell(book: Rulebook) -> tuple[Choice, ...]:
    """The ways to notify a person: those that bring an answer, and e-mail."""
    return (*codes(book, "feedback_methods"), Choice("email", gettext("电子邮件")))


def languages(book: Rulebook) -> tuple[Choice, ...]:
    """In which language a person may be written to."""
    return (Choice("zh", gettext("中文"), "zhongwen zw zh"), Choice("en", gettext("英文"), "yingwen yw en"))


def units(handling: bool = True) -> tuple[Choice, ...]:
    """Units that handle complaints, or all that can be complained of."""
    rows = directory.handling_units() if handling else directory.active_units()
    return tuple(choice(unit.code, unit.name) for unit in rows)


def officers(unit_id: int | None = None) -> tuple[Choice, ...]:
    """Active officers with their units, so that two of one name differ."""
    return tuple(of_officer(row) for row in directory.active_officers(unit_id) if "officer" in row.roles)


def of_officer(officer: Officer) -> Choice:
    unit = said(officer.unit.name)
    found_by = f"{letters(officer.name_zh)} {letters(officer.unit.name_zh)}"
    return Choice(officer.username, f"{said(officer.name)} · {unit}", found_by, unit)


def choice(code: str, label: Text) -> Choice:
    return Choice(code, said(label), f"{letters(label.zh)} {label.en.lower()} {code.lower()}")


def all_units() -> tuple[Choice, ...]:
    """Units that can be complained of; dissolved ones come last, and say so."""
    return (*units(handling=False), *_former_units())


def all_officers() -> tuple[Choice, ...]:
    """Officers that can be complained of, in any post; former ones come last, and say so."""
    return (*(of_officer(row) for row in directory.active_officers()), *_former_officers())


def _former_units() -> tuple[Choice, ...]:
    return tuple(_former(choice(unit.code, unit.name)) for unit in directory.former_units())


def _former_officers() -> tuple[Choice, ...]:
    return tuple(_former(of_officer(row)) for row in directory.former_officers())


def _former(choice: Choice) -> Choice:
    return choice._replace(label=gettext("%(name)s（已撤销或停用）", name=choice.label))


OF_RULEBOOK = {
    "categories": categories,
    "ways_to_tell": ways_to_tell,
    "removable": removable,
    "languages": languages,
    "parts": parts,
}
OF_ORGANISATION = {
    "units": units,
    "officers": officers,
    "all_units": all_units,
    "all_officers": all_officers,
}
