"""One normal form of a name, so that a person is found however the name was typed; the typed form is what is shown."""

from __future__ import annotations

import unicodedata

from schemas.text import is_visible

LONGEST_PART = 3  # signs in the longest part of a name that is indexed by itself


def normal_name(text: str) -> str:
    """Letters, marks and digits in one width and one case: without spaces, dots, other punctuation and what shows nothing.

    A name that is punctuation alone keeps it.
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    composed = unicodedata.normalize("NFKC", wide)
    kept = "".join(sign for sign in composed if _is_kept(sign))
    return kept or "".join(sign for sign in composed if not sign.isspace() and is_visible(sign))


def parts_of(name: str) -> set[str]:
    """Every run of up to three signs of a normal name; single letters of an alphabet tell too little and are left out."""
    runs = {
        name[start : start + length]
        for length in range(1, LONGEST_PART + 1)
        for start in range(len(name) - length + 1)
        if length > 1 or _is_ideograph(name[start])
    }
    return runs | ({name} if name else set()) if len(name) <= LONGEST_PART else runs


def parts_to_find(name: str) -> set[str]:
    """The parts that a normal name must all have for what was typed to stand in it."""
    if len(name) <= LONGEST_PART:
        return {name}
    return {name[start : start + LONGEST_PART] for start in range(len(name) - LONGEST_PART + 1)}


def normal_number(text: str) -> str:
    """A reference number of another office: letters and digits in one width and case."""
    return normal_name(text)


def _is_kept(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category in ("Mn", "Me", "Mc"):
        return not _is_selector(sign)
    return category[0] in "LN" and is_visible(sign)


def _is_selector(sign: str) -> bool:
    """A mark that shows nothing by itself: variation selectors, the grapheme joiner, Khmer and Mongolian helpers."""
    code = ord(sign)
    selectors = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F
    return selectors or code in (0x034F, 0x17B4, 0x17B5)


def _is_ideograph(sign: str) -> bool:
    return unicodedata.category(sign) == "Lo"
