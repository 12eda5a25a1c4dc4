"""Texts of every kind that people type and paste, made from a seed, and the expected result of each, found independently
of the program: the text as it should be stored, or the first sign that no text holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from random import Random

SCRIPTS = [
    "工作人员态度差，推来推去。",
    "Ünïcödé façade",
    "Рабочий день",
    "مرحبا بكم ١٢٣",
    "שלום עולם",
    "ئۇيغۇرچە",
    "བོད་ཡིག",
    "ᠮᠣᠩᠭᠣᠯ",
    "हिन्दी क्‍ष",
    "ไทยไม่มีเว้นวรรค",
    "한국어 조선말",
    "𠮷野家𡃁",
    "🧑‍⚖️👨‍👩‍👧🇨🇳❤️",
    "e\u0301a\u0308\u0323 Z\u0351\u036f\u0317",
    "ﬁnd Ⅷ ㎏ ①",
    "<b>&amp;</b>{{ 7*7 }}",
    '=HYPERLINK("x")',
    "'; DROP TABLE complaint;--",
    "%s %(n)s {0}",
    "\\u0000 \\n",
    "x" * 300,
    "长" * 200,
]
BREAKS = ["\n", "\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"]
UNSEEN = list(
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u3164\u2800\ufe0f\u034f\u2065\ufff0\ufffc\U000e0fff"
)
SPACES = list(" \t\u00a0\u2003\u2005\u202f\u3000")
WORD = ["\x1e", "\x1f"]
IN_NO_TEXT = [
    chr(code) for code in (*range(0, 9), *range(14, 30), 127, 128, 159, 0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFE)
]
HALVES = ["\ud83d", "\udc00"]


def packs(count: int, seed: int, most: int) -> Iterator[list[str]]:
    """The same, several for one request that has room for them."""
    every = list(texts(count, seed))
    return (every[at : at + most] for at in range(0, count, most))


def texts(count: int, seed: int = 1) -> Iterator[str]:
    random = Random(seed)
    for _ in range(count):
        yield _text(random)


def _text(random: Random) -> str:
    kinds = [SCRIPTS, SCRIPTS, BREAKS, UNSEEN, SPACES, WORD]
    pieces = [random.choice(random.choice(kinds)) for _ in range(random.randint(1, 9))]
    if random.random() < 0.2:
        pieces.insert(random.randint(0, len(pieces)), random.choice(IN_NO_TEXT + HALVES))
    if random.random() < 0.1:
        pieces.append(chr(random.choice([random.randint(0xA0, 0xD7FF), random.randint(0x10000, 0x1F9FF)])))
    return "".join(pieces)


def refused_sign(text: str) -> str:
    """The sign for which a text is refused; empty for none."""
    for sign in text:
        code = ord(sign)
        control = (code < 32 and sign not in "\t\n\v\f\r\x1e\x1f") or (127 <= code < 160 and code != 0x85)
        if control or 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0 or code % 0x10000 >= 0xFFFE:
            return sign
    return ""


def code_of(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def as_kept(text: str, *, one_line: bool = False) -> str:
    """The text as it should be stored."""
    for broken in ("\r\n", *(sign for sign in BREAKS if sign != "\r\n")):  # once: \r\r\n are two breaks
        text = text.replace(broken, "\n")
    text = text.replace("\ufeff", "").replace("\ufffc", "").replace("\x1f", "").replace("\x1e", "-")
    if one_line:
        while "\n\n" in text or "\t" in text:
            text = text.replace("\t", "\n").replace("\n\n", "\n")
        text = text.replace("\n", " ")
    blank = "\u200b\u2060\u00ad\u3164\u2800\u115f\u1160\uffa0\u180e"
    while text and (text[0].isspace() or text[0] in blank):
        text = text[1:]
    while text and (text[-1].isspace() or text[-1] in blank):
        text = text[:-1]
    return text if any(_seen(sign) for sign in text) else ""


def _seen(sign: str) -> bool:
    if sign == "\U0001d159" or "\U00013439" <= sign <= "\U00013442" or "\U00013447" <= sign <= "\U00013455":
        return False  # a note and hieroglyphs without a glyph
    if sign == "\u2065" or "\ufff0" <= sign <= "\ufff8" or "\U000e0000" <= sign <= "\U000e0fff":
        return False  # reserved for what shows nothing
    return (
        unicodedata.category(sign)[0] not in "CZ"
        and sign not in "\ufe0f\u034f\u3164\u2800\u115f\u1160\uffa0"
        and (unicodedata.category(sign) not in ("Mn", "Me"))
    ) or unicodedata.category(sign) in ("Cn", "Co")
