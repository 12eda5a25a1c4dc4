"""What people write beside their phone numbers: whose each is, when to call. It is kept whole, with the number it belongs to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from schemas.list_marks import ITEM, without_list_marks
from schemas.phone_marks import is_in_use, leads_to_new

_OPENS, _CLOSES = "(（[【〔「『{｛", ")）]】〕」』}｝"
_ENDS = " \t\n\xa0\u3000、，,；;：:|。\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u2029"
_APART = re.compile(
    r"[\s、，,；;。/|]*(?:(?:(?<=[\s、，,；;。/|])|^)(?:或者|或是|以及|还有|或|和|及|与|or|and|&)(?=\s|$)"
    r"|(?:或者|或是|以及|还有|或|和|及|与)$|[\s、，,；;。/|])[\s、，,；;。/|]*"
)
_DASH_BESIDE = re.compile(r"^[-–—]+\s+|\s+[-–—]+$")
LABEL = re.compile(  # says what a number is, not whose
    r"(?:手机号码|手机号|手机|电话号码|电话|座机|固话|联系方式|联系电话|号码|区号|mobile|phone|tel)(?: ?(?:\d{1,2}|[一二三四五六七八九]))?[.: ：]*",
    re.IGNORECASE,
)
_LABEL_BEHIND = re.compile(rf"(?<=[\s，,、；;:：]){LABEL.pattern}$", re.IGNORECASE)
_COUNT_BEHIND = re.compile(r" +\d{1,2} ?[:： ]?$")  # 儿子 2：
_SAID = re.compile(r"(?:^|(?<=[\s，,；;。]))(?P<said>[^\s，,；;。:：]+)[:： ]*$")
_LEADS = re.compile(  # says what the number right behind it is
    r"(?:传真|办公电话|单位电话|家庭电话|座机|固话|固定电话|家电|宅电|小灵通|手机号?|fax|office|home|mobile)[.: ：]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Gap:
    """The text between two numbers, and where it can be parted: a line break has the most `strength`, a space the least."""

    text: str
    marks: list[tuple[int, int, int]]  # strength, start, end


def notes_of(gaps: list[str]) -> list[str]:
    """Of each number its note. `gaps` are the texts before, between and behind the numbers.

    Words belong to the number from which nothing parts them; where both fit, to the number behind them if the text
    begins with words, else to the one before.
    """
    gaps = without_list_marks(gaps, LABEL)
    words_first = _says_something(gaps[0])
    before, behind = [gaps[0]], []
    labelled_before = _is_in_brackets(gaps[0]) and not _says_something(gaps[-1])
    for gap in gaps[1:-1]:
        own, following = ("", gap) if labelled_before and _is_in_brackets(gap) else _divided(gap, words_first)
        behind.append(own)
        before.append(following)
    behind.append(gaps[-1])
    return [" ".join(filter(None, map(_note, pair))) for pair in zip(before, behind, strict=True)]


def both_notes(within: str, beside: str | None) -> str:
    """The note given within a number and the one beside it; one that says the other again is enough."""
    if not beside or beside in within:
        return within
    return beside if within in beside else f"{within}；{beside}"


def bracket_groups(text: str) -> list[tuple[int, int]]:
    """Where each outermost pair of brackets begins and ends."""
    groups, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        if sign in _OPENS:
            start = start if depth else at
            depth += 1
        elif sign in _CLOSES and depth:
            depth -= 1
            if not depth:
                groups.append((start, at + 1))
    return groups


def _is_in_brackets(text: str) -> bool:
    """One pair of brackets around all of it."""
    word = text.strip(_ENDS)
    return bracket_groups(word) == [(0, len(word))]


def _divided(text: str, words_first: bool) -> tuple[str, str]:
    """The parts of the text for the number before, and for the one behind."""
    own, item, following = text.partition(ITEM)
    if item:
        return own, following
    groups = bracket_groups(text)
    if groups and groups[0][0] == 0:  # brackets right behind a number
        own, following = _divided(text[groups[0][1] :], words_first)
        return text[: groups[0][1]] + own, following
    if leads_to_new(text):
        return text, ""
    at = _opened_at(text)
    return (text[:at], text[at:]) if at is not None else _divided_words(text, groups, words_first)


def _divided_words(text: str, groups: list[tuple[int, int]], words_first: bool) -> tuple[str, str]:
    gap = _Gap(text, _marks(text, groups))
    if not words_first and (leads := _leading(gap)) is not None:
        return text[:leads], text[leads:]
    if not gap.marks:
        return ("", text) if words_first else (text, "")
    if text.rstrip().endswith((":", "：")):
        return _parted(text, gap.marks[-1] if gap.marks[-1][2] < len(text.rstrip()) else gap.marks[-2:][0])
    return _parted_at_strongest(gap, words_first)


def _leading(gap: _Gap) -> int | None:
    """Where words begin that say what the number right behind them is."""
    said = _SAID.search(gap.text)
    if said and is_in_use(said["said"]):
        return said.start()
    leads = _LEADS.search(gap.text)
    return leads.start() if leads and all(strength == 1 for strength, *_ in gap.marks) else None


def _opened_at(text: str) -> int | None:
    """Where a bracket opens that closes behind the next number: its words are of that one."""
    closed = {start for start, _ in bracket_groups(text)}
    return next((at for at, sign in enumerate(text) if sign in _OPENS and at not in closed), None)


def _parted_at_strongest(gap: _Gap, words_first: bool) -> tuple[str, str]:
    most = max(strength for strength, *_ in gap.marks)
    strongest = [mark for mark in gap.marks if mark[0] == most]
    if len(strongest) == 1:
        return _parted(gap.text, strongest[0])
    first_begins, last_ends = strongest[0][1] == 0, strongest[-1][2] == len(gap.text)
    if first_begins == last_ends:
        return ("", gap.text) if words_first else (gap.text, "")
    return ("", gap.text) if first_begins else (gap.text, "")


def _parted(text: str, mark: tuple[int, int, int]) -> tuple[str, str]:
    return text[: mark[1]], text[mark[2] :]


def _marks(text: str, groups: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    """What parts words outside brackets."""
    return [
        (_strength(found[0]), *found.span())
        for found in _APART.finditer(text)
        if not any(start < found.end() and found.start() < end for start, end in groups)
        and not (text[: found.start()].strip() and _COUNT_BEHIND.match(text, found.start()))
    ]


def _strength(mark: str) -> int:
    if "\n" in mark:
        return 4
    if any(sign in mark for sign in "；;。"):
        return 3
    return 2 if mark.strip() else 1


def _note(text: str) -> str:
    word = _without_stray_brackets(_DASH_BESIDE.sub("", text.strip(_ENDS).rstrip(_ENDS + "/\\")))
    word = re.sub(r"^/(?=[^\W\d])", "", _LABEL_BEHIND.sub("", word).strip(_ENDS))
    if bracket_groups(word) == [(0, len(word))]:
        word = word[1:-1].strip(_ENDS)
    return word if _says_something(word) else ""


def _without_stray_brackets(word: str) -> str:
    """Brackets that open or close nothing here, because a number stood inside them."""
    opened: list[int] = []
    stray: set[int] = set()
    for at, sign in enumerate(word):
        if sign in _OPENS:
            opened.append(at)
        elif sign in _CLOSES:
            stray |= set() if opened else {at}
            opened = opened[:-1]
    stray |= set(opened)
    return "".join(sign for at, sign in enumerate(word) if at not in stray).strip(_ENDS) if stray else word


def _says_something(text: str) -> bool:
    word = text.strip(_ENDS)
    if LABEL.fullmatch(word):
        return False
    return any(unicodedata.category(sign)[0] in "LN" or unicodedata.category(sign) == "So" for sign in word)
