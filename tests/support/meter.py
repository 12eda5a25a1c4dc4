"""What an answer costs, counted and not timed: the statements it sends, the rows it reads, and the steps of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from complaints.infrastructure.database import db

STEPS = 10  # of SQLite's machine between two counts


@dataclass
class Work:
    """`statements` by their text, in order; `steps` in tens of SQLite's instructions."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0
    steps: int = 0

    @property
    def alike(self) -> tuple[list[str], int]:
        """Values that must be the same to the last bit."""
        return self.statements, self.rows


class Meter:
    """Of one SQLite database; `start` begins a new count."""

    def __init__(self) -> None:
        self.work = Work()

    def start(self) -> Work:
        self.work = Work()
        return self.work

    def _executed(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.work.statements.append(statement)

    def _read(self, cursor: Any, row: Any) -> Any:
        self.work.rows += 1
        return row

    def _stepped(self) -> int:
        self.work.steps += 1
        return 0

    def _opened(self, connection: Any, *rest: Any) -> None:
        connection.row_factory = self._read
        connection.set_progress_handler(self._stepped, STEPS)

    @contextmanager
    def on(self) -> Iterator[Meter]:
        event.listen(db.engine, "before_cursor_execute", self._executed)
        event.listen(db.engine, "checkout", self._opened)
        try:
            yield self
        finally:
            event.remove(db.engine, "before_cursor_execute", self._executed)
            event.remove(db.engine, "checkout", self._opened)
