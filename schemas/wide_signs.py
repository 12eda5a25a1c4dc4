"""Full-width colons and spaces in a YAML file, which look like those of its form and are none: the line, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflows.language import Text

_KEY = r"(?P<key>[A-Za-z_][\w.-]*)"
_SPACES = "\u3000\u00a0"  # wide, and one that breaks no line: YAML takes both for letters
_COLON = re.compile(rf"[ {_SPACES}]*(?:-[ {_SPACES}]+)*{_KEY}[ {_SPACES}]*：")
_COLON_IN_BRACES = re.compile(rf"[{{,][ {_SPACES}]*{_KEY}[ {_SPACES}]*：")
_SPACE = re.compile(
    rf" *(?:-? *[{_SPACES}][ {_SPACES}-]*(?=[\w\"'{{\[])|(?:- +)*[A-Za-z_][\w.-]*(?::[{_SPACES}]|[{_SPACES}]+:))"
)
_MAYBE = re.compile(rf"[\w.-][ {_SPACES}]*：|[{_SPACES}]")


def may_be_wrong(text: str) -> bool:
    """No line of a text without these signs is wrong: it need not be looked at value by value."""
    return _MAYBE.search(text) is not None


def wrong_in_value(lines: Sequence[str], *, is_text: bool) -> Iterator[tuple[int, Text]]:
    """Of the lines of a value without quotation marks, the first from where it begins. A value that `is_text` may have such signs,
    save where a line looks like the other language of it."""
    for at, line in enumerate(lines):
        if is_text and not (at and re.match(r" *(?:zh|en) *：", line)):
            continue
        if wrong := wrong_in_line(line):
            yield at, wrong


def wrong_before(lines: Sequence[str], line: int) -> tuple[int, Text] | None:
    """The last at or before the line, counted from 0, where a reader gave up: it read a key as a part of the value before it."""
    for at in range(min(line, len(lines) - 1), -1, -1):
        wrong = wrong_in_line(lines[at]) or _wrong_in_braces(lines[at])
        if wrong:
            return at, wrong
    return None


def wrong_in_line(line: str) -> Text | None:
    if found := _COLON.match(line):
        return _wide_colon(found["key"])
    return WIDE_SPACE if _SPACE.match(line) else None


def has_wide_space_around(key: str) -> bool:
    return key.strip(_SPACES) != key


def _wrong_in_braces(line: str) -> Text | None:
    found = _COLON_IN_BRACES.search(line)
    return _wide_colon(found["key"]) if found else None


def _wide_colon(key: str) -> Text:
    return Text(
        f"“{key}：”用了全角冒号，请写成“{key}: ”，半角冒号后面加一个空格。",
        f"“{key}：” has a full-width colon; write “{key}: ”, a plain colon and a space.",
    )


WIDE_SPACE = Text(
    "这里有全角空格（U+3000）或不换行空格（U+00A0），请改成普通空格。",
    "there is a full-width space (U+3000) or a no-break space (U+00A0); write plain spaces.",
)
