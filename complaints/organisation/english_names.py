"""Names in Latin letters as people write them: Ms Lin at the window, L. Xi, Lyu; a unit by its English name or its code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from complaints.infrastructure.pinyin import sounds
from complaints.organisation.spoken_names import join_surname

HONORIFICS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mister",
        "sir",
        "madam",
        "dr",
        "officer",
        "director",
        "chief",
        "head",
        "leader",
        "manager",
        "lawyer",
        "notary",
        "mediator",
        "comrade",
        "teacher",
        "laoshi",
        "zhuren",
        "xiansheng",
        "nushi",
        "clerk",
        "lady",
        "surname",
        "surnamed",
        "named",
        "called",
    ]
)
HEADS = frozenset(["director", "chief", "head", "leader", "manager"])
FILLING = frozenset(
    [
        "the",
        "a",
        "an",
        "at",
        "of",
        "in",
        "on",
        "from",
        "for",
        "to",
        "by",
        "and",
        "with",
        "who",
        "is",
        "was",
        "that",
        "this",
        "your",
        "our",
        "my",
        "their",
        "his",
        "her",
        "window",
        "windows",
        "counter",
        "desk",
        "hall",
        "front",
        "reception",
        "centre",
        "center",
        "staff",
        "people",
        "person",
        "persons",
        "man",
        "woman",
        "guy",
        "girl",
        "member",
        "members",
        "worker",
        "workers",
        "employee",
        "employees",
        "one",
        "office",
        "unit",
        "department",
        "team",
        "no",
        "number",
        "deputy",
        "vice",
        "young",
        "old",
        "tall",
        "short",
        "some",
        "somebody",
        "someone",
    ]
)


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """In small letters without marks: Lǚ and Lü read as lu, as people write them."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return tuple(re.findall("[a-z0-9]+", "".join(sign for sign in apart if not unicodedata.combining(sign))))


def surname_forms(surname: str, name_en: str) -> set[str]:
    """By pinyin, with ü as u, v or yu; and as the account spells it."""
    by_sound = "".join(sounds(surname))
    return {by_sound, *(by_sound.replace("v", other) for other in ("u", "yu", "ue")), *words_of(name_en)[:1]}


def is_called_in_letters(text: str, surname: str, given: str, name_en: str) -> bool:
    """A surname beside a courtesy, or with nothing but everyday words around it; or with an initial: L. Xi, Lin X."""
    words, forms = join_surname(words_of(text), surname), surname_forms(surname, name_en)
    if is_addressed(words, forms):
        return True
    rest = [word for word in words if word not in FILLING | HONORIFICS and not word.isdigit()]
    if len(rest) == 1:
        return rest[0] in forms
    by_sound = tuple(sounds(given))  # none where the given name is a digit or in letters
    return bool(by_sound) and _has_initial(rest, forms, by_sound, words_of(name_en)[1:])


def is_addressed(words: Sequence[str], forms: Collection[str]) -> bool:
    """Ms Lin, Lin laoshi."""
    pairs = list(pairwise(words))
    return any(
        (one in HONORIFICS and two in forms) or (one in forms and two in HONORIFICS) for one, two in pairs
    )


def _has_initial(
    rest: list[str], forms: Iterable[str], given: tuple[str, ...], given_en: tuple[str, ...]
) -> bool:
    wholes = {("".join(given),), given, given_en}
    for whole in filter(None, wholes):
        for form in filter(None, forms):
            initials = {form[0]}
            short = {tuple(word[0] for word in whole), ("".join(word[0] for word in whole),)}
            known = [(i, *whole) for i in initials] + [(*whole, i) for i in initials]
            for some in (whole, *short):
                known += [(form, *some), (*some, form)]
            if tuple(rest) in known:
                return True
    return False


def units_in_letters(text: str, units: Iterable[tuple[str, str, str]]) -> set[str]:
    """Of units (name, English name, code), the Chinese names of those that a text in letters means; the closest where the
    words of several fit."""
    words = [word for word in words_of(text) if word not in HONORIFICS]
    if not words:
        return set()
    joined, known = "".join(words), list(units)
    by_code = {name for name, _, code in known if code and _is_code(words, joined, code)}
    if by_code:
        return by_code
    told = {word for word in words if word not in FILLING - {"centre", "center", "office", "hall", "window"}}
    told = {word if word != "center" else "centre" for word in told}
    fits = {
        name: len(_words_of_unit(english)) for name, english, _ in known if told <= _words_of_unit(english)
    }
    return {name for name, size in fits.items() if size == min(fits.values())} if len(told) > 1 else set()


def _is_code(words: list[str], joined: str, code: str) -> bool:
    parts = words_of(code)
    runs = [tuple(words[start : start + len(parts)]) for start in range(len(words))]
    return parts in runs or "".join(parts) == joined or ("".join(parts) in words and len("".join(parts)) > 4)


@lru_cache(maxsize=4096)
def _words_of_unit(english: str) -> frozenset[str]:
    return frozenset(word if word != "center" else "centre" for word in words_of(english))


def is_a_heads_in_letters(text: str) -> bool:
    words = set(words_of(text))
    return bool(words & HEADS) and not words & {"deputy", "vice"}
