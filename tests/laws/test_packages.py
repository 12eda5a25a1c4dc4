"""Each package uses only those below it, so no two need each other (docs/architecture.md, Arrows)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.tree import ROOT, Source, plant, product

GROUND = {"infrastructure", "models", "rulebooks"}
PEOPLE = GROUND | {"organisation", "commitments"}
READING = PEOPLE | {"access"}
WORK = READING | {"notifications", "casework"}
USES = {
    "infrastructure": set(),
    "models": {"infrastructure"},
    "rulebooks": {"infrastructure", "models"},
    "organisation": GROUND,
    "commitments": GROUND,
    "access": PEOPLE,
    "notifications": READING,
    "queries": READING,
    "casework": READING | {"notifications"},
    "intake": WORK,
    "escalation": WORK | {"queries"},
    "simulation": WORK | {"queries", "intake", "escalation"},
    "web": WORK | {"queries", "intake", "escalation", "simulation"},
    "cli": WORK | {"queries", "intake", "escalation", "simulation"},
}
# The engine asks a row for facts that other packages find; they are imported inside the functions that need them.
EXCUSED = {"complaints/models/facts.py"}


def wrong_ways(root: Path) -> list[str]:
    """Imports, anywhere in a file, of a package that is not below the importing one."""
    return [
        f"{source.name}:{line} uses {target}"
        for source in product(root)
        if source.module.startswith("complaints.") and source.name not in EXCUSED
        for line, target in _packages_used(source)
        if target != _package(source.module) and target not in USES[_package(source.module)]
    ]


def _package(module: str) -> str:
    return module.split(".")[1]


def _packages_used(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "complaints":
            names = [f"complaints.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from ((node.lineno, _package(name)) for name in names if name.startswith("complaints."))


def test_packages_use_only_those_below():
    assert wrong_ways(ROOT) == []


def test_every_package_has_its_place():
    assert {path.name for path in (ROOT / "complaints").iterdir() if (path / "__init__.py").exists()} == set(
        USES
    )


def test_arrows_form_no_circle():
    order: list[str] = []
    while left := USES.keys() - set(order):
        free = [name for name in left if USES[name] <= set(order)]
        assert free, f"a circle among {sorted(left)}"
        order += free


def test_import_upwards_is_seen(tmp_path):
    tree = plant(
        tmp_path,
        complaints__models__unit="def read():\n    from complaints.casework import moves",
        complaints__access__list="from complaints import queries",
        complaints__queries__list="import complaints.access.visibility",
    )

    assert wrong_ways(tree) == [
        "complaints/access/list.py:1 uses queries",
        "complaints/models/unit.py:2 uses casework",
    ]
