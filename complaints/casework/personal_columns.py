"""Which columns hold personal data, with their purpose, readers and time, and what the database holds of each now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from complaints.infrastructure.database import db
from complaints.infrastructure.sealed_columns import kind_of
from workflows.language import Text

SHIPPED = Path(__file__).with_suffix(".yaml")
KEYED = (
    "_index",
    "_hash",
    ".token",
    ".recovery",
    ".password",
)  # how the names of columns end that hold a hash


@dataclass(frozen=True, slots=True)
class Purpose:
    """Columns that serve one purpose."""

    of: Text
    what: Text
    names: tuple[str, ...]
    purpose: Text
    readers: Text
    kept: str


@dataclass(frozen=True, slots=True)
class Held:
    """A column and what it holds now. `sealed`: text, alike, words or bytes; "hash"; or "" where it is in clear."""

    name: str
    sealed: str
    values: int


@cache
def declared() -> tuple[Purpose, ...]:
    return tuple(_purpose_of(row) for row in _read()["columns"])


def not_personal() -> frozenset[str]:
    """Sealed for another reason."""
    return frozenset(_read()["not_personal"])


def _read() -> dict[str, Any]:
    return dict(yaml.safe_load(SHIPPED.read_text("utf8")))


def _purpose_of(row: dict[str, Any]) -> Purpose:
    texts = {name: Text(**row[name]) for name in ("of", "what", "purpose", "readers")}
    return Purpose(names=tuple(row["names"]), kept=row["kept"], **texts)


def list_held() -> list[tuple[Purpose, list[Held]]]:
    """One statement for each table."""
    counts = dict(_counts({name.partition(".")[0] for one in declared() for name in one.names}))
    return [(one, [Held(name, how_sealed(name), counts[name]) for name in one.names]) for one in declared()]


def how_sealed(name: str) -> str:
    kind = kind_of(_column(name))
    return kind or ("hash" if name.endswith(KEYED) else "")


def _column(name: str) -> sa.Column[Any]:
    table, _, column = name.partition(".")
    found: sa.Column[Any] = db.metadata.tables[table].columns[column]
    return found


def _counts(tables: set[str]) -> Iterator[tuple[str, int]]:
    """Values that are there; an empty text is none."""
    names = [name for one in declared() for name in one.names]
    for table in sorted(tables):
        own = [name for name in names if name.startswith(f"{table}.")]
        filled = (sa.func.count(_filled(_column(name))) for name in own)
        row = db.session.execute(sa.select(*filled).select_from(db.metadata.tables[table])).one()
        yield from zip(own, row, strict=True)


def _filled(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.LargeBinary) or kind_of(column) == "bytes":
        return column
    return sa.func.nullif(sa.func.nullif(sa.cast(column, sa.Text), ""), "{}")
