"""A full-width colon or space in a YAML file is named with its own line and what would be right; in a text it is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from complaints.cli.replay import HELPDESK
from complaints.organisation.seed import SHIPPED as ORGANISATION
from complaints.rulebooks.store import SHIPPED as RULEBOOK
from schemas.replay import MappingError, load_mapping
from schemas.rulebook import load_rulebook
from schemas.yaml_text import content_of
from workflows.errors import RulebookError

FILES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "organisation": (ORGANISATION.read_text("utf8"), content_of),
    "rulebook": (RULEBOOK.read_text("utf8"), load_rulebook),
    "mapping": (HELPDESK.read_text("utf8"), load_mapping),
}
WRITTEN = {  # what is written in place of the colon and the space behind a name
    "full-width colon": "：",
    "full-width colon and a space": "： ",
    "full-width space behind the colon": ":\u3000",
    "full-width space before the colon": "\u3000: ",
    "no-break space behind the colon": ":\u00a0",
}


def simple_lines(text: str) -> list[int]:
    """Lines of a name and one plain value, as most are."""
    found, deeper = [], None
    for at, line in enumerate(text.split("\n")):
        indent = len(line) - len(line.lstrip())
        if deeper is not None and line.strip() and indent > deeper:
            continue
        deeper = indent if line.rstrip().endswith(("|", ">", "|-", ">-")) else None
        name, colon, value = line.strip().removeprefix("- ").partition(": ")
        if colon and name.replace("_", "").isalpha() and name.isascii() and value and value[0] not in "|>&":
            found.append(at)
    return found


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("kind", FILES)
def test_a_wide_sign_is_named_with_its_line(kind: str, written: str) -> None:
    text, load = FILES[kind]
    lines = text.split("\n")
    tried = simple_lines(text)
    for at in tried[:: max(len(tried) // 12, 1)]:
        wrong = [*lines[:at], lines[at].replace(": ", WRITTEN[written], 1), *lines[at + 1 :]]
        with pytest.raises((RulebookError, MappingError)) as refused:
            load("\n".join(wrong))
        said = str(refused.value)
        assert f"第 {at + 1} 行" in said and f"Line {at + 1}:" in said, (lines[at], said)
        assert "plain" in said and ("半角" in said or "普通空格" in said), said


@pytest.mark.parametrize("kind", FILES)
def test_a_wide_indent_is_named_with_its_line(kind: str) -> None:
    text, load = FILES[kind]
    lines = text.split("\n")
    tried = [at for at in simple_lines(text) if lines[at].startswith("  ")]
    for at in tried[:: max(len(tried) // 12, 1)]:
        wrong = [*lines[:at], lines[at].replace("  ", "\u3000", 1), *lines[at + 1 :]]
        with pytest.raises((RulebookError, MappingError)) as refused:
            load("\n".join(wrong))
        assert f"Line {at + 1}:" in str(refused.value), (lines[at], str(refused.value))


def test_a_file_with_no_other_colon_names_its_first_line() -> None:
    with pytest.raises(RulebookError, match=r"Line 1: .*plain colon"):
        content_of("units：\n  code：EZ\n")


@pytest.mark.parametrize("kind", FILES)
def test_a_file_without_wide_signs_is_read(kind: str) -> None:
    text, load = FILES[kind]
    assert load(text)


@pytest.mark.parametrize(
    "text",
    [
        "API：接口",
        "窗口：三号",
        "注意\u3000事项",
        '"zh：受理"',
        "|\n    zh：受理\n    name：x",
        "甲：乙\n    丙：丁",
    ],
)
def test_wide_signs_in_a_text_are_kept(text: str) -> None:
    content = content_of(f"label:\n  zh: {text}\n  en: x\n")
    assert set(content["label"]["zh"]) >= set("：" if "：" in text else "\u3000")


def test_the_other_language_of_a_text_is_not_swallowed() -> None:
    with pytest.raises(RulebookError, match="Line 3: “en：”"):
        content_of("label:\n  zh: 受理\n  en：Accept\n")
