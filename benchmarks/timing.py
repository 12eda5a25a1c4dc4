"""Measuring: medians, taken turn by turn where two things are compared, so that other load weighs on both alike."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from complaints.infrastructure.database import db
from tests.house import House

Task = Callable[[], object]


def medians(tasks: dict[str, Task], times: int) -> dict[str, float]:
    """The median seconds of each task; all are run once before, and then in turn."""
    taken: dict[str, list[float]] = {name: [] for name in tasks}
    for task in tasks.values():
        task()
    for _ in range(times):
        for name, task in tasks.items():
            taken[name].append(seconds(task))
    return {name: statistics.median(found) for name, found in taken.items()}


def seconds(task: Task) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def inside(house: House, task: Task) -> Task:
    """The task in the application of `house`, with a session of its own, as a request or a tick has."""

    def run() -> None:
        with house.app.app_context():
            task()

    return run


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        sent.append((statement, parameters))

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan_of(task: Task) -> str:
    """The database's own plan of the first SELECT on complaints that the task sends."""
    with statements() as sent:
        task()
    statement, parameters = next(one for one in sent if "FROM complaint" in one[0])
    explain = "EXPLAIN" if db.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
        return "\n".join(str(row[-1]) for row in rows)
