"""Finding a Chinese name by the letters a clerk types: 鄂城区司法局 by echengqusifaju or ecqsfj."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, islice, product

# 47,000 readings of phrases would take 47 MB of every process; a sign with several readings is found by each of them
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")

from pypinyin import Style, lazy_pinyin, pinyin

MOST_SIGNS = 12  # of a name that is spelt out; what is longer is found by its first signs
LONGEST_RUN = 4
MOST_READINGS = 4  # of a sign: 单 is dan, shan and chan
MOST_SPOKEN = 32  # readings of one run of signs together
_DOTTED = re.compile("(?<=[nl])u[\u0300-\u036f]*\u0308")
_LETTERS = ("Ll", "Lo", "Nd", "Nl", "No")
_PART = re.compile(r"[a-z]+|[^a-z\s]")
_TONE = re.compile("(?<=[a-z])[0-5](?![0-9])")  # li3 da4 ye2


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Whole pinyin and initials with spaces between, in small letters, and the same with another reading of one sign: 长江 is
    zhangjiang and changjiang."""
    found = dict.fromkeys(_spelt(sounds(text)))
    found |= dict.fromkeys(form for other in _other_readings(text) for form in _spelt(other))
    return " ".join(found).strip()


@lru_cache(maxsize=16384)  # the officers of a large house, and what is written
def sounds(text: str) -> tuple[str, ...]:
    """The usual reading of each Chinese sign, in small letters."""
    return tuple(syllable.lower() for syllable in lazy_pinyin(text, errors="ignore"))


def near_sounds(text: str) -> tuple[str, ...]:
    """Sounds heard as one along the middle Yangtze become one: ng and n at the end, zh and z, l and n at the beginning."""
    return tuple(_near(syllable) for syllable in sounds(text))


@lru_cache(maxsize=512)
def _near(syllable: str) -> str:
    near = re.sub("^(zh|ch|sh)", lambda found: found[0][0], syllable)
    return re.sub("^l", "n", re.sub("(?<=[aei])ng$", "n", near))


def readings(sign: str) -> frozenset[str]:
    """Each way to read one sign, with its tone: 买 and 卖 are two."""
    spoken = pinyin(sign, style=Style.TONE, heteronym=True, errors="ignore")
    return frozenset(reading for one in spoken for reading in one)


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
    and any beginning, each with the usual readings of its signs first, then with others. Latin letters beside them are
    typed as they are, or left out: 陈Jack as chenjack, cj and chen."""
    parts = parts_to_spell(name)
    chinese = [part for part in parts if not part.isascii()]
    found = _runs(chinese[:MOST_SIGNS])
    return frozenset(found | _runs(parts[:MOST_SIGNS]) if is_mixed(name) else found)


def parts_to_spell(name: str) -> list[str]:
    """Each Chinese sign of a name, and each run of Latin letters beside them."""
    return [part for part in _PART.findall(name.casefold()) if part.isascii() or sounds(part)]


def is_mixed(name: str) -> bool:
    """Whether a name has Chinese signs and Latin letters."""
    return len({part.isascii() for part in parts_to_spell(name)}) > 1


def _runs(parts: list[str]) -> set[str]:
    readings = [reading for part in parts for reading in _readings(part)]
    found: set[str] = set()
    for start in range(len(readings)):
        for end in range(start + 1, (start + LONGEST_RUN if start else len(readings)) + 1):
            for syllables in islice(_spoken(readings[start:end]), MOST_SPOKEN):
                found.add("".join(syllables))
                if end - start > 1:
                    found.add("".join(syllable[0] for syllable in syllables))
    return found


def typed_pinyin(typed: str) -> str:
    """What was typed as the letters of `spellings`: without tones, signs between syllables and the dots of ü. Empty for what
    is no pinyin."""
    apart = unicodedata.normalize("NFKD", typed).casefold().replace("u:", "v")
    letters = "".join(sign for sign in _DOTTED.sub("v", apart) if not unicodedata.combining(sign))
    plain = "".join(sign for sign in _TONE.sub("", letters) if unicodedata.category(sign) in _LETTERS)
    if not (plain.isascii() and plain.isalpha()):
        return ""
    return re.sub("^nyu|lyu", lambda found: f"{found[0][0]}v", plain)  # as passports spell ü


def _spoken(readings: list[list[str]]) -> Iterator[tuple[str, ...]]:
    """Every way to read the signs together, those with the fewest unusual readings first."""
    usual = tuple(of_sign[0] for of_sign in readings)
    for count in range(len(readings) + 1):
        for places in combinations(range(len(readings)), count):
            others = [readings[at][1:] if at in places else [usual[at]] for at in range(len(readings))]
            yield from product(*others)


def _readings(chinese: str) -> list[list[str]]:
    """Of each sign its usual reading in this name, then the others: 卜 is bo and bu. A ü is typed as v or as u. Latin letters
    are read as they are."""
    if chinese.isascii():
        return [[chinese]]
    others = pinyin(chinese, style=Style.NORMAL, heteronym=True, errors="ignore")
    return [
        list(dict.fromkeys(form for one in (syllable, *more[:MOST_READINGS]) for form in _with_u(one)))
        for syllable, more in zip(sounds(chinese), others, strict=True)
    ]


def _with_u(syllable: str) -> tuple[str, ...]:
    return (syllable, syllable.replace("v", "u")) if "v" in syllable else (syllable,)
