"""Text as people type, paste and import it: what is turned into line breaks and spaces, what is refused, what can be seen.

Word processors, PDFs, spreadsheets and chats put signs on the clipboard that look like nothing. Those that mean a line break
or a space become one; a byte order mark is dropped; everything else stays as it came. Refused is only what no text holds,
with its place and its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.language import Text

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # U+000B: a soft break in Word; U+000C: a page of a PDF
_ODD_BREAKS = re.compile("[\v\f\x85\u2028\u2029]")
# A byte order mark; the optional hyphen of Word; what a pasted text has in place of a picture that did not come along.
_DROPPED = dict.fromkeys(map(ord, "\ufeff\x1f\ufffc"))
_HYPHEN = {0x1E: "-"}  # the hyphen of Word that does not break a line
_REPLACED = re.compile("[\r\v\f\x85\u2028\u2029\ufeff\x1f\ufffc\x1e]")  # all of these: most texts have none
NUL = "\U0010fffe\U0010ffff"  # two codes that are no characters: what a form holds in place of NUL, which no database keeps
_CONTROLS = {
    0x00: "NUL",
    0x07: "BEL",
    0x08: "BS",
    0x1A: "SUB",
    0x1B: "ESC",
    0x7F: "DEL",
}
# What no text holds: controls, halves of signs, and the codes that are no characters in every plane.
_UNUSABLE = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_SPACES = "\t\n \xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
_BLANKS = "\xad\u115f\u1160\u180e\u2800\u3164\uffa0"  # no white space, and yet nothing to see
_ENDS = re.compile(f"^[{_SPACES}{_BLANKS}]+|[{_SPACES}{_BLANKS}]+$")
# The null notehead; the blanks, format signs and damages of hieroglyphs, which came with Unicode 15.
_NO_GLYPH = {0x1D159, *range(0x13439, 0x13443), *range(0x13447, 0x13456)}
_BLANK = frozenset(_BLANKS + "\ufffc\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f") | {*map(chr, _NO_GLYPH)}
_RESERVED = re.compile(
    "[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]"
)  # not assigned yet, and still shown as nothing
_OPENS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_TURNS = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")
_FLAGS_BEFORE = re.compile("[\U0001f1e6-\U0001f1ff]*$")
_QUOTED = re.compile("“([^“”\n]*)”")
_CLOSES = frozenset("\u202c\u2069")
_DIRECTIONS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_BOUND = re.compile("\u2068[^\u2066-\u2069\u202a-\u202e]*\u2069")  # bounded already


@dataclass(frozen=True, slots=True)
class Unusable:
    """A sign that no text may hold, and its place; lines and signs are counted from 1."""

    sign: str
    line: int
    place: int

    @property
    def code(self) -> str:
        return f"U+{ord(self.sign):04X}"

    @property
    def zh(self) -> str:
        return f"第 {self.line} 行第 {self.place} 个字是 {self.code}（{_kind(self.sign)[0]}），文字里不会有，请删去。"

    @property
    def en(self) -> str:
        kind = _kind(self.sign)[1]
        return f"Line {self.line}, character {self.place} is {self.code} ({kind}), which no text holds; remove it."

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


def lines_of(text: str) -> str:
    """Text of several lines: every kind of line break is one, and the ends hold nothing that cannot be seen."""
    return _trimmed(unify_breaks(text))


def unify_breaks(text: str) -> str:
    """Make all kinds of line break one, and replace the signs of word processors by what they mean; the ends stay."""
    if not _REPLACED.search(text):
        return text
    return _BREAKS.sub("\n", text).translate(_DROPPED).translate(_HYPHEN)


def spaces_for_odd_breaks(text: str) -> str:
    """The same for a file whose lines mean something: breaks that no editor shows as a new line become spaces; its lines stay."""
    return unify_breaks(_ODD_BREAKS.sub(" ", text))


def line_of(text: str) -> str:
    """Text of one line: what would break it is a space."""
    return _trimmed(re.sub("[\n\t]+", " ", lines_of(text)))


def unusable(text: str) -> Unusable | None:
    """The first sign that no text holds: a control character, half of a sign, or no character at all."""
    found = _UNUSABLE.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    sign = "\0" if text.startswith(NUL, found.start()) else found[0]
    return Unusable(sign, before.count("\n") + 1, found.start() - before.rfind("\n"))


def has_visible(text: str) -> bool:
    """Whether there is anything to see."""
    return any(is_visible(sign) for sign in text)


def is_blank(text: str) -> bool:
    """Whether it is as good as left empty: nothing can be seen, and nothing has to be refused."""
    lines = lines_of(text)
    return not has_visible(lines) and unusable(lines) is None


def is_visible(sign: str) -> bool:
    return (
        unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me")
        and sign not in _BLANK
        and not _RESERVED.match(sign)
    )


def balanced(text: str) -> str:
    """The same for where no markup can bound it, such as a cell or a message: each direction that a line opens is closed
    at its end, so that nothing behind the text is turned around."""
    if not any(sign in _OPENS or sign in _CLOSES for sign in text):
        return text
    return "\n".join(_balanced_line(line) for line in text.split("\n"))


def isolated(text: str) -> str:
    """A text among other words: invisible signs bound each of its lines that runs from right to left or reverses what
    follows; in a sentence, they also bound what it quotes."""
    if not turns(text):
        return text
    sentence = _QUOTED.sub(lambda quoted: f"“{_bounded(quoted[1])}”", text)
    return "\n".join(map(_bounded, balanced(sentence).split("\n")))


def _bounded(line: str) -> str:
    return f"\u2068{_balanced_line(line)}\u2069" if turns(line) and not _BOUND.fullmatch(line) else line


def filled(sentence: str, facts: Mapping[str, Any]) -> str:
    """A sentence with facts in its places, `{name}`: what a person typed turns none of the words around it."""
    return sentence.format(
        **{name: isolated(one) if isinstance(one, str) else one for name, one in facts.items()}
    )


def undirected(text: str) -> str:
    """Without the signs that turn what follows: for a message, whose reader may show them as boxes."""
    return text.translate(_DIRECTIONS)


def begins_from_right(text: str) -> bool:
    """Whether it runs from right to left, as its first letter says."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L"


