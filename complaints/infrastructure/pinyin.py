"""Finding a Chinese name by the letters a clerk types: 鄂城区司法局 by echengqusifaju or ecqsfj."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

# 47,000 readings of phrases would take 47 MB of every process; a sign with several readings is found by each of them
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

from pypinyin import Style, lazy_pinyin, pinyin

MOST_SIGNS = 12  # of a name that is spelt out; what is longer is found by its first signs
LONGEST_RUN = 4
MOST_READINGS = 4  # of a sign: 单 is dan, shan and chan


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Whole pinyin and initials with spaces between, in small letters, and the same with another reading of one sign: 长江 is
    zhangjiang and changjiang."""
    found = dict.fromkeys(_spelt(sounds(text)))
    found |= dict.fromkeys(form for other in _other_readings(text) for form in _spelt(other))
    return " ".join(found).strip()


@lru_cache(maxsize=8192)
def sounds(text: str) -> tuple[str, ...]:
    """The usual reading of each Chinese sign, in small letters."""
    return tuple(syllable.lower() for syllable in lazy_pinyin(text, errors="ignore"))


def _spelt(syllables: tuple[str, ...]) -> tuple[str, str]:
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def _other_readings(text: str) -> Iterator[tuple[str, ...]]:
    usual = sounds(text)
    for place, others in enumerate(pinyin(text, style=Style.NORMAL, heteronym=True, errors="ignore")):
        for other in others[:MOST_READINGS]:
            yield (*usual[:place], other, *usual[place + 1 :])


@lru_cache(maxsize=4096)
def spellings(name: str) -> frozenset[str]:
    """The ways to type a run of a name's Chinese signs, 李大爷 as li, lida, lidaye, ldy, dy …: any run of up to four signs,
    and any beginning."""
    readings = _readings("".join(sign for sign in name if sounds(sign))[:MOST_SIGNS])
    found = set()
    for start in range(len(readings)):
        for end in range(start + 1, (start + LONGEST_RUN if start else len(readings)) + 1):
            for syllables in product(*readings[start:end]):
                found.add("".join(syllables))
                if end - start > 1:
                    found.add("".join(syllable[0] for syllable in syllables))
    return frozenset(found)


def typed_pinyin(typed: str) -> str:
    """The letters of a normal name that may be pinyin; empty for what is not letters alone."""
    plain = typed.replace("ü", "v")
    return plain if plain.isascii() and plain.isalpha() else ""


def _readings(chinese: str) -> list[list[str]]:
    """Of each sign its usual reading in this name; of the first, a surname, the others as well."""
    usual = [[syllable] for syllable in sounds(chinese)]
    if usual:
        others = pinyin(chinese[0], style=Style.NORMAL, heteronym=True)[0]
        usual[0] = list(dict.fromkeys([*usual[0], *others]))[:MOST_READINGS]
    return usual
