"""Words the project does without. "Whoever" and "somebody" hide who it is, "anew" is "again": say the officer, the person, no one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, file_names

AVOIDED = re.compile(r"(?<![a-z])(whoever|somebody|nobody|anew)(?![a-z])", re.IGNORECASE)
PLACES = ("complaints/", "schemas/", "workflows/", "docs/", "app.py", "config.py", "README.md")
TEXTS = (".py", ".md", ".yaml", ".po", ".html", ".txt", ".xml", ".css", ".js")
LEFT = {  # lines that still hold one, by file: no number may grow, and no file may be added
    "complaints/casework/left_promises.py": 1,
    "complaints/casework/references.py": 3,
    "complaints/casework/relief.py": 5,
    "complaints/casework/restricted_channel.py": 3,
    "complaints/commitments/deadlines.py": 1,
    "complaints/models/absence.py": 1,
    "complaints/models/complaint.py": 1,
    "complaints/organisation/absences.py": 2,
    "complaints/organisation/english_names.py": 1,
    "complaints/organisation/officers.py": 1,
    "complaints/organisation/passwords.py": 1,
    "complaints/organisation/single_sign_on.py": 1,
    "complaints/queries/board/sections.py": 1,
    "complaints/rulebooks/comparison_labels.py": 1,
    "complaints/web/desk/complaint.py": 1,
    "complaints/web/desk/history.py": 2,
    "complaints/web/desk/intake.py": 2,
    "complaints/web/supervision/act.py": 1,
    "docs/benchmarks.md": 16,
    "schemas/dates.py": 1,
    "schemas/intake.py": 2,
    "schemas/phone_marks.py": 1,
    "schemas/rulebook_parts.py": 1,
    "workflows/act_kinds.py": 5,
    "workflows/check.py": 3,
    "workflows/conditions.py": 4,
    "workflows/engine.py": 1,
    "workflows/guards/__init__.py": 1,
    "workflows/guards/aftermath.py": 3,
    "workflows/guards/correcting.py": 1,
    "workflows/guards/handing_over.py": 2,
    "workflows/guards/intake.py": 6,
    "workflows/guards/time_limits.py": 2,
    "workflows/language.py": 1,
    "workflows/needs_check.py": 1,
    "workflows/parts.py": 1,
    "workflows/program_check.py": 1,
    "workflows/rulebooks/complaint-2026.yaml": 35,
}


def avoided_words(root: Path) -> dict[str, int]:
    """How many lines of each file hold such a word; files without one are left out."""
    counts = {name: sum(1 for _ in lines_with_one(root / name)) for name in file_names(root) if is_read(name)}
    return {name: count for name, count in counts.items() if count}


def is_read(name: str) -> bool:
    return name.startswith(PLACES) and name.endswith(TEXTS)


def lines_with_one(path: Path) -> Iterator[str]:
    return (line for line in path.read_text("utf8").splitlines() if AVOIDED.search(line))


def test_texts_do_without_the_avoided_words() -> None:
    found = avoided_words(ROOT)

    assert {name: count for name, count in found.items() if count > LEFT.get(name, 0)} == {}


def test_list_of_texts_with_avoided_words_only_shrinks() -> None:
    assert sorted(set(LEFT) - set(avoided_words(ROOT))) == [], "none is left in it: take it off the list"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("complaints/a.py", '"""Whoever took it is answerable."""'),
        ("complaints/a.py", "NOBODY_FREE = 1"),
        ("complaints/web/translations/en/LC_MESSAGES/a.po", 'msgstr "Somebody else looks again."'),
        ("docs/a.md", "The promise is asked anew."),
    ],
)
def test_avoided_word_is_seen(tmp_path: Path, file: str, text: str) -> None:
    place = tmp_path / file
    place.parent.mkdir(parents=True)
    place.write_text(f"{text}\nA plain line, renewed.\n", "utf8")

    assert avoided_words(tmp_path) == {file: 1}
