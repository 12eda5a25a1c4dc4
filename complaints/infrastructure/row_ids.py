"""The ids of new rows, given before they are written: what is signed with a row names it by its id.

PostgreSQL counts on in the sequence of the table; SQLite, which has one writer, from the highest id. One statement for all rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db

FROM_SEQUENCE = "(SELECT array_agg(nextval('{sequence}')) FROM generate_series(1, :{table}))"
FROM_HIGHEST = "(SELECT coalesce(max(id), 0) FROM {table})"


def give(rows: Collection[Any]) -> None:
    without = [row for row in rows if row.id is None]
    if not without:
        return
    counts = Counter(row.__tablename__ for row in without)
    taken = {table: iter(sorted(ids)) for table, ids in _next(counts).items()}
    for row in without:
        row.id = next(taken[row.__tablename__])


def _next(counts: Counter[str]) -> dict[str, Collection[int]]:
    tables = tuple(sorted(counts))
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        found = connection.execute(_from_sequences(tables), dict(counts)).one()
        return dict(zip(tables, found, strict=True))
    found = connection.execute(_from_highest(tables)).one()
    return {
        table: range(last + 1, last + 1 + counts[table]) for table, last in zip(tables, found, strict=True)
    }


@cache
def _from_sequences(tables: tuple[str, ...]) -> sa.TextClause:
    parts = [FROM_SEQUENCE.format(table=table, sequence=_sequence(table)) for table in tables]
    return sa.text(f"VALUES ({', '.join(parts)})")


@cache
def _from_highest(tables: tuple[str, ...]) -> sa.TextClause:
    return sa.text(f"VALUES ({', '.join(FROM_HIGHEST.format(table=table) for table in tables)})")


def _sequence(table: str) -> str:
    return f"{table}_id_seq"