def turns(text: str) -> bool:
    return _TURNS.search(text) is not None


def beginning(text: str, most: int) -> str:
    """A text that is longer than `most` signs shows by a mark that it goes on; no sign of it is cut through."""
    if len(text) <= most:
        return text
    end = most
    while end > 1 and _belong_together(text, end):
        end -= 1
    return f"{text[:end].rstrip()}…"


def _belong_together(text: str, at: int) -> bool:
    """Whether the sign at a place belongs to the one before it: a mark, a joined picture, the second half of a flag."""
    before, sign = text[at - 1], text[at]
    if _FLAG.match(sign):
        return len(_FLAGS_BEFORE.search(text[:at])[0]) % 2 == 1  # type: ignore[index]
    joined = "\u200d" in (before, sign)
    return joined or unicodedata.category(sign) in ("Mn", "Mc", "Me") or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _balanced_line(line: str) -> str:
    waiting: list[str] = []
    kept = []
    for sign in line:
        if sign in _OPENS:
            waiting.append(_OPENS[sign])
        elif sign in _CLOSES:
            if not waiting or waiting[-1] != sign:
                continue  # closes what was never opened here
            waiting.pop()
        kept.append(sign)
    return "".join([*kept, *reversed(waiting)])


def _trimmed(text: str) -> str:
    """Spaces and blanks off both ends; a variation selector or a joiner belongs to the sign before it and stays."""
    return _ENDS.sub("", text)


def _kind(sign: str) -> tuple[str, str]:
    category = unicodedata.category(sign)
    if category == "Cs":
        return "半个字符", "half of a character"
    if category == "Cc":
        name = _CONTROLS.get(ord(sign), "")
        return f"控制字符{name and ' ' + name}", f"control character{name and ' ' + name}"
    return "不是字符", "not a character"
