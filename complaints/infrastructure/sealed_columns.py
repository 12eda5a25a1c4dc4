"""Sealed values as they are in the database, a page of rows at a time: sealed, opened, or sealed again under the first key.

Values are read and written past the column types. A row is written only where its value is still the one that was read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from complaints.infrastructure import encryption
from complaints.infrastructure.encryption import (
    Sealed,
    SealedAlike,
    SealedBytes,
    SealedJson,
    SealedWords,
    seal,
    seal_alike,
    unseal,
)

TEXT, ALIKE, WORDS, BYTES = "text", "alike", "words", "bytes"
PAGE, PAGE_OF_FILES = 500, 8

Change = Callable[[str, Any], Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SealedTable:
    """The sealed columns of a table by name, each with its kind, and the columns of its key."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, str]

    def page(self, ids_only: bool = False) -> int:
        return PAGE_OF_FILES if BYTES in self.columns.values() and not ids_only else PAGE

    def key_of(self, row: sa.Row[Any]) -> Key:
        return tuple(row[: len(self.key)])

    def stored(self, name: str, ids_only: bool = False) -> sa.ColumnElement[Any]:
        """Of a file its last bytes alone, where these are enough."""
        column: sa.ColumnElement[Any] = sa.column(name)
        if self.columns[name] != BYTES:
            return sa.cast(column, sa.Text)
        tail = sa.func.length(column) - (encryption.TAIL - 1)
        return sa.func.substr(column, tail, encryption.TAIL) if ids_only else column


def kind_of(column: sa.Column[Any]) -> str | None:
    """None of a column that is not sealed."""
    kinds = ((SealedAlike, ALIKE), (Sealed | SealedJson, TEXT), (SealedWords, WORDS), (SealedBytes, BYTES))
    return next((kind for types, kind in kinds if isinstance(column.type, types)), None)


def sealed_tables(metadata: sa.MetaData) -> list[SealedTable]:
    found = []
    for table in metadata.sorted_tables:
        columns = {column.name: kind for column in table.columns if (kind := kind_of(column))}
        if columns:
            found.append(SealedTable(table.name, tuple(c.name for c in table.primary_key), columns))
    return found


def pages(
    connection: sa.Connection, table: SealedTable, after: Key | None = None, ids_only: bool = False
) -> Iterator[Sequence[sa.Row[Any]]]:
    """Rows by their key, behind `after`: the key first, then the stored values."""
    key: list[sa.ColumnElement[Any]] = [sa.column(name) for name in table.key]
    stored = (table.stored(name, ids_only).label(f"stored_{name}") for name in table.columns)
    query = sa.select(*key, *stored).select_from(sa.table(table.name)).order_by(*key)
    query = query.limit(table.page(ids_only))
    while rows := connection.execute(query if after is None else query.where(_behind(key, after))).all():
        yield rows
        after = table.key_of(rows[-1])


def _behind(key: Sequence[sa.ColumnElement[Any]], after: Key) -> sa.ColumnElement[bool]:
    return sa.tuple_(*key) > sa.tuple_(*map(sa.literal, after))


def change_page(
    connection: sa.Connection, table: SealedTable, rows: Sequence[sa.Row[Any]], change: Change
) -> int:
    """How many values are another now."""
    changed = 0
    for name, kind in table.columns.items():
        given = []
        for row in rows:
            before = getattr(row, f"stored_{name}")
            after = change(kind, before) if before else before
            if after != before:
                values = zip(table.key, row, strict=False)
                given.append({"before": before, "after": after, **{f"key_{k}": v for k, v in values}})
        if given:
            connection.execute(_written(connection, table, name), given)
        changed += len(given)
    return changed


def _written(connection: sa.Connection, table: SealedTable, name: str) -> sa.Update:
    after: Any = sa.bindparam("after")
    if table.columns[name] == WORDS and connection.dialect.name == "postgresql":
        after = sa.cast(sa.bindparam("after", type_=sa.Text), sa.JSON(none_as_null=True))
    keys = [sa.column(one) == sa.bindparam(f"key_{one}") for one in table.key]
    named = sa.table(table.name, *(sa.column(one) for one in (*table.key, name)))
    return sa.update(named).where(*keys, table.stored(name) == sa.bindparam("before")).values({name: after})


