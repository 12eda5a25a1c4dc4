"""Numbers as they are read out: in numerals, or in numerals and digits by turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from schemas.numerals import DIGITS

_SIGNS = "".join(DIGITS)
_IN_DIGITS = str.maketrans(DIGITS)
_RUN = re.compile(rf"[\d{_SIGNS}](?:[ \-]?[\d{_SIGNS}]){{6,}}")
_EXTENSION = re.compile(rf"(?:[转轉]|分[机機])[ :]?[\d{_SIGNS}]{{2,6}}(?![\d{_SIGNS}])")
_DASH = re.compile(r"(?<=\d)\u4e00(?=\d)")  # the numeral one, typed for a dash


def read_numerals(text: str, is_number: Callable[[str], re.Match[str] | None]) -> str:
    """As long as before. A run in which digits alone are a number keeps its numerals: they belong to a note, or are dashes."""

    def in_digits(found: re.Match[str]) -> str:
        dashed = _DASH.sub("-", found[0])
        if is_number(dashed):
            return dashed
        forms = [(form, number) for form in _forms(found[0]) if (number := is_number(form))]
        mobiles = (form for form, number in forms if number["mobile"])
        return next(mobiles, forms[0][0] if forms else found[0].translate(_IN_DIGITS))

    in_runs = _RUN.sub(in_digits, text)
    return _DASH.sub("-", _EXTENSION.sub(lambda found: found[0].translate(_IN_DIGITS), in_runs))


def _forms(run: str) -> Iterator[str]:
    """As digits, whole or without a numeral or two at an end: 张三 and 三楼 may touch a number."""
    for head, tail in sorted(product(range(3), repeat=2), key=sum):
        inner = run[head : len(run) - tail]
        apart = run[:head] + run[len(run) - tail :]
        if not any(sign.isdigit() for sign in apart):
            yield run[:head] + inner.translate(_IN_DIGITS) + run[len(run) - tail :]
