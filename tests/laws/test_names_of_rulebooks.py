"""What a rulebook calls its states, moves, commitments, categories and parties stands quoted in no code. What the program does with
them is said in closed lists (purposes, milestones, endings, parties, effects …), whose words it may name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.laws.tree import ROOT, file_names, product
from tests.support.foreign_rulebooks import NAMES, foreign
from workflows.effects import EFFECTS, RECIPIENTS
from workflows.language import Ending, Milestone, Party, Relation
from workflows.purposes import OF_COMMITMENTS, OF_MOVES
from workflows.rulebook import Rulebook

CLOSED = OF_MOVES | OF_COMMITMENTS | EFFECTS | RECIPIENTS | {*Milestone, *Ending, *Party, *Relation}
QUOTED = re.compile(r"""["'](\w+)["']""")
TEXTS = (".html", ".js", ".css", ".sql", ".txt", ".xml")
LEFT = {  # words of another meaning: may only shrink
    "complaints/casework/documents/values.py": {
        "received"
    },  # a place in the text of a document: when it came in
    "complaints/infrastructure/setting_types.py": {"INFO"},  # how much is logged
    "config.py": {"INFO"},
    "schemas/replay_parts.py": {"received", "handled"},  # words of a mapping file
}


@cache
def names() -> frozenset[str]:
    texts = [SHIPPED.read_text("utf8"), *map(foreign, NAMES)]
    return frozenset(chain.from_iterable(_called(load_rulebook(text)) for text in texts)) - CLOSED


def _called(book: Rulebook) -> Iterator[str]:
    yield from (*book.states, *book.categories, *book.parties)
    yield from (one.called for one in (*book.moves.values(), *book.commitments.values()))


def quoted(root: Path) -> dict[str, set[str]]:
    """By file; files without any are left out."""
    found = {source.name: _in_python(source.tree) for source in product(root)}
    for name in file_names(root):
        if name.endswith(TEXTS) and name.startswith(("complaints/", "workflows/", "schemas/")):
            found[name] = set(QUOTED.findall((root / name).read_text("utf8"))) & names()
    return {name: words for name, words in found.items() if words}


def _in_python(tree: ast.AST) -> set[str]:
    texts = [
        one.value for one in ast.walk(tree) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    return (set(texts) | set(chain.from_iterable(map(QUOTED.findall, texts)))) & names()


def test_no_code_quotes_a_name_of_a_rulebook() -> None:
    assert quoted(ROOT) == LEFT


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("complaints/a.py", "late = complaint.state == 'assigned'"),
        ("complaints/a.py", "rule = \"state IN ('received')\""),
        ("complaints/a.py", "weight = {'SHIRK': 4}"),
        ("workflows/a.py", "made = act.move in ('hold_hearing', 'answer')"),
        ("complaints/a.py", "kept = deadline.commitment == 'error_answer'"),
        ("complaints/web/templates/a.html", "{% if category == 'HOSPITAL_FEE' %}"),
        ("complaints/web/static/a.js", 'if (move === "read_report") {}'),
    ],
)
def test_a_quoted_name_is_found(tmp_path: Path, file: str, text: str) -> None:
    place = tmp_path / file
    place.parent.mkdir(parents=True)
    place.write_text(text, "utf8")

    assert set(quoted(tmp_path)) == {file}
