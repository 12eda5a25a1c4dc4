"""The walks of docs/architecture.md name what the code has: a function that is renamed is renamed there too."""

from __future__ import annotations

import importlib
import re

import pytest

from tests.laws.tree import ROOT

WALKS = ("One move", "One sweep", "One intake")
DOTTED = re.compile(r"(?<![\w./])(?:[a-z_]+\.)+\w+")
OURS = ("workflows.", "schemas.")  # elsewhere a name begins with its package of complaints/
MISSING = object()


def walk(title: str) -> str:
    text = (ROOT / "docs" / "architecture.md").read_text("utf8")
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def named(title: str) -> list[str]:
    return list(dict.fromkeys(DOTTED.findall(walk(title))))


def is_there(name: str) -> bool:
    path = name if name.startswith(OURS) else f"complaints.{name}"
    module, _, verb = path.rpartition(".")
    return _imported(path) or getattr(_module(module), verb, MISSING) is not MISSING


def _imported(path: str) -> bool:
    return _module(path) is not MISSING


def _module(path: str) -> object:
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError:
        return MISSING


@pytest.mark.parametrize("title", WALKS)
def test_names_of_a_walk_exist(title: str) -> None:
    names = named(title)

    assert len(names) > 8
    assert [name for name in names if not is_there(name)] == []


@pytest.mark.parametrize("name", ["casework.moves.make_a_move", "intake.absent.receive", "workflows.absent"])
def test_name_without_code_is_seen(name: str) -> None:
    assert not is_there(name)
