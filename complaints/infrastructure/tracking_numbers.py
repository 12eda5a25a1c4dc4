"""Tracking numbers and query codes: easy to say on the phone, impossible to guess in order."""

from __future__ import annotations

import secrets
import unicodedata

from stdnum import verhoeff

DIGITS = (
    12  # eleven at random and one check digit: one wrong or swapped digit never gives another valid number
)
LONGEST = 60  # signs of a number as it is typed


def new_tracking_number() -> str:
    body = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(DIGITS - 2))
    return body + str(verhoeff.calc_check_digit(body))


def new_query_code() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"


def grouped(number: str) -> str:
    """Three groups of four, as it is printed and said: 4831-2207-9516."""
    return "-".join(number[start : start + 4] for start in range(0, len(number), 4))


def as_written(text: str) -> str:
    """As much of what was typed for a number as anybody reads: whoever counts tries and whoever looks up, alike."""
    return text.strip()[:LONGEST]


def digits_of(written: str) -> str:
    """The plain digits of a number as people write it: with spaces, dashes or full-width digits."""
    plain = unicodedata.normalize("NFKC", as_written(written))
    return "".join(sign for sign in plain if sign.isascii() and sign.isdigit())


def looks_right(written: str) -> bool:
    digits = digits_of(written)
    return len(digits) == DIGITS and bool(verhoeff.is_valid(digits))
