"""Only `transaction()` in complaints/infrastructure/database.py begins and commits (design §5)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, plant, sources

COMMITTER = "complaints/infrastructure/database.py"
LEFT_ALONE = ("tests/", "migrations/")


def other_committers(root: Path) -> list[str]:
    return [
        f"{source.name}:{node.lineno} calls .{node.func.attr}()"
        for source in sources(root)
        if source.name != COMMITTER and not source.name.startswith(LEFT_ALONE)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "begin"}
    ]


def test_only_transaction_commits():
    assert other_committers(ROOT) == []


@pytest.mark.parametrize("text", ["db.session.commit()", "with engine.begin() as rows:\n    pass"])
def test_a_second_committer_is_seen(tmp_path, text):
    assert len(other_committers(plant(tmp_path, complaints__sweep=text))) == 1


def test_the_committer_savepoints_tests_and_migrations_are_let_be(tmp_path):
    commit = "session.commit()"
    tree = plant(
        tmp_path,
        complaints__infrastructure__database=commit,
        tests__x=commit,
        migrations__env=commit,
        complaints__sweep="with session.begin_nested():\n    pass",
    )

    assert other_committers(tree) == []
