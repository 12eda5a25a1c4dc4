"""One normal form of names, numbers and words, so that what was written is found however it was typed; the typed form is what
is shown."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import filterfalse

from schemas.numerals import ONE_ZERO, one_kind_of_digit
from schemas.one_script import in_one_script
from schemas.optional_marks import is_optional
from schemas.radicals import is_radical
from schemas.sender_numbers import Serial, serial_in, without_optional_words
from schemas.text import is_visible

BETWEEN_NAMES = frozenset("丶ヽ・･ꞏㆍ\u119eᐧʻʼʽʾʿˈˑʹʺˊˋˉـ\u07fa꞉ꞌ\u00af")
_NO_ACCENT = str.maketrans(  # letters that Unicode does not take apart
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys(
        "أإآٱ", "ا"
    )  # and letters that are written with or without a mark, or with either of two shapes
    | {"ى": "ي", "ی": "ي", "ک": "ك", "ё": "е"}
    | dict.fromkeys("ةھہە", "ه")
)
_REMARK = re.compile(
    r"[\s(（\[【〔﹝][^\d()（）\[\]【】〔〕﹝﹞〇零一二三四五六七八九十]+[)）\]】〕﹞]\s*$"
)  # no number of its own
PATTERN_SIGNS = frozenset("?*_%")  # of search patterns elsewhere: here each means itself
_PLAIN = re.compile(
    r"[\0-\x7f\u2010-\u2027\u3000-\u3020\u4e00-\u9fff\uff01-\uff5e]*"
)  # none joins what is beside it
LONGEST_PART = 3  # signs in the longest part of a name that is indexed by itself


def normal_name(text: str) -> str:
    """Letters, marks and digits in one width, case and script: without spaces, dots, apostrophes, other punctuation, accents of
    Latin letters, and what shows nothing.

    A name that is punctuation alone keeps it.
    """
    kept = text.translate(_ALONE) if _PLAIN.fullmatch(text) else _kept(text)
    return kept or "".join(sign for sign in _one_case(text) if not sign.isspace() and is_visible(sign))


def _kept(text: str) -> str:
    written = one_kind_of_digit("".join(filterfalse(_is_between_names, text))).translate(ONE_ZERO)
    return "".join(filter(_is_kept, _without_accents(in_one_script(_one_case(written)))))


class _Alone(dict[int, str]):
    """What becomes of a sign whose neighbours do not matter, found once."""

    def __missing__(self, code: int) -> str:
        self[code] = _kept(chr(code))
        return self[code]


_ALONE = _Alone()


def _one_case(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _without_accents(text: str) -> str:
    """José is Jose; a mark on a Chinese sign was typed for a dot. Marks of other scripts are letters of them, save those that
    are mostly left out."""
    apart = unicodedata.normalize("NFD", text)
    if not any(map(unicodedata.combining, apart)):
        return text.translate(_NO_ACCENT)
    kept: list[str] = []
    base = ""
    for sign in apart:
        marks = unicodedata.combining(sign) != 0
        base = base if marks else sign
        if not (marks and is_optional(sign, base)):
            kept.append(sign)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_NO_ACCENT)


def pattern_signs_in(text: str) -> frozenset[str]:
    return PATTERN_SIGNS.intersection(unicodedata.normalize("NFKC", text))


def is_in(wanted: str, name: str) -> bool:
    """Whether a name contains what was typed: alike in the normal form, with every sign of a pattern that was typed."""
    signs = pattern_signs_in(wanted)
    alone = not any(sign.isalnum() for sign in normal_name(wanted)) and bool(signs)
    return signs <= pattern_signs_in(name) and (alone or normal_name(wanted) in normal_name(name))


def parts_of(name: str) -> set[str]:
    """Every run of up to three signs of a normal name; single letters of an alphabet tell too little and are left out."""
    runs = {
        name[start : start + length]
        for length in range(1, LONGEST_PART + 1)
        for start in range(len(name) - length + 1)
        if length > 1 or _is_ideograph(name[start])
    }
    return runs | ({name} if name else set()) if len(name) <= LONGEST_PART else runs


def parts_to_find(name: str) -> set[str]:
    """The parts that a normal name must all have if it contains the typed text."""
    if len(name) <= LONGEST_PART:
        return {name}
    return {name[start : start + LONGEST_PART] for start in range(len(name) - LONGEST_PART + 1)}


def normal_number(text: str) -> str:
    """A reference number of another office: letters and digits in one width, case and script, without brackets and without
    the optional words in and around a number: 第…号, No., Ref:, 编号, 工单, 年 behind a year and 字 before it."""
    return normal_name(_without_optional_words(text)) or normal_name(text)


def _without_optional_words(text: str) -> str:
    return without_optional_words(in_one_script(_one_case(text.replace("№", "No.").translate(ONE_ZERO))))


def normal_numbers(text: str) -> set[str]:
    """The same with and without a remark in brackets at its end: （重复）, (转办)."""
    found = {normal_number(text), normal_number(_REMARK.sub("", text)), *without_zeros(text)}
    return {one for one in found if one}


def without_zeros(text: str) -> set[str]:
    """The number without the zeros before its serial, where it has a year and a serial: 鄂信访〔2026〕0123 is 鄂信访2026123."""
    return {normal_name(f"{one.prefix}{one.year}{one.serial}") for one in _serials(text)}


def serials_of(text: str, *, alone: bool = False) -> set[str]:
    """The year and the serial of a number, by which it is found without its prefix; `alone`: only where it has none."""
    return {
        f"{one.year}/{one.serial}"
        for one in _serials(text)
        if not (alone and any(map(str.isalnum, one.prefix)))
    }


def _serials(text: str) -> list[Serial]:
    found = (serial_in(_without_optional_words(one)) for one in (text, _REMARK.sub("", text)))
    return [one for one in found if one]


def normal_words(*texts: str) -> str:
    """Texts in which words are looked for, across line breaks as across spaces; those of different texts are never one word."""
    return "\n".join(filter(None, map(normal_name, texts)))


@cache
def _is_between_names(sign: str) -> bool:
    """Dots and apostrophes however they were typed, also those that Unicode counts among letters and accents."""
    return sign in BETWEEN_NAMES or unicodedata.category(sign) == "Sk"


@cache
def _is_kept(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category in ("Mn", "Me", "Mc"):
        return not _is_selector(sign)
    return (category[0] in "LN" and is_visible(sign)) or is_radical(sign)


def _is_selector(sign: str) -> bool:
    """A mark that shows nothing by itself: variation selectors, the grapheme joiner, Khmer and Mongolian helpers."""
    code = ord(sign)
    selectors = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F
    return selectors or code in (0x034F, 0x17B4, 0x17B5)


def _is_ideograph(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo"
