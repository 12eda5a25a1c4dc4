"""Numbers of rows as people see them. Rows are counted for the whole database: beside each other their numbers would tell
how many there are that a person may not see (promise 6). A keyed permutation gives each another number, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from flask import current_app

HALF = 26  # bits: two halves stay below 2**53, which JSON readers hold exactly
FIRST = 1 << 2 * HALF  # every number has 16 digits: none looks like a tracking number, or a small one
ROUNDS = 4
_MASK = (1 << HALF) - 1


def public_id(row_id: int, kind: str) -> int:
    """`kind` is the list the number is shown in: the same row of another has another number."""
    left, right = row_id >> HALF, row_id & _MASK
    for key in _keys(kind):
        left, right = right, left ^ _mixed(right, key)
    return FIRST + (left << HALF | right)


def row_id_of(number: int | None, kind: str) -> int | None:
    """None for a number that we never issued."""
    if number is None or not FIRST <= number < 2 * FIRST:
        return None
    left, right = (number - FIRST) >> HALF, number & _MASK
    for key in reversed(list(_keys(kind))):
        left, right = right ^ _mixed(left, key), left
    return left << HALF | right


def _keys(kind: str) -> Iterator[bytes]:
    secret = str(current_app.config["SECRET_KEY"])
    for turn in range(ROUNDS):
        yield hashlib.sha256(f"{secret}/{kind}/{turn}".encode()).digest()


def _mixed(half: int, key: bytes) -> int:
    mixed = hashlib.blake2b(half.to_bytes(4, "big"), key=key, digest_size=4).digest()
    return int.from_bytes(mixed, "big") & _MASK
