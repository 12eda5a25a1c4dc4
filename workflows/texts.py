"""A sentence in the two languages of the program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and English."""

    zh: str
    en: str

    def in_(self, locale: str) -> str:
        return self.en if locale.lower().startswith("en") else self.zh

    def __str__(self) -> str:
        return self.zh
