"""What complaints say, looked through once they are opened: every word must be in the subject or the narrative."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from complaints.access import search_index
from complaints.models import Complaint
from schemas.names import normal_name

Test = Callable[[Any], bool]


def columns_for(words: Sequence[str]) -> tuple[Any, ...]:
    """What is read of each complaint. The texts as they were typed only where a word of signs alone asks for them, and of complaints
    of an older program version, which have no normal form."""
    typed: tuple[Any, ...] = (Complaint.subject, Complaint.narrative)
    if not any(map(_is_signs, words)):
        typed = tuple(sa.case((Complaint.words.is_(None), one)).label(one.key) for one in typed)
    return (Complaint.words, *typed)


def test_for(words: Sequence[str]) -> Test:
    tests = [_typed(word) if _is_signs(word) else _normal(word) for word in words]
    return lambda row: all(test(row) for test in tests)


def _is_signs(word: str) -> bool:
    return not any(sign.isalnum() for sign in normal_name(word))


def _typed(word: str) -> Test:
    """As it was typed; small and capital letters are the same."""
    small = word.lower()
    return lambda row: small in row.subject.lower() or small in row.narrative.lower()


def _normal(word: str) -> Test:
    normal, ends, typed = normal_name(word), search_index.ends_of(word), _typed(word)
    masked = re.compile(f"{ends[:3]}(?:.{{4}})?{ends[3:]}", re.DOTALL) if ends else None

    def says(row: Any) -> bool:
        if row.words is None:
            return typed(row)
        return normal in row.words or bool(masked and masked.search(row.words))

    return says
