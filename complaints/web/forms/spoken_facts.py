"""A fact of a complaint as a page words it: from the row, a typed word, or a stored correction."""

from __future__ import annotations

from complaints.casework.written_facts import text_of
from complaints.web.desk.choices import languages, ways_to_tell
from complaints.web.forms.field_labels import YES_NO
from complaints.web.page.template_globals import said
from workflows.rulebook import Rulebook

LISTS = ("representatives",)  # one a line, told in one
CHOICES = {"tell_by": ways_to_tell, "language": languages}


def spoken_fact(book: Rulebook, name: str, value: object) -> str:
    """A dash for nothing."""
    text = text_of(value)
    if text is None:
        return "—"
    if labels := YES_NO.get(f"changes_{name}"):
        return said(labels[0 if text.lower() == "true" else 1])
    return _labels(book, name).get(text) or (text.replace("\n", "、") if name in LISTS else text)


def _labels(book: Rulebook, name: str) -> dict[str, str]:
    if name == "category":
        return {code: said(row.label) for code, row in book.categories.items()}
    if name == "channel":
        return {code: said(label) for code, label in book.codes["channels"].items()}
    choices = CHOICES.get(name)
    return {one.value: one.label for one in choices(book)} if choices else {}
