"""Numbers in addresses and forms are read in one place, `complaints.web.page.request_values`: a reader of one's own is a fault to come.

`"²".isdigit()` is true and `int` refuses it; `type=int` lets through what no database can compare.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, Source, plant, product

HALF_TRUE = {"isdigit", "isdecimal", "isnumeric"}
UNBOUNDED = re.compile(r"<int(\((?!.*\bmax=)[^)]*\))?:")


def own_readers(root: Path) -> list[str]:
    return [
        f"{source.name}:{node.lineno} {ast.unparse(node)}"
        for source in product(root)
        if source.name.startswith("complaints/web/")
        for node in ast.walk(source.tree)
        if _asks_for_digits(node) or _reads_with_int(node) or _is_unbounded_route(node)
    ]


def _asks_for_digits(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in HALF_TRUE


def _reads_with_int(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.keyword)
        and node.arg == "type"
        and isinstance(node.value, ast.Name)
        and node.value.id == "int"
    )


def _is_unbounded_route(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(UNBOUNDED.search(str(node.value)))


def test_numbers_that_were_sent_are_read_in_one_place():
    assert own_readers(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "n = int(text) if text.isdigit() else 0",
        'n = request.args.get("before", type=int)',
        'n = request.form.get("view", 0, type=int)',
        '@pages.get("/files/<int:file_id>")\ndef f(file_id): ...',
        '@pages.get("/files/<int(min=1):file_id>")\ndef f(file_id): ...',
    ],
)
def test_a_reader_of_its_own_is_seen(tmp_path, line):
    assert len(own_readers(plant(tmp_path, complaints__web__x=line))) == 1


def test_bounded_route_and_own_reader_pass(tmp_path):
    fine = '@pages.get("/<int(max=9223372036854775807):n>")\ndef f(n):\n    return request.args.get("n", type=whole)\n'
    planted: Source = next(product(plant(tmp_path, complaints__web__x=fine)))

    assert planted.is_product and own_readers(tmp_path) == []
