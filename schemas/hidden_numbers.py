"""A text in which a number of a person cannot hide: the one form for every check that looks for one."""

from __future__ import annotations

import re
import unicodedata

from schemas.numerals import DIGITS, one_kind_of_digit
from schemas.phones import one_width
from schemas.text import is_visible

_SIGN = rf"[\d{''.join(DIGITS)}]"
_FEWEST = 11  # signs of a mobile number; of fewer numerals a text may be made
_LONG = re.compile(rf"{_SIGN}(?:[\s\-\u2010-\u2015.,，、。]{{0,2}}{_SIGN}){{{_FEWEST - 1},}}")


def in_figures(text: str) -> str:
    """One width, digits of every script and long runs of numerals as 0 to 9, without signs that cannot be seen."""
    seen = "".join(sign for sign in text if is_visible(sign) or sign.isspace())
    wide = one_kind_of_digit(unicodedata.normalize("NFKC", seen))
    return one_width(_LONG.sub(lambda run: "".join(map(_figure, run[0])), wide))


def _figure(sign: str) -> str:
    return DIGITS.get(sign, "" if sign in ",，、。" else sign)
