"""How many statements of each kind a piece of work sends to the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from complaints.infrastructure.database import db

Counts = Counter[str]


@contextmanager
def counted() -> Iterator[Counts]:
    counts: Counts = Counter()
    last: list[Any] = [None]

    def executed(
        connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> None:
        """SQLite is given the rows of one INSERT one by one, inside the process: they count as the one they are."""
        counts[statement.split(None, 1)[0].upper()] += context is not last[0]
        last[0] = context

    def committed(connection: Any) -> None:
        counts["COMMIT"] += 1

    event.listen(db.engine, "before_cursor_execute", executed)
    event.listen(db.engine, "commit", committed)
    try:
        yield counts
    finally:
        event.remove(db.engine, "before_cursor_execute", executed)
        event.remove(db.engine, "commit", committed)
