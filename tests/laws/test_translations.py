"""Every text exists in Chinese and English: whatever goes through gettext is translated, and nothing goes past it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from complaints.web.page.translation import ENGLISH, english
from tests.laws.tree import ROOT, file_names

WEB = ROOT / "complaints" / "web"
HAN = re.compile(r"[\u3400-\u9fff]")
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
SPOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
QUOTED = re.compile(r"""(?<![\w)])(?:"([^"]*)"|'([^']*)')""")
CALLED = re.compile(r"""\b(?:_|gettext|ngettext)\(\s*("[^"]*"|'[^']*')(\s*,\s*("[^"]*"|'[^']*'))?""")
PLACES = re.compile(r"%\((\w+)\)s")


def templates(root: Path) -> Iterator[tuple[str, str]]:
    for name in file_names(root):
        if name.startswith("complaints/web/templates/"):
            yield name, (root / name).read_text("utf8")


def said_in_templates(root: Path) -> dict[str, str]:
    """Text → its template. Read by hand: the law must not depend on how a template is compiled."""
    found = {}
    for name, text in templates(root):
        for match in CALLED.finditer(COMMENT.sub("", text)):
            found[match[1][1:-1]] = name
    return found


def said_in_python(root: Path) -> dict[str, str]:
    keywords = dict.fromkeys(("gettext", "lazy_gettext", "_"))
    return {
        str(message): name
        for name in file_names(root)
        if name.startswith("complaints/web/") and name.endswith(".py")
        for _, message, _, _ in extract_from_file("python", str(root / name), keywords=keywords)
    }


NO_SENTENCES = {  # the project's own name, patterns of dates, and the names of the two languages
    "complaints/web/api/__init__.py",
    "complaints/web/page/dates.py",
    "complaints/web/page/template_globals.py",
}


def untranslated(root: Path) -> list[str]:
    known = english()._catalog  # type: ignore[attr-defined]
    said = said_in_templates(root) | said_in_python(root)
    return [f"{name}: {text}" for text, name in said.items() if not known.get(text, "").strip()]


def unspoken(root: Path) -> list[str]:
    """Chinese in a template that does not go through gettext."""
    found = []
    for name, text in templates(root):
        bare = CALLED.sub("", COMMENT.sub("", text))
        found += [f"{name}: {line.strip()[:60]}" for line in bare.split("\n") if HAN.search(line)]
    return found


def literals(root: Path) -> list[str]:
    """Chinese in Python of the pages outside gettext and Text(…, …)."""
    found = []
    for name in file_names(root):
        if name.startswith("complaints/web/") and name.endswith(".py") and name not in NO_SENTENCES:
            tree = ast.parse((root / name).read_text("utf8"))
            spoken = {id(inner) for call in ast.walk(tree) if _speaks(call) for inner in ast.walk(call)}
            spoken |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            found += [
                f"{name}:{node.lineno} {node.value[:40]}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
                if HAN.search(node.value) and id(node) not in spoken
            ]
    return found


def _speaks(node: ast.AST) -> bool:
    names = {"gettext", "lazy_gettext", "_", "Text", "both"}
    return isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in names


def test_every_text_has_its_english():
    assert untranslated(ROOT) == []


def test_no_template_speaks_past_the_catalogue():
    assert unspoken(ROOT) == []


def test_no_page_speaks_past_the_catalogue():
    assert literals(ROOT) == []


@pytest.mark.parametrize("path", sorted(ENGLISH.glob("*.po")), ids=lambda path: path.name)
def test_no_translation_is_fuzzy_or_loses_a_placeholder(path):
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="en") if message.id]

    assert [message.id for message in messages if message.fuzzy] == []
    assert [
        m.id for m in messages if set(PLACES.findall(str(m.id))) != set(PLACES.findall(str(m.string)))
    ] == []
    assert [message.id for message in messages if HAN.search(str(message.string))] == []


def test_what_is_left_out_is_seen(tmp_path):
    folder = tmp_path / "complaints" / "web" / "templates"
    folder.mkdir(parents=True)
    (folder / "x.html").write_text('{# 注 #}<p>{{ _("没有译文的话") }}</p>\n<p>光秃秃</p>', "utf8")

    assert untranslated(tmp_path) == ["complaints/web/templates/x.html: 没有译文的话"]
    assert unspoken(tmp_path) == ["complaints/web/templates/x.html: <p>光秃秃</p>"]
