"""Numbers as they are read out or typed in a hurry: in numerals, with letters that look like digits, or by turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from schemas.numerals import DIGITS, LIKE_DIGITS, ZEROS

Found = Callable[[str], re.Match[str] | None]

_SIGNS = "".join(DIGITS)
_IN_DIGITS = str.maketrans(DIGITS)
_IN_NUMERALS = re.compile(rf"[{_SIGNS}](?:[ \-]?[{_SIGNS}]){{6,}}")
_WORD = re.compile(rf"[\d{_SIGNS}](?:-?[\d{_SIGNS}]){{6,}}")
_RUN = re.compile(rf"[\d{_SIGNS}](?:[ \-]?[\d{_SIGNS}]){{6,}}")
_IN_GROUPS = re.compile(  # 一三八，零零一三，八零零零
    rf"(?<![\d{_SIGNS}])[\d{_SIGNS}]{{3}}([,、.·])[\d{_SIGNS}]{{4}}\1[\d{_SIGNS}]{{4}}(?![\d{_SIGNS}])"
)
_EXTENSION = re.compile(  # a numeral behind digits counts what follows: 转801二号楼
    rf"(?:[转轉]|分[机機])[ :]?(?:[{_SIGNS}]{{2,6}}(?![{_SIGNS}])|\d[\d{ZEROS}]{{1,5}}(?![\d{ZEROS}]))"
)
_DASH = re.compile(r"(?<=\d)\u4e00(?=\d)")  # the numeral one, typed for a dash
_WITH_LETTERS = re.compile(r"(?:(?<![a-z\d])[1il|]|(?<!\d)1)(?:[ \-]?[\doil|]){10}(?!\d)", re.IGNORECASE)
_LETTERS = str.maketrans(LIKE_DIGITS | {letter.upper(): digit for letter, digit in LIKE_DIGITS.items()})


def read_numerals(text: str, find_number: Found) -> str:
    """As long as before. A run in which digits alone are a number keeps its numerals: they belong to a note, or are dashes."""

    def in_digits(found: re.Match[str]) -> str:
        run = found[0]
        if not any(sign in DIGITS for sign in run):
            return run
        dashed = _DASH.sub("-", run)
        if not (number := find_number(dashed)):
            return _as_number(run, find_number)
        start, end = number.span()
        return _RUN.sub(in_digits, run[:start]) + dashed[start:end] + _RUN.sub(in_digits, run[end:])

    def without_letters(found: re.Match[str]) -> str:
        number = find_number(plain := found[0].translate(_LETTERS))
        return plain if number and number["mobile"] else found[0]

    in_groups = _IN_GROUPS.sub(_translated, _WITH_LETTERS.sub(without_letters, text))
    whole = _IN_NUMERALS.sub(lambda found: _as_number(found[0], find_number), in_groups)
    in_runs = _RUN.sub(in_digits, _WORD.sub(in_digits, whole))
    return _DASH.sub("-", _EXTENSION.sub(_translated, in_runs))


def _translated(found: re.Match[str]) -> str:
    return found[0].translate(_IN_DIGITS)


def _as_number(run: str, find_number: Found) -> str:
    """One number alone, a mobile one before others; else all of it in digits."""
    whole = [
        (form, number)
        for form, span in _forms(run)
        if (number := find_number(form))
        and number.span() == span
        and (span == (0, len(run)) or not number["service"])
    ]
    mobiles = (form for form, number in whole if number["mobile"])
    return next(mobiles, whole[0][0] if whole else run.translate(_IN_DIGITS))


def _forms(run: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """As digits, whole or without a numeral or two at an end: 张三 and 三楼 may touch a number; and where the digits are."""
    for head, tail in sorted(product(range(3), repeat=2), key=sum):
        end = len(run) - tail
        if not any(sign.isdigit() for sign in run[:head] + run[end:]):
            yield run[:head] + run[head:end].translate(_IN_DIGITS) + run[end:], (head, end)
