"""Phone numbers without the code of their city or country, as people write them down who are there."""

from __future__ import annotations

import re

import phonenumbers

from schemas.phones import Contact, one_width

_CHINA = 86
_WRITTEN = re.compile(r"[(]?\d[\d \-.()/]{5,18}\d")
_MISTYPED = re.compile(r"1[3-9]\d{5,}")  # begins as a mobile number of China


def local_parts(contact: Contact) -> set[str]:
    """The number without its country, and without the code of its city; a mobile number of China has no shorter form."""
    parsed = phonenumbers.parse(contact.number, "CN")
    whole = phonenumbers.national_significant_number(parsed)
    area = phonenumbers.length_of_geographical_area_code(parsed)
    return {whole, whole[area:]} if area or parsed.country_code != _CHINA else set()


def local_digits(text: str) -> str:
    """The digits of what may be such a part; empty for all else."""
    plain = one_width(text).strip()
    digits = re.sub(r"\D", "", plain).lstrip("0")
    is_part = _WRITTEN.fullmatch(plain) and 7 <= len(digits) <= 12 and not _MISTYPED.fullmatch(digits)
    return digits if is_part else ""
