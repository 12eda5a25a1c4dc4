"""Marks on letters that people write or leave out as they like: they make no other name."""

from __future__ import annotations

_VOWELS = frozenset("аеиоуыэюяіїєѣѵ")  # Cyrillic: an accent shows how a name is stressed
_STRESS = "\u0300\u0301"
_LEFT_OUT = (  # vowels and signs of recitation; the hamza and madda of Arabic make letters, and stay
    (0x0591, 0x05C7),  # Hebrew
    (0x0610, 0x061A),
    (0x064B, 0x0652),
    (0x0656, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0730, 0x074A),  # Syriac
    (0x0898, 0x089F),
    (0x08CA, 0x08FF),
)


def is_optional(mark: str, base: str) -> bool:
    """Whether a combining mark on that letter may be left out; both are taken apart, in small letters."""
    if (
        _is_latin_or_chinese(base)
        or _is_greek(base)
        or any(first <= ord(mark) <= last for first, last in _LEFT_OUT)
    ):
        return True
    return base in _VOWELS and mark in _STRESS


def _is_latin_or_chinese(base: str) -> bool:
    return "a" <= base <= "\u024f" or "\u3400" <= base <= "\u9fff" or base >= "\U00020000"


def _is_greek(base: str) -> bool:
    """In capitals, Greek has no accents."""
    return "\u0370" <= base <= "\u03ff"
