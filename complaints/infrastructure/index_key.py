"""Which of SHOUWEN_PII_KEYS carries search index, query codes and checksums: the last of the list, until `flask keys reindex` has made
them again under another, which the table `index_key` names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import sqlalchemy as sa
from flask import g

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import IndexMoving

ID_DIGITS = 8
STATE = sa.table("index_key", sa.column("key_id"), sa.column("moving_to"))
_HERE = "id of the index key"
_under: ContextVar[str | None] = ContextVar("index key", default=None)


def key_id(key: str) -> str:
    """By which a sealed value names its key; it tells nothing of it."""
    return hashlib.sha256(f"id of a key:{key}".encode()).hexdigest()[:ID_DIGITS]


def index_key(keys: tuple[str, ...]) -> str:
    """The database is asked only while there are several, once a request. Raises IndexMoving."""
    chosen = _under.get()
    if chosen is not None or len(keys) == 1:
        return chosen or keys[0]
    if _HERE not in g:
        setattr(g, _HERE, _named())
    named = getattr(g, _HERE)
    return next((one for one in keys if key_id(one) == named), keys[-1])


def _named() -> str:
    connection = db.session.connection()
    if not sa.inspect(connection).has_table(STATE.name):  # a migration of an older database
        return ""
    row = connection.execute(sa.select(STATE)).one_or_none()
    if row is not None and row.moving_to:
        raise IndexMoving
    return str(row.key_id) if row is not None else ""


def ask_again() -> None:
    """After the index moved."""
    g.pop(_HERE, None)


@contextmanager
def under(key: str) -> Iterator[None]:
    """What is keyed inside is keyed with this key."""
    token = _under.set(key)
    try:
        yield
    finally:
        _under.reset(token)