def seal_clear(kind: str, stored: str) -> str:
    """As it is stored from the migration on: what was in clear is sealed. In an object each value, also one that is sealed by itself:
    what reads it opens both seals."""
    if kind != WORDS:
        return stored if _plain(stored) is not None else _seal(kind, stored)
    return json.dumps({name: _seal_word(value) for name, value in json.loads(stored).items()})


def open_sealed(kind: str, stored: str) -> str:
    """As it was stored before: in clear. What is not sealed stays as it is."""
    if kind != WORDS:
        plain = _plain(stored)
        return stored if plain is None else plain
    return json.dumps(encryption.read_words(json.loads(stored)))


def seal_again(kind: str, stored: Any) -> Any:
    """Under the first key, unless it is sealed with it, or not sealed at all, or does not open."""
    if kind == BYTES:
        return stored if id_in(stored) == head()[1:-1] else _seal_file_again(stored)
    if kind == WORDS:
        words = json.loads(stored).items()
        return json.dumps(
            {name: seal_again(TEXT, value) if isinstance(value, str) else value for name, value in words}
        )
    plain = None if stored.startswith(head()) else _plain(stored)
    return stored if plain is None else _seal(kind, plain)


def _seal_file_again(stored: bytes) -> bytes:
    try:
        return encryption.seal_bytes(encryption.unseal_bytes(stored))
    except InvalidToken:
        return stored


def opens(kind: str, stored: Any) -> bool:
    """Whether every sealed value in it opens with a key of the settings."""
    if kind == WORDS:
        return all(_opens_word(value) for value in json.loads(stored).values() if isinstance(value, str))
    if kind != BYTES:
        return not encryption.is_sealed(stored) or _plain(stored) is not None
    try:
        encryption.unseal_bytes(stored)
    except InvalidToken:
        return False
    return True


def _opens_word(value: str) -> bool:
    plain = _plain(value)
    if plain is None:
        return not encryption.is_sealed(value)
    within = json.loads(plain) if plain.startswith('"') else None
    return not isinstance(within, str) or opens(TEXT, within)


def read_stored_value(connection: sa.Connection, table: SealedTable, key: Key, name: str) -> Any:
    where = [sa.column(one) == value for one, value in zip(table.key, key, strict=True)]
    query = sa.select(table.stored(name)).select_from(sa.table(table.name)).where(*where)
    return connection.execute(query).scalar_one_or_none()


def head() -> str:
    return encryption.first_head()


def id_in(sealed: bytes) -> str:
    """Of a file: the id of its key; empty where an older program version sealed it."""
    tail = bytes(sealed[-encryption.TAIL :]).decode("ascii", "replace")
    return tail[1:] if tail.startswith(encryption.SIGN) else ""


def ids_in(kind: str, stored: Any) -> Iterator[str]:
    """The id of the key of each sealed value, also of a text sealed by itself within a sealed one."""
    if not stored:
        return
    if kind == BYTES:
        yield id_in(stored)
    elif kind != WORDS:
        yield from _id_of_text(stored)
    else:
        for value in json.loads(stored).values():
            if isinstance(value, str):
                yield from _id_of_text(value)
                yield from _id_within(value)


def _id_of_text(stored: str) -> Iterator[str]:
    if encryption.is_sealed(stored):
        yield "" if stored.startswith(encryption.FERNET_HEAD) else stored[1 : encryption.HEAD - 1]


def _id_within(sealed: str) -> Iterator[str]:
    plain = _plain(sealed)
    within = json.loads(plain) if plain is not None and plain.startswith('"') else None
    if isinstance(within, str):
        yield from _id_of_text(within)


def _seal(kind: str, plain: str) -> str:
    return seal_alike(plain) if kind == ALIKE else seal(plain)


def _seal_word(value: Any) -> Any:
    return encryption.seal_words({"": value})[""]


def _plain(stored: str) -> str | None:
    """None of what is not sealed by a key of this installation."""
    if not encryption.is_sealed(stored):
        return None
    try:
        return unseal(stored)
    except InvalidToken:
        return None
