"""States are named by the rulebook: no Python compares one with a name of its own, and no template or statement does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from complaints.rulebooks.store import SHIPPED
from schemas.rulebook import load_rulebook
from tests.laws.tree import ROOT, file_names, product

STATE = {"state", "from_state", "to_state"}
IN_TEXT = re.compile(
    r"""\b(?:state|from_state|to_state)\b\s*(?:==|!=|=|<>|IN|in|not in)\s*\(?["'](\w+)["']"""
)


def named_states(root: Path) -> list[str]:
    found = [
        f"{source.name}:{line} names a state of a rulebook"
        for source in product(root)
        for line in _lines(source.tree)
    ]
    return found + list(_in_templates(root))


def _lines(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(map(_is_state, sides)) and any(map(_is_text, sides)):
                yield node.lineno
        elif isinstance(node, ast.keyword) and node.arg in STATE and _is_text(node.value):
            yield node.value.lineno
        elif (
            isinstance(node, ast.Assign) and any(map(_is_state, node.targets)) and _is_text(node.value)
        ) or (isinstance(node, ast.Constant) and isinstance(node.value, str) and _in_statement(node.value)):
            yield node.lineno


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in STATE


def _is_text(node: ast.AST) -> bool:
    parts = node.elts if isinstance(node, ast.Tuple | ast.Set | ast.List) else [node]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)


def _in_statement(text: str) -> bool:
    match = IN_TEXT.search(text)
    return match is not None and match[1] in _names()


@cache
def _names() -> set[str]:
    return set(load_rulebook(SHIPPED.read_text("utf8")).states)


def _in_templates(root: Path) -> Iterator[str]:
    for name in file_names(root):
        if name.endswith((".html", ".js")) and name.startswith("complaints/"):
            for number, line in enumerate((root / name).read_text("utf8").splitlines(), 1):
                if _in_statement(line):
                    yield f"{name}:{number} names a state of a rulebook"


def test_no_code_names_a_state() -> None:
    assert named_states(ROOT) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("complaints/a.py", "late = complaint.state == 'assigned'"),
        ("complaints/a.py", "open = complaint.state in ('received', 'assigned')"),
        ("complaints/a.py", "rows = query.filter_by(state='merged')"),
        ("complaints/a.py", "complaint.state = 'received'"),
        ("complaints/a.py", "rule = \"state IN ('received','assigned')\""),
        ("complaints/web/templates/a.html", "{% if complaint.state == 'closed' %}"),
    ],
)
def test_a_named_state_is_found(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf8")

    assert len(named_states(tmp_path)) == 1
