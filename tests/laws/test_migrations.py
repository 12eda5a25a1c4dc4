"""Migrations are numbered, and each follows the one before it: one line, one head (design §5)."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from pathlib import Path

from tests.laws.tree import ROOT, plant

NUMBERED = re.compile(r"[0-9]{4}_[a-z0-9_]+\.py")


def misnumbered(root: Path) -> list[str]:
    files = _files(root)
    wrong = [
        f"{file.name} is not named NNNN_what_it_does.py"
        for file in files
        if not NUMBERED.fullmatch(file.name)
    ]
    numbers = [file.name[:4] for file in files]
    return wrong + [f"the number {a} is used twice" for a, b in pairwise(numbers) if a == b]


def broken_chain(root: Path) -> list[str]:
    """Migrations whose down_revision is not the revision of the one numbered before; the first has none."""
    before = None
    wrong = []
    for file in _files(root):
        said = _assignments(file)
        if said.get("down_revision") != before:
            wrong.append(f"{file.name} follows {said.get('down_revision')!r} instead of {before!r}")
        before = said.get("revision")
        if not before:
            wrong.append(f"{file.name} has no revision")
    return wrong


def _files(root: Path) -> list[Path]:
    return sorted(
        file for file in (root / "migrations" / "versions").glob("*.py") if file.name != "__init__.py"
    )


def _assignments(file: Path) -> dict[str, object]:
    said = {}
    for node in ast.parse(file.read_text("utf8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(getattr(node, "value", None), ast.Constant):
            said |= {target.id: node.value.value for target in targets if isinstance(target, ast.Name)}
    return said


def test_migrations_are_numbered():
    assert misnumbered(ROOT) == []


def test_migrations_stand_in_one_line():
    assert broken_chain(ROOT) == []


def migration(revision, after):
    return f"revision: str = {revision!r}\ndown_revision = {after!r}\n"


def test_a_migration_without_a_number_is_seen(tmp_path):
    tree = plant(tmp_path, migrations__versions__ab12cd_officer=migration("a", None))

    assert misnumbered(tree) == ["ab12cd_officer.py is not named NNNN_what_it_does.py"]


def test_a_number_used_twice_is_seen(tmp_path):
    first, second = migration("a", None), migration("b", "a")
    tree = plant(tmp_path, migrations__versions__0001_unit=first, migrations__versions__0001_officer=second)

    assert misnumbered(tree) == ["the number 0001 is used twice"]


def test_a_second_head_is_seen(tmp_path):
    tree = plant(
        tmp_path,
        migrations__versions__0001_unit=migration("0001", None),
        migrations__versions__0002_officer=migration("0002", "0001"),
        migrations__versions__0003_event=migration("0003", "0001"),
    )

    assert misnumbered(tree) == []
    assert broken_chain(tree) == ["0003_event.py follows '0001' instead of '0002'"]
