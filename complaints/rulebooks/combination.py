"""Several rulebooks seen as one: for lists, filters, figures and forms that show what all of them have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from workflows.language import Category, Text
from workflows.rulebook import Rulebook

Value = TypeVar("Value")


@lru_cache(maxsize=32)
def _combined(books: tuple[_ByKey, ...]) -> Rulebook:
    first, *others = (one.book for one in books)
    if not others:
        return first
    every = (first, *others)
    return replace(
        first,
        states=_joined([one.states for one in every]),
        moves=_joined([one.moves for one in every]),
        commitments=_joined([one.commitments for one in every]),
        ladders=_joined([one.ladders for one in every]),
        categories=_joined([_with_promises(one) for one in every]),
        codes=_codes(every),
    )


class _ByKey:
    """A rulebook that is the same as another of the same text."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self.key = (book.key, book.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByKey) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def combine(books: tuple[Rulebook, ...]) -> Rulebook:
    """The entries of the first, and those that only the others have."""
    return _combined(tuple(map(_ByKey, books)))


def _joined(parts: list[Mapping[str, Value]]) -> dict[str, Value]:
    joined: dict[str, Value] = {}
    for part in parts:
        for name, value in part.items():
            joined.setdefault(name, value)
    return joined


def _codes(books: tuple[Rulebook, ...]) -> dict[str, Mapping[str, Text]]:
    names = _joined([one.codes for one in books])
    return {name: _joined([one.codes.get(name, {}) for one in books]) for name in names}


def _with_promises(book: Rulebook) -> dict[str, Category]:
    """Categories that carry every promise of their own rulebook, for the stages of another are not theirs."""
    return {
        code: replace(
            category,
            promises={stage: rows["normal"] for stage, rows in book.stage_promises.items()}
            | dict(category.promises),
        )
        for code, category in book.categories.items()
    }
