"""Tracking numbers and query codes: easy to say on the phone, impossible to guess in order."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterator

from stdnum import verhoeff

from complaints.infrastructure.number_groups import numbers_in_groups
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
# Never beside digits or a group that miss only one: 投诉一26140712856 is no number of twelve.
_WORDS = "|".join(rf"\b{word}\b" if word.isascii() else word for word in NUMERALS)
_NUMERAL = re.compile(rf"(?<!\d{{9}})(?<!\d{{9}} )(?<![,、;]\d{{3}})(?:{_WORDS})(?! ?\d{{9}}|\d{{3}}[,、;])")
_REPEATED = re.compile(r"\b(double|triple)\s+(\w+)")
_TIMES = {"double": 2, "triple": 3}
_DIGIT_LOOKED_LIKE = str.maketrans(LIKE_DIGITS)
_DRAWN = r"(?:[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289\U0001f100-\U0001f10c]|\d\ufe0f?\u20e3)"
# Alone, and not where eleven digits follow: there it is the first of the twelve.
_LIST_MARK = re.compile(rf"(?<![\u2460-\u24ff\u2776-\u2793\u20e3]){_DRAWN}(?!{_DRAWN}|\d{{11}}(?!\d))")
_ITEM = re.compile(r"(?<![\d.])\d{1,2}\. +(?=\d{5})")  # 1. of a list
_DAY = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BETWEEN = r"([\s\-\u2010-\u2015\u2212.·•_/]{1,3})"
_LOOKS_LIKE_DIGITS = re.compile(  # with a digit in one of its groups: 0110 may be typed OllO
    rf"(?<![a-z])(?=[^0-9]{{0,24}}[0-9])[0-9oil|]+(?:{_BETWEEN}[0-9oil|]+)*(?![a-z])"
)
_SPACED = r"[\s\-\u2010-\u2015\u2212.·•_/]{1,3}"
_GROUPS = rf"(?:\d{{12}}|\d{{4}}{_SPACED}\d{{4}}{_SPACED}\d{{4}})"
_MARK = r"(?=(?P<mark>年|月\d|:\d\d(?!\d)|点(?!击)|时(?!间|候)))"
_BEFORE_DAY_OR_TIME = re.compile(
    rf"(?<!\d)(?P<digits>{_GROUPS}(?:(?P<year>(?:19|20)\d\d)(?=年|(?P<between>[-/.])\d{{1,2}}(?P=between)\d{{1,2}}(?!\d))"
    rf"|\d{{1,2}}{_MARK}))"
)
_ENDS_IN_DAY_OR_TIME = re.compile(rf"(?<!\d){_GROUPS}{_MARK}")  # its last digits are those of a day or a time
_WITH_DAY = re.compile(r"(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)")
_CODE_BEFORE = re.compile(
    rf"(?:查询码|code)\W{{0,3}}(?P<both>\d{{{CODE_DIGITS}}}(?:{_SPACED})?{_GROUPS})(?!\d)"
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
    for place, text in enumerate((in_digits, *texts)):
        for digits in _candidates(_ENDS_IN_DAY_OR_TIME.sub(" ; ", text), length, whole=place == 0):
            if len(digits) == length and (length != DIGITS or verhoeff.is_valid(digits)):
                return digits
    found = numbers_in_groups(in_digits) if length == DIGITS else iter(())
    return (
        next(filter(verhoeff.is_valid, found), "") or _without_number(texts[0]) or _without_number(texts[1])
    )


def _without_number(text: str) -> str:
    """All digits of a text without a number; never such that they look like one."""
    digits = _only_digits(text)
    return max(_segments(text), key=len, default="") if len(digits) == DIGITS else digits


def _in_digits(text: str) -> str:
    """One width and case, one kind of digit; without the marks of lists (① alone), other marks and invisible signs."""
    unmarked = _ITEM.sub(" ", _LIST_MARK.sub(" ", text))
    seen = (sign for sign in unicodedata.normalize("NFKC", unmarked).lower() if not _is_unseen(sign))
    return one_kind_of_digit("".join(seen))


def _is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cf", "Mn", "Me")


def _repeat(found: re.Match[str]) -> str:
    return " ".join([found[2]] * _TIMES[found[1]])


def _as_digits(found: re.Match[str]) -> str:
    """Groups of letters alone are digits beside groups as long as they are."""
    groups = re.split(r"[^0-9oil|]+", found[0])
    if len({*map(len, groups)}) > 1 and not all(re.search(r"\d", group) for group in groups):
        return found[0]
    return found[0].translate(_DIGIT_LOOKED_LIKE)


def _candidates(text: str, length: int, *, whole: bool) -> Iterator[str]:
    """Digits with nothing but spaces and dashes between; by themselves or in three equal groups among others; all; the number
    and the code in one; and the number with a day or a time that touches it. Words make no whole number of one that misses
    a digit: `whole` says that the text has its own digits alone."""
    yield from (_only_digits(piece) for piece in _BOUNDARY.split(text) if whole or not _misses_few(piece))
    yield from re.findall(rf"(?<!\d)\d{{{length}}}(?!\d)", text)
    for found in re.finditer(rf"(?<!\d)(?=(\d{{4}}){_BETWEEN}(\d{{4}})\2(\d{{4}})(?!\d))", text):
        yield found[1] + found[3] + found[4]
    if length != DIGITS or _are_groups(text):
        yield _only_digits(text)
    together = re.findall(rf"(?<!\d)\d{{{DIGITS + CODE_DIGITS}}}(?!\d)", text)
    pieces = (piece for piece in _BOUNDARY.split(text) if not _WITH_DAY.search(piece))
    together += [both for both in map(_only_digits, pieces) if len(both) == DIGITS + CODE_DIGITS]
    yield from _behind_code(text, length)
    for both in together:
        if verhoeff.is_valid(both[:DIGITS]):
            yield both[:DIGITS] if length == DIGITS else both[DIGITS:]
    for run in re.findall(rf"(?<!\d)\d{{{length + 8}}}(?!\d)", text):
        yield from _beside(run, length)
    if length == DIGITS:
        yield from _before_day_or_time(text)


def _behind_code(text: str, length: int) -> Iterator[str]:
    """Of a code that is named and touches the number behind it; without its name, a number and its code come first."""
    for found in _CODE_BEFORE.finditer(text):
        both = _only_digits(found["both"])
        if verhoeff.is_valid(both[CODE_DIGITS:]):
            yield both[CODE_DIGITS:] if length == DIGITS else both[:CODE_DIGITS]


def _segments(text: str) -> list[str]:
    return [digits for digits in map(_only_digits, _BOUNDARY.split(text)) if digits]


def _misses_few(piece: str) -> bool:
    """Whether digits in one are almost as many as a number has."""
    return any(DIGITS - 4 < len(run) < DIGITS for run in re.findall(r"\d+", piece))


def _are_groups(text: str) -> bool:
    """Whether the digits among the words are groups of one number: as long as each other, or two of them in one."""
    lengths = {*map(len, _segments(text))}
    if _misses_few(text):
        return False
    return len(lengths) == 1 or lengths == {4, 8} or max(lengths, default=0) <= 2


def _before_day_or_time(text: str) -> Iterator[str]:
    """A number that touches 2026年9月18日, 2026-09-18, 9月18日 or 10:30. Where the last digit of the number may be the first of
    the month or the hour, it is not read: the number may miss one."""
    for found in _BEFORE_DAY_OR_TIME.finditer(text):
        digits = _only_digits(found["digits"])
        most = 12 if "月" in (found["mark"] or "") else 23
        if (
            found["year"]
            or (len(digits) == DIGITS + 2 and int(digits[DIGITS:]) <= most)
            or (len(digits) == DIGITS + 1 and int(digits[-2:]) > most)
        ):
            yield digits[:DIGITS]


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
