"""The scratch database a replay is played in, with the calendar of the real one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from complaints.infrastructure.database import db, transaction
from complaints.models import CalendarDay, CalendarEdition, CalendarYear, OfficeSeason, RulebookText
from complaints.rulebooks import store
from complaints.simulation.scratch_database import scratch_house

CALENDAR = (CalendarEdition, CalendarYear, CalendarDay, OfficeSeason)


@contextmanager
def replay_house(folder: Path) -> Iterator[Flask]:
    """Inside the application of the real house; what happens within happens in the scratch house alone."""
    calendar = _calendar_rows()
    with scratch_house(folder) as app:
        sa.event.listen(db.engine, "begin", _check_at_the_end)
        _keep(calendar)
        with _ids_given_beforehand():
            yield app


def house_rulebook() -> str:
    """The text of the newest rulebook published in this house; the shipped one where there is none."""
    if not _has_tables():
        return store.SHIPPED.read_text("utf8")
    newest = sa.select(RulebookText.text).order_by(
        RulebookText.published_at.desc(), RulebookText.version.desc()
    )
    text = db.session.execute(newest.limit(1)).scalar_one_or_none()
    return text or store.SHIPPED.read_text("utf8")


def _check_at_the_end(connection: sa.Connection) -> None:
    """Rows written together come in any order; that each points at another one is checked when they are committed."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


@contextmanager
def _ids_given_beforehand() -> Iterator[None]:
    """The one writer of this house numbers its rows itself, so that many can be written at once."""
    last: Counter[type] = Counter()

    def give(session: Any, row: Any) -> None:
        if "id" in row.__mapper__.columns and row.id is None:
            last[type(row)] += 1
            row.id = last[type(row)]

    sa.event.listen(db.session, "transient_to_pending", give)
    try:
        yield
    finally:
        sa.event.remove(db.session, "transient_to_pending", give)


def _has_tables() -> bool:
    """A house never made is not made by asking: SQLite creates the file it is asked about."""
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False
    return sa.inspect(db.engine).has_table(RulebookText.__tablename__)


def _calendar_rows() -> list[dict[str, Any]]:
    """What administrators of this house loaded: the replay counts the same working days."""
    if not _has_tables():
        return []
    return [
        {"table": table, "row": {column.key: getattr(row, column.key) for column in table.__table__.columns}}
        for table in CALENDAR
        for row in db.session.scalars(sa.select(table))
    ]


def _keep(calendar: list[dict[str, Any]]) -> None:
    with transaction():
        for kept in calendar:
            db.session.merge(kept["table"](**kept["row"]))
