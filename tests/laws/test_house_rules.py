"""Tracked files speak of the project alone: no machine's paths, no registry hosts, nothing left to do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, Source, dotted, file_names, full_names, plant, sources

# In two pieces each, so that this file does not break its own law.
PIECES = [
    ("/wo", "rk/"),
    ("/fa", "rm/"),
    ("pyp", "i.org"),
    ("python", "hosted"),
    ("registry.", "npmjs"),
    ("deb.", "debian"),
    ("cdn.", "jsdelivr"),
    ("unp", "kg.com"),
    ("cdn", "js.cloud"),
    ("fil", "e:///"),
]
FOREIGN = re.compile("|".join(re.escape(a + b) for a, b in PIECES))
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3]) + r")\b")
SKIPS = {f"pytest.{name}" for name in ("skip", "xfail", "mark.skip", "mark.skipif", "mark.xfail")}
LARGEST = 2_000_000


def foreign_words(root: Path) -> list[str]:
    return _lines(root, FOREIGN, "names a host or a machine's path")


def unfinished_work(root: Path) -> list[str]:
    return _lines(root, UNFINISHED, "leaves something to do")


def silent_skips(root: Path) -> list[str]:
    """Tests skipped or expected to fail without a reason."""
    return [
        f"{source.name}:{node.lineno} {ast.unparse(node)} gives no reason"
        for source in sources(root)
        for node in _silent(source)
    ]


def _silent(source: Source) -> list[ast.expr]:
    nodes, names = list(ast.walk(source.tree)), full_names(source)
    with_reason = {node.func for node in nodes if isinstance(node, ast.Call) and _says_why(node)}
    looked_into = {node.value for node in nodes if isinstance(node, ast.Attribute)}  # pytest.skip.Exception
    return [
        node
        for node in nodes
        if isinstance(node, ast.Attribute | ast.Name)
        and dotted(node, names) in SKIPS
        and node not in with_reason | looked_into
    ]


def _says_why(call: ast.Call) -> bool:
    is_condition = isinstance(call.func, ast.Attribute) and call.func.attr == "skipif"
    by_name = any(word.arg in {"reason", "msg"} for word in call.keywords)
    return by_name or (bool(call.args) and not is_condition)


def _lines(root: Path, pattern: re.Pattern[str], what: str) -> list[str]:
    found = []
    for name in file_names(root):
        for number, line in enumerate(_text(root / name).split("\n"), 1):
            if pattern.search(line):
                found.append(f"{name}:{number} {what}: {line.strip()[:80]}")
    return found


def _text(path: Path) -> str:
    """What a reader would read; pictures and very large files say nothing."""
    try:
        return path.read_text("utf8") if path.stat().st_size <= LARGEST else ""
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_machine_or_a_registry():
    assert foreign_words(ROOT) == []


def test_nothing_is_left_to_do_later():
    assert unfinished_work(ROOT) == []


def test_every_skip_gives_its_reason():
    assert silent_skips(ROOT) == []


@pytest.mark.parametrize("pieces", PIECES)
def test_a_foreign_word_is_seen(tmp_path, pieces):
    assert len(foreign_words(plant(tmp_path, app=f"x = 'see {''.join(pieces)}x'"))) == 1


def test_unfinished_work_is_seen(tmp_path):
    tree = plant(tmp_path, app="# TO" + "DO: later", config="# nothing to do, at all")

    assert [line.split(":")[0] for line in unfinished_work(tree)] == ["app.py"]


@pytest.mark.parametrize(
    "text",
    [
        "import pytest\n@pytest.mark.skip\ndef test_x(): pass",
        "import pytest\n@pytest.mark.skip()\ndef test_x(): pass",
        "import pytest\n@pytest.mark.skipif(1 > 0)\ndef test_x(): pass",
        "import pytest\npytest.skip()",
        "from pytest import mark\n@mark.xfail\ndef test_x(): pass",
    ],
)
def test_a_silent_skip_is_seen(tmp_path, text):
    assert len(silent_skips(plant(tmp_path, tests__x=text))) == 1


def test_a_skip_with_its_reason_is_let_be(tmp_path):
    reasoned = (
        "import pytest\npytest.skip('no browser here')\npytestmark = pytest.mark.skipif(True, reason='why')"
    )

    assert silent_skips(plant(tmp_path, tests__x=reasoned)) == []
