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


@dataclass(frozen=True, slots=True)
class SealedTable:
    """The sealed columns of a table by name, each with its kind, and the columns of its key."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, str]

    @property
    def page(self) -> int:
        return PAGE_OF_FILES if BYTES in self.columns.values() else PAGE

    def stored(self, name: str) -> sa.ColumnElement[Any]:
        column: sa.ColumnElement[Any] = sa.column(name)
        return column if self.columns[name] == BYTES else sa.cast(column, sa.Text)


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


def pages(connection: sa.Connection, table: SealedTable) -> Iterator[Sequence[sa.Row[Any]]]:
    """Rows by their key: the key first, then the stored values."""
    key: list[sa.ColumnElement[Any]] = [sa.column(name) for name in table.key]
    query = (
        sa.select(*key, *(table.stored(name).label(f"stored_{name}") for name in table.columns))
        .select_from(sa.table(table.name))
        .order_by(*key)
        .limit(table.page)
    )
    after: tuple[Any, ...] | None = None
    while rows := connection.execute(query if after is None else query.where(_behind(key, after))).all():
        yield rows
        after = tuple(rows[-1][: len(key)])


def _behind(key: Sequence[sa.ColumnElement[Any]], after: tuple[Any, ...]) -> sa.ColumnElement[bool]:
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
    """As it is stored from the migration on: what was in clear is sealed."""
    if kind != WORDS:
        return stored if _plain(stored) is not None else _seal(kind, stored)
    words = {
        name: value if isinstance(value, str) and _plain(value) is not None else _seal_word(value)
        for name, value in json.loads(stored).items()
    }
    return json.dumps(words)


def open_sealed(kind: str, stored: str) -> str:
    """As it was stored before: in clear. What is not sealed stays as it is."""
    if kind != WORDS:
        plain = _plain(stored)
        return stored if plain is None else plain
    return json.dumps(encryption.read_words(json.loads(stored)))


def seal_again(kind: str, stored: Any) -> Any:
    """Under the first key, unless it is sealed with it, or not sealed at all."""
    if kind == BYTES:
        return (
            stored
            if id_in(stored) == head()[1:-1]
            else encryption.seal_bytes(encryption.unseal_bytes(stored))
        )
    if kind == WORDS:
        words = json.loads(stored).items()
        return json.dumps(
            {name: seal_again(TEXT, value) if isinstance(value, str) else value for name, value in words}
        )
    plain = None if stored.startswith(head()) else _plain(stored)
    return stored if plain is None else _seal(kind, plain)


def head() -> str:
    return encryption.first_head()


def id_in(sealed: bytes) -> str:
    """Of a file: the id of its key; empty where an older program version sealed it."""
    tail = bytes(sealed[-encryption.TAIL :]).decode("ascii", "replace")
    return tail[1:] if tail.startswith(encryption.SIGN) else ""


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
