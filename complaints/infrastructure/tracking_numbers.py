"""Tracking numbers and query codes: easy to say on the phone, impossible to guess in order."""

from __future__ import annotations

import re
import secrets
import unicodedata

from stdnum import verhoeff

DIGITS = (
    12  # eleven at random and one check digit: one wrong or swapped digit never gives another valid number
)
CODE_DIGITS = 6
LONGEST = 200  # signs of a number as it is typed or read out
NUMERALS = {
    **dict(zip("〇一二三四五六七八九", "0123456789", strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", "0123456789", strict=True)),
    **dict(zip("○幺两洞拐勾", "012079", strict=True)),  # 幺两洞拐勾: how numbers are read out
    **dict(
        zip(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            "0123456789",
            strict=True,
        )
    ),
    "oh": "0",
}
_NUMERAL = re.compile("|".join(rf"\b{word}\b" if word.isascii() else word for word in NUMERALS))
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
    """As much of what was typed for a number as anybody reads: whoever counts tries and whoever looks up, alike."""
    return text.strip()[:LONGEST]


def digits_of(written: str, length: int = DIGITS) -> str:
    """The digits of a number as people write it down or read it out: with spaces and dashes, in full width, in Chinese or
    English numerals, with words around it. What holds no number of that length gives all its digits."""
    plain = unicodedata.normalize("NFKC", as_written(written)).lower()
    in_digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in plain)
    in_words = _NUMERAL.sub(lambda word: NUMERALS[word[0]], in_digits)
    for text in (in_digits, in_words):
        for digits in (*(_only_digits(run) for run in _BOUNDARY.split(text)), _only_digits(text)):
            if len(digits) == length and (length != DIGITS or verhoeff.is_valid(digits)):
                return digits
    return _only_digits(in_digits) or _only_digits(in_words)


def code_of(written: str) -> str:
    """The digits of a query code, likewise."""
    return digits_of(written, CODE_DIGITS)


def looks_right(written: str) -> bool:
    digits = digits_of(written)
    return len(digits) == DIGITS and bool(verhoeff.is_valid(digits))


def _only_digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
