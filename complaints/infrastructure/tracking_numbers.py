"""Tracking numbers and query codes: easy to say on the phone, impossible to guess in order."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

from stdnum import verhoeff

from schemas.numerals import DIGITS as DIGITS_IN_NUMERALS
from schemas.numerals import LIKE_DIGITS, one_kind_of_digit

DIGITS = (
    12  # eleven at random and one check digit: one wrong or swapped digit never gives another valid number
)
CODE_DIGITS = 6
LONGEST = 500  # signs of a number as it is typed or read out
NUMERALS = {
    **DIGITS_IN_NUMERALS,
    **dict(
        zip(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            "0123456789",
            strict=True,
        )
    ),
    "oh": "0",
    "o": "0",
}
_NUMERAL = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in NUMERALS))
_REPEATED = re.compile(r"\b(double|triple)\s+(\w+)")
_TIMES = {"double": 2, "triple": 3}
_DIGIT_LOOKED_LIKE = str.maketrans(LIKE_DIGITS)
_DRAWN = r"(?:[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289\U0001f100-\U0001f10c]|\d\ufe0f?\u20e3)"
_LIST_MARK = re.compile(rf"(?<![\u2460-\u24ff\u2776-\u2793\u20e3]){_DRAWN}(?!{_DRAWN})")
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BETWEEN = r"([\s\-\u2010-\u2015\u2212.·•_/]{1,3})"
_LOOKS_LIKE_DIGITS = re.compile(  # with a digit in one of its groups: 0110 may be typed OllO
    rf"(?<![a-z])(?=[^0-9]{{0,24}}[0-9])[0-9oil|]+(?:{_BETWEEN}[0-9oil|]+)*(?![a-z])"
)
_BOUNDARY = re.compile(r"[^0-9\s\-\u2010-\u2015\u2212.·•_/]|\n")


def new_tracking_number() -> str:
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(DIGITS - 2))
    return body + str(verhoeff.calc_check_digit(body))


def new_query_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def grouped(number: str) -> str:
    """Three groups of four, as it is printed and said: 4831-2207-9516."""
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))


def as_written(text: str) -> str:
    """The part of a typed number that is read: the same for counting tries and for looking up."""
    return text.strip()[:LONGEST]


def digits_of(written: str, length: int = DIGITS) -> str:
    """The digits of a number as people write it down or read it out: with spaces and dashes, in full width, in Chinese or
    English numerals, with letters that look like digits, with words, days and other numbers around it. A text without a
    number of that length gives all its digits."""
    in_digits = _in_digits(as_written(written))
    in_words = _NUMERAL.sub(lambda word: NUMERALS[word[0]], _REPEATED.sub(_repeat, in_digits))
    texts = [_LOOKS_LIKE_DIGITS.sub(_as_digits, text) for text in (in_digits, in_words)]
    for text in (in_digits, *texts):
        for digits in _candidates(text, length):
            if len(digits) == length and (length != DIGITS or verhoeff.is_valid(digits)):
                return digits
    return _only_digits(texts[0]) or _only_digits(texts[1])


def _in_digits(text: str) -> str:
    """One width and case, one kind of digit; without the marks of lists (① alone), other marks and invisible signs."""
    unmarked = _LIST_MARK.sub(" ", text)
    seen = (sign for sign in unicodedata.normalize("NFKC", unmarked).lower() if not _is_unseen(sign))
    return one_kind_of_digit("".join(seen))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Mn", "Me")


def _repeat(found: re.Match[str]) -> str:
    return " ".join([found[2]] * _TIMES[found[1]])


def _as_digits(found: re.Match[str]) -> str:
    return found[0].translate(_DIGIT_LOOKED_LIKE)


def _candidates(text: str, length: int) -> Iterator[str]:
    """Digits with nothing but spaces and dashes between; by themselves or in three equal groups among others; all; the number
    and the code in one; and the number with a day that touches it."""
    yield from map(_only_digits, _BOUNDARY.split(text))
    yield from re.findall(rf"(?<!\d)\d{{{length}}}(?!\d)", text)
    for found in re.finditer(rf"(?<!\d)(?=(\d{{4}}){_BETWEEN}(\d{{4}})\2(\d{{4}})(?!\d))", text):
        yield found[1] + found[3] + found[4]
    yield _only_digits(text)
    together = re.findall(rf"(?<!\d)\d{{{DIGITS + CODE_DIGITS}}}(?!\d)", text)
    together += [
        both for both in map(_only_digits, _BOUNDARY.split(text)) if len(both) == DIGITS + CODE_DIGITS
    ]
    for both in together:
        if verhoeff.is_valid(both[:DIGITS]):
            yield both[:DIGITS] if length == DIGITS else both[DIGITS:]
    for run in re.findall(rf"(?<!\d)\d{{{length + 8}}}(?!\d)", text):
        yield from _beside(run, length)


def _beside(run: str, length: int) -> list[str]:
    """The number in digits of which the others are a day; none where both ends may be it."""
    behind, before = run[-length:], run[:length]
    found = [behind] if re.fullmatch(_DAY, run[:-length]) else []
    found += [before] if re.fullmatch(_DAY, run[length:]) else []
    return found if len(found) == 1 else []


def code_of(written: str) -> str:
    """The digits of a query code, likewise."""
    return digits_of(written, CODE_DIGITS)


def looks_right(written: str) -> bool:
    digits = digits_of(written)
    return len(digits) == DIGITS and bool(verhoeff.is_valid(digits))


def _only_digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
