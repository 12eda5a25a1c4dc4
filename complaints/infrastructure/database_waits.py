"""A limit for every wait on PostgreSQL, on both sides of the connection.

The server ends what takes too long there (statement, lock, idle transaction). A network that goes silent is noticed here:
its machines may still acknowledge each packet, so that TCP's own limits do not help.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
import sqlalchemy as sa
from flask import g, has_request_context
from sqlalchemy.engine import Connection, Dialect

from complaints.infrastructure.wait_settings import WaitSettings

BEYOND_THE_SERVER = 2  # seconds: the server, if it is there, ends a statement first
_URGENT: ContextVar[bool] = ContextVar("short limits outside a request", default=False)
_MUST_END = "database must have answered"
_LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

Limits = tuple[int, int, int]  # seconds: of a statement, for a lock, of an idle transaction


@contextmanager
def short_waits() -> Iterator[None]:
    """The limits of a request also outside one."""
    token = _URGENT.set(True)
    try:
        yield
    finally:
        _URGENT.reset(token)


class DatabaseWaits:
    """The limits of one engine, and whether its database went silent."""

    def __init__(self, settings: WaitSettings) -> None:
        self.settings = settings
        self.went_silent = False
        self._asking = Lock()

    def limits(self) -> Limits:
        row = self.settings
        if has_request_context() or _URGENT.get():
            return row.database_statement_seconds, row.database_lock_seconds, row.database_idle_seconds
        return (row.database_command_seconds,) * 3

    def left(self) -> float:
        """The seconds a wait that begins now may last here."""
        patience = float(self.limits()[0] + BEYOND_THE_SERVER)
        if not has_request_context():
            return patience
        if _MUST_END not in g:
            setattr(g, _MUST_END, monotonic() + self.settings.request_seconds)
        must_end: float = g.get(_MUST_END)
        return max(0.05, min(patience, must_end - monotonic()))

    def connect(self, words: dict[str, Any]) -> PatientConnection:
        """Once the database went silent, one thread at a time asks for it again; the others are refused at once."""
        if not self.went_silent:
            return self._connect(words)
        if not self._asking.acquire(blocking=False):
            raise psycopg.OperationalError("the database went silent and is being asked again")
        try:
            return self._connect(words)
        finally:
            self._asking.release()

    def _connect(self, words: dict[str, Any]) -> PatientConnection:
        if self.left() < 1:
            raise psycopg.OperationalError("no time is left to connect to the database")
        try:
            connection = PatientConnection.connect(**{**self._parameters(), **words})
        except psycopg.errors.ConnectionTimeout:
            self.went_silent = True
            raise
        self.went_silent = False
        connection.waits = self
        connection.told = self.limits() if self.settings.database_prepare else None
        return connection

    def _parameters(self) -> dict[str, Any]:
        row, parameters = self.settings, {}
        if row.database_prepare:
            names = zip(_LIMITS, self.limits(), strict=True)
            parameters["options"] = " ".join(f"-c {name}={limit}s" for name, limit in names)
        return parameters | {
            "connect_timeout": row.database_connect_seconds,
            "tcp_user_timeout": row.database_silence_seconds * 1000,
            "keepalives_idle": row.database_silence_seconds // 2,
            "keepalives_interval": row.database_silence_seconds // 4,
            "keepalives_count": 2,
            "prepare_threshold": 5 if row.database_prepare else None,
        }


class PatientConnection(psycopg.Connection[Any]):
    waits: DatabaseWaits | None = None
    told: Limits | None = None  # the limits the server has for all transactions of this connection

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        if self.waits is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        seconds = self.waits.left()
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.errors._WaitTimeout as silence:
            # What the connection is doing is unknown: left open, its ROLLBACK would wait as long again.
            self.pgconn.finish()
            self.waits.went_silent |= seconds > BEYOND_THE_SERVER
            raise psycopg.OperationalError("the database did not answer in time") from silence

    def tell_limits(self) -> None:
        """Set the limits of a new transaction where the connection has others, or where PgBouncer lends it."""
        if self.waits and (limits := self.waits.limits()) != self.told:
            names = zip(_LIMITS, limits, strict=True)
            self.execute("; ".join(f"SET LOCAL {name} = '{limit}s'" for name, limit in names))


def limit_waits(engine: sa.Engine, settings: WaitSettings) -> None:
    waits = DatabaseWaits(settings)

    def connect(dialect: Dialect, record: Any, places: list[Any], words: dict[str, Any]) -> PatientConnection:
        return waits.connect(words)

    def begin(connection: Connection) -> None:
        lent: Any = connection.connection.dbapi_connection
        lent.tell_limits()

    sa.event.listen(engine, "do_connect", connect)
    sa.event.listen(engine, "begin", begin)
