"""Files and functions stay short, and modules keep to the project's words (style, design §2)."""

from __future__ import annotations

import ast
from pathlib import Path, PurePosixPath

import pytest

from tests.laws.tree import ROOT, plant, product

FILE_LINES = 300
FUNCTION_LINES = 30
STATUS_PAGE = "complaints/web/citizen/status.py"  # named after its address, /status
AVOIDED = {"status", "process", "data", "info", "manager", "utils", "helpers", "services", "dao"}


def long_files(root: Path) -> list[str]:
    lengths = {source.name: source.text.count("\n") for source in product(root)}
    return [f"{name} has {lines} lines" for name, lines in lengths.items() if lines > FILE_LINES]


def long_functions(root: Path) -> list[str]:
    return [
        f"{source.name}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for source in product(root)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]


def avoided_names(root: Path) -> list[str]:
    return [
        f"{source.name} is named {word!r}"
        for source in product(root)
        for word in PurePosixPath(source.name).with_suffix("").parts
        if word in AVOIDED and source.name != STATUS_PAGE
    ]


def test_files_are_read_in_one_go():
    assert long_files(ROOT) == []


def test_functions_fit_on_a_screen():
    assert long_functions(ROOT) == []


def test_modules_are_named_after_the_work():
    assert avoided_names(ROOT) == []


def test_long_file_is_seen_except_tests(tmp_path):
    long = "x = 1\n" * (FILE_LINES + 1)
    tree = plant(tmp_path, app=long, config="x = 1\n" * FILE_LINES, tests__x=long)

    assert long_files(tree) == ["app.py has 301 lines"]


def test_a_long_function_is_seen(tmp_path):
    tree = plant(
        tmp_path,
        app="def long():\n"
        + "    x = 1\n" * FUNCTION_LINES
        + "def fits():\n"
        + "    x = 1\n" * (FUNCTION_LINES - 1),
    )

    assert long_functions(tree) == ["app.py:1 long has 31 lines"]


@pytest.mark.parametrize("where", ["complaints__utils", "complaints__services__sweep"])
def test_a_name_that_says_nothing_is_seen(tmp_path, where):
    assert len(avoided_names(plant(tmp_path, **{where: ""}))) == 1
