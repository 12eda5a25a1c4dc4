"""The session, the only committer, and how times are stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from complaints.infrastructure.database_waits import limit_waits
from complaints.infrastructure.wait_settings import WaitSettings

EDITION = "calendar edition"  # what a session remembers; forgotten when a transaction begins
STOOD_IN = "who is stood in for"  # the same

HOLDERS = (
    "holders of posts"  # kept while a transaction lasts: who holds a post is asked once, not for every rung
)
STRAY = "something was written outside a transaction"

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_alone: ContextVar[bool] = ContextVar("writing alone", default=False)
ORGANISATION = (
    7_001  # the number of an advisory lock: shared by every change, alone for one of the organisation
)

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMES)


class ReadingSession(FlaskSession):
    """A session in which what was only read ends with COMMIT."""

    def flush(self, objects: Any = None) -> None:
        self.info[STRAY] = not _writing.get()
        super().flush(objects)

    def end_reading(self) -> None:
        """Outside `transaction()`. psycopg drops every prepared statement of a connection at a ROLLBACK."""
        if self.info.pop(STRAY, False) or self.new or self.dirty or self.deleted:
            self.rollback()
        else:
            self.commit()

    def close(self) -> None:
        if self.in_transaction() and not _writing.get():
            with suppress(sa.exc.SQLAlchemyError):
                self.end_reading()
        super().close()


db = SQLAlchemy(
    model_class=Base,
    session_options={"class_": ReadingSession, "expire_on_commit": False, "autoflush": False},
)

Key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def migrated_to() -> str | None:
    """The newest migration the database has seen."""
    return db.session.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def only(which: str) -> dict[str, Any]:
    """For an index of some rows of a table, on both databases."""
    return {"postgresql_where": sa.text(which), "sqlite_where": sa.text(which)}


class UTCDateTime(TypeDecorator[datetime]):
    """Aware datetimes, stored in UTC. A naive one is an error, never a guess."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def transaction(*, alone: bool = False) -> Iterator[Session]:
    """The only committer: what happens inside is stored whole when the block ends, or not at all.

    `alone`: for changes of the organisation, while which no complaint changes (see `lock_organisation`).

    It first drops what was only read before (who asks, say). So SQLite takes the write lock before anything is read
    for the change: SQLite can refuse a reader that turns writer halfway, without waiting.
    """
    session = _session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside a transaction")
    session.expunge_all()
    session.end_reading()
    session.info.pop(EDITION, None)
    session.info.pop(STOOD_IN, None)
    session.info[HOLDERS] = {}
    token = _writing.set(True)
    lone = _alone.set(alone)
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(HOLDERS, None)
        _alone.reset(lone)
        _writing.reset(token)


def end_reading() -> None:
    """End the transaction in which something was only read, so that no row is held while something slow is done."""
    _session().end_reading()


def _session() -> ReadingSession:
    session = db.session()
    assert isinstance(session, ReadingSession)
    return session


def prepare_engine(engine: sa.Engine, settings: WaitSettings) -> None:
    """SQLite: write-ahead log, foreign keys, and transactions that really begin when SQLAlchemy says so.
    PostgreSQL: a limit for every wait."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _on_sqlite_connect)
        sa.event.listen(engine, "begin", _on_sqlite_begin)
    else:
        limit_waits(engine, settings)
        sa.event.listen(engine, "begin", _on_postgresql_begin)


def _on_sqlite_connect(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # the driver would otherwise begin, late and on its own
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 20000")
    cursor.execute("PRAGMA journal_mode = WAL")  # readers and the one writer do not wait for each other
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _on_postgresql_begin(connection: Connection) -> None:
    """Taken before anything is read for the change, so that an officer is in the post they are seen in."""
    if _writing.get():
        _lock(connection, "" if _alone.get() else "_shared")


def lock_organisation() -> None:
    """For a change of the organisation: waits for changes under way, and others wait for it. In a transaction that is not
    `alone` it is taken now, and two at once may be refused by the database. SQLite has one writer."""
    connection = db.session.connection()
    if connection.dialect.name != "sqlite" and not _alone.get():
        _lock(connection, "")


def _lock(connection: Connection, shared: str) -> None:
    """Not a question: it is left out of what a move may ask."""
    connection.exec_driver_sql(f"DO $$ BEGIN PERFORM pg_advisory_xact_lock{shared}({ORGANISATION}); END $$")
