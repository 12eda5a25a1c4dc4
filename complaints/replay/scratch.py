"""A house for one replay: an application of its own on an empty SQLite file, both gone afterwards.

It knows the settings, the tables and the calendar of the house it stands in, and touches nothing of it.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade
from sqlalchemy import Connection, event, inspect, select

from complaints import rulebooks
from complaints.db import db, prepare_engine, transaction
from complaints.models import CalendarDay, CalendarEdition, CalendarYear, OfficeSeason, RulebookText

CALENDAR = (CalendarEdition, CalendarYear, CalendarDay, OfficeSeason)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder below the instance, for the scratch houses of one replay; gone afterwards with all that is in it."""
    instance = current_app.config["SHOUWEN"].instance
    instance.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="replay-", dir=instance))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch_house(folder: Path) -> Iterator[Flask]:
    """Inside the application of the real house; what happens within happens in the scratch house alone."""
    settings = current_app.config["SHOUWEN"]
    calendar, migrations = _calendar_rows(), current_app.extensions["migrate"].directory
    db.session.rollback()  # nothing of the real house is held while the replay runs
    app = _small_app(settings, f"sqlite:///{folder / uuid.uuid4().hex}.sqlite", migrations)
    try:
        with app.app_context():
            upgrade()
            _keep(calendar)
            with _ids_given_beforehand():
                yield app
            db.session.remove()
    finally:
        with app.app_context():
            db.engine.dispose()


def house_rulebook() -> str:
    """The text of the newest rulebook published in this house; the shipped one where there is none."""
    if not _has_tables():
        return rulebooks.SHIPPED.read_text("utf8")
    newest = select(RulebookText.text).order_by(RulebookText.published_at.desc(), RulebookText.version.desc())
    text = db.session.execute(newest.limit(1)).scalar_one_or_none()
    return text or rulebooks.SHIPPED.read_text("utf8")


def _small_app(settings: Any, url: str, migrations: str) -> Flask:
    app = Flask(__name__)
    # Nobody is written to from a replay: notices are owed to inboxes that vanish with it.
    own = replace(settings, database_url=url, officer_notice_url="", citizen_notice_url="")
    app.config.from_mapping(SHOUWEN=own, SQLALCHEMY_DATABASE_URI=url)
    db.init_app(app)
    Migrate(app, db, directory=migrations)
    with app.app_context():
        prepare_engine(db.engine)
        event.listen(db.engine, "connect", _need_not_survive)
        event.listen(db.engine, "begin", _check_at_the_end)
    return app


def _need_not_survive(connection: Any, record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")  # a power cut may have it
    cursor.close()


def _check_at_the_end(connection: Connection) -> None:
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

    event.listen(db.session, "transient_to_pending", give)
    try:
        yield
    finally:
        event.remove(db.session, "transient_to_pending", give)


def _has_tables() -> bool:
    return inspect(db.engine).has_table(RulebookText.__tablename__)


def _calendar_rows() -> list[dict[str, Any]]:
    """What administrators of this house loaded: the replay counts the same working days."""
    if not _has_tables():
        return []
    return [
        {"table": table, "row": {column.key: getattr(row, column.key) for column in table.__table__.columns}}
        for table in CALENDAR
        for row in db.session.scalars(select(table))
    ]


def _keep(calendar: list[dict[str, Any]]) -> None:
    with transaction():
        for kept in calendar:
            db.session.merge(kept["table"](**kept["row"]))
