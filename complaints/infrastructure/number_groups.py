"""A number in three groups of four with more than a space between: 9566，0792，2210; 1. 9566 2. 0792 3. 2210; 第一组9566 …"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from schemas.numerals import DIGITS

_RUN = re.compile(rf"(?P<figures>\d+)|[{''.join(DIGITS)}]+")
_COMMAS = re.compile(r"\s*([,、;])\s*")
_BEHIND_PLACE = re.compile(r"(?:组|段|节|部分)\s?[:,、]?\s*|[.、):]\s*|\s+")
_BEFORE_PLACE = re.compile(r"[\s,、;。.]*第?\s?\(?")
_YEAR_BEHIND = re.compile(r"\s?[年\-/.]")


class Run(NamedTuple):
    """Digits in one, in figures or in numerals; `mixed` with the other kind beside it, so that no word completes a group."""

    digits: str
    start: int
    end: int
    mixed: bool

    @property
    def is_group(self) -> bool:
        return len(self.digits) == 4 and not self.mixed


def numbers_in_groups(text: str) -> Iterator[str]:
    """The digits of each three groups that belong together."""
    runs = _runs(text)
    for at in range(len(runs) - 2):
        three = runs[at : at + 3]
        if _are_apart(text, three) and not _goes_on(text, runs, at):
            yield "".join(one.digits for one in three)
    for at in range(len(runs) - 5):
        six = runs[at : at + 6]
        if _are_listed(text, six):
            yield "".join(one.digits for one in six[1::2])


def _runs(text: str) -> list[Run]:
    found = list(_RUN.finditer(text))
    edges = {one.start() for one in found} & {one.end() for one in found}
    return [
        Run(
            one[0] if one["figures"] else "".join(DIGITS[sign] for sign in one[0]),
            *one.span(),
            not edges.isdisjoint(one.span()),
        )
        for one in found
    ]


def _are_apart(text: str, three: Sequence[Run]) -> bool:
    """By one kind of comma."""
    first, second = _commas(text, three)
    whole = all(one.is_group and not _is_year(text, one) for one in three)
    return whole and first == second != ""


def _commas(text: str, runs: Sequence[Run]) -> list[str]:
    gaps = (_COMMAS.fullmatch(text, one.end, other.start) for one, other in pairwise(runs))
    return [gap[1] if gap else "" for gap in gaps]


def _goes_on(text: str, runs: Sequence[Run], at: int) -> bool:
    """Whether another group, or one with a digit too few or too many, stands before or behind such a comma: which three are
    meant is not clear."""
    before, behind = runs[max(at - 1, 0) : at + 1], runs[at + 2 : at + 4]
    return any(
        len(pair) == 2
        and 3 <= len(other.digits) <= 5
        and _commas(text, pair) != [""]
        and not _is_year(text, other)
        for pair, other in ((before, before[0]), (behind, behind[-1]))
    )


def _is_year(text: str, run: Run) -> bool:
    return run.digits[:2] in ("19", "20") and _YEAR_BEHIND.match(text, run.end) is not None


def _are_listed(text: str, six: Sequence[Run]) -> bool:
    places, groups = six[::2], six[1::2]
    return (
        [one.digits for one in places] == ["1", "2", "3"]
        and all(one.is_group for one in groups)
        and all(
            _BEHIND_PLACE.fullmatch(text, place.end, group.start)
            for place, group in zip(places, groups, strict=True)
        )
        and all(
            _BEFORE_PLACE.fullmatch(text, group.end, place.start)
            for group, place in zip(groups, places[1:], strict=False)
        )
    )
