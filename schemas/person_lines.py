"""A person on a line of a list: a name, and phone numbers as `schemas.phones` reads them."""

from __future__ import annotations

import re

from schemas.list_marks import without_list_mark
from schemas.phone_notes import LABEL
from schemas.phones import NoPhone, places_of

_BETWEEN = " \t\xa0\u3000、，,；;：:。|/—–-"
_MISTYPED = re.compile(
    r"(?:^|[\s,，、:：;；]+)(?=[+(（\d])|(?=\d{5})"
)  # the signs before what should be a phone
_LABEL_BEHIND = re.compile(rf"(?:(?<=^)|(?<=[\s，,、；;：:(（])){LABEL.pattern}$", re.IGNORECASE)


def person_on(line: str) -> dict[str, str]:
    """The name is before the numbers, or behind them where nothing is before. What is no number is left to be refused."""
    text = without_list_mark(line)
    try:
        places = places_of(text)
    except NoPhone:
        places = []
    if not places:
        name, *phone = _MISTYPED.split(text, maxsplit=1)
        return {"name": name.strip(), "phone": "".join(phone).strip()}
    start, end = places[0][0], places[-1][1]
    before, behind = text[:start], text[end:]
    if name := _name(before):
        return {"name": name, "phone": _within(before, text[start:])}
    return {"name": behind.strip(_BETWEEN), "phone": text[start:end].strip()}


def _name(before: str) -> str:
    name = before.rstrip(f"{_BETWEEN}(（")
    return _LABEL_BEHIND.sub("", name).strip(f"{_BETWEEN}(（")


def _within(before: str, phone: str) -> str:
    """Without the end of a bracket that begins before the number."""
    opened = before.rstrip()[-1:] in ("(", "（")
    return phone.strip().rstrip(")）").strip() if opened else phone.strip()
