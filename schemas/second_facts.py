"""The second fact of a citizen: the end of their phone, or the day they complained."""

from __future__ import annotations

import re

from schemas.dates import plain_date
from schemas.numerals import DIGITS, one_kind_of_digit
from schemas.phones import NoPhone, contacts_of

_IN_DIGITS = str.maketrans(DIGITS)
_FEWEST = 3  # digits of an end or a day, of which zeros in front are left out
_DAY = re.compile(r"(?:\d{4}[-/.年])?(\d{1,2})[-/.月 ](\d{1,2})[日号]?")


def last_four(fact: str) -> str:
    """Of a phone, whole or its end, in digits or numerals; of a day, its month and day: 5月3日 is 0503. Empty for what has no digits."""
    plain = one_kind_of_digit(plain_date(fact))
    if day := _DAY.fullmatch(plain):
        return f"{int(day[1]):02}{int(day[2]):02}"
    if end := _end_of_phone(fact):
        return end
    digits = _digits_in(plain)
    digits = digits if len(digits) >= _FEWEST else _digits_in(plain.translate(_IN_DIGITS))
    return digits and digits[-4:].zfill(4)


def _end_of_phone(fact: str) -> str:
    """Of a whole number, with its extension and its note or without; empty for other digits."""
    try:
        contacts = contacts_of(fact)
    except NoPhone:
        return ""
    return contacts[0].last_four if contacts else ""


def _digits_in(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
