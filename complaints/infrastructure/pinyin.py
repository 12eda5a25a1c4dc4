"""Finding a Chinese name by the letters a clerk types: 鄂城区司法局 by echengqusifaju or ecqsfj."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Whole pinyin and initials, a space between, in small letters; what is not Chinese stays as it is."""
    whole = "".join(lazy_pinyin(text, errors="ignore"))
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))
    return f"{whole} {initials}".strip().lower()
