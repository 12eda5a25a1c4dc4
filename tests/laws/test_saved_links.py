"""A link or form that saves a file says so: the page stays, so keys pressed next are for it and for no page to come."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path("complaints/web")
FILE = re.compile(
    r"Content-Disposition|as_attachment|\b(hand_out|send_table|export_list|file_of|docx_of)\(|text/csv"
)
TAG = re.compile(r"<(a|form)\b(?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*>")
SAYS_SO = {"a": " download", "form": " data-saves-file"}


def endpoints(path: Path) -> Iterator[str]:
    """Of the pages in this file, those whose view answers with a file, itself or through a function beside it."""
    source = path.read_text("utf8")
    name = re.search(r'pages = Blueprint\("(\w+)"', source)
    functions = [one for one in ast.parse(source).body if isinstance(one, ast.FunctionDef)]
    text = {one.name: "\n".join(source.splitlines()[one.lineno : one.end_lineno]) for one in functions}
    saving = {one for one, words in text.items() if FILE.search(words)}
    while more := {one for one, words in text.items() if any(f"{by}(" in words for by in saving)} - saving:
        saving |= more
    for one in functions if name else []:
        if one.decorator_list and one.name in saving:
            yield f"{name[1]}.{one.name}"


ENDPOINTS = sorted({one for path in WEB.rglob("*.py") for one in endpoints(path)})


def tags(endpoint: str) -> Iterator[tuple[Path, str, str]]:
    for path in (WEB / "templates").rglob("*.html"):
        for tag in TAG.finditer(path.read_text("utf8")):
            if re.search(rf"""url_for\(["']{re.escape(endpoint)}["']""", tag[0]):
                yield path, tag[1], tag[0]


def test_known_ones_are_found():
    known = (
        "desk_files.fetch",
        "desk_documents.case_file",
        "reply_files.fetch",
        "open_data.table",
        "own_copy.give",
    )
    assert set(known) <= set(ENDPOINTS)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_links_to_files_are_saved(endpoint):
    silent = [f"{path}: {tag}" for path, kind, tag in tags(endpoint) if SAYS_SO[kind] not in tag]
    assert not [one for one in silent if "kind='json'" not in one], (
        "the browser shows JSON, and saves all else"
    )
