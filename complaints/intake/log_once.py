"""A request that comes twice is carried out once: the first answer is kept under the key the asker chose, and given again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.encryption import keyed_hash, keyed_hashes
from complaints.infrastructure.errors import KeyReused
from complaints.models import IdempotencyKey, Officer, PublicIdempotencyKey

KEPT = timedelta(days=7)
PAGE = 200

Row = IdempotencyKey | PublicIdempotencyKey


@dataclass(frozen=True, slots=True)
class Asking:
    """One request under one key, of an officer or of a person without an account; `sha256` is a keyed hash of what was asked."""

    key: str
    sha256: str
    known: frozenset[str]  # the same under each key of the settings
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    body: dict[str, Any]
    is_repeated: bool = False


def asking(key: str, asked: Any, officer: Officer | None = None) -> Asking:
    canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"), default=str)
    hashes = keyed_hash("request", canonical), keyed_hashes("request", canonical)
    return Asking(key, *hashes, officer.id if officer else None)


def log_once(request: Asking | None, at: datetime, log: Callable[[], dict[str, Any]]) -> Answer:
    """Log a complaint in a transaction of its own, unless the same request was answered before; None is always new.

    `log` gives the answer, which is stored with the complaint: both, or neither. Raises KeyReused when something else
    was asked under the same key, and whatever `log` raises.
    """
    try:
        return _log_or_repeat(request, at, log)
    except IntegrityError:
        if request is None or _answer_of(request) is None:
            raise
        return _log_or_repeat(request, at, log)  # of two equal requests at once the other was first


def _log_or_repeat(request: Asking | None, at: datetime, log: Callable[[], dict[str, Any]]) -> Answer:
    with transaction():
        first = _answer_of(request) if request else None
        if first is not None:
            return Answer(first, is_repeated=True)
        body = log()
        if request is not None:
            _keep(request, body, at)
        return Answer(body)


def first_answer(request: Asking | None) -> dict[str, Any] | None:
    """What was answered to the same request before, where its work is more than one transaction. Raises KeyReused."""
    return _answer_of(request) if request else None


def answer_under(key: str, officer: Officer) -> dict[str, Any] | None:
    """The answer an officer got under a key, to show it again; None when the key was never used."""
    row = db.session.get(IdempotencyKey, (officer.id, key))
    return _read(row) if row else None


def _answer_of(request: Asking) -> dict[str, Any] | None:
    row = _row_of(request)
    if row is None:
        return None
    if row.request_sha256 not in request.known:
        raise KeyReused
    return _read(row)


def _row_of(request: Asking) -> Row | None:
    if request.officer_id is None:
        return db.session.get(PublicIdempotencyKey, request.key)
    return db.session.get(IdempotencyKey, (request.officer_id, request.key))


def _read(row: Row) -> dict[str, Any]:
    return dict(json.loads(row.answer))


def _keep(request: Asking, body: dict[str, Any], at: datetime) -> None:
    """A second one at the same moment is refused by the database."""
    answer = json.dumps(body, ensure_ascii=False)
    words = {"key": request.key, "request_sha256": request.sha256, "answer": answer, "at": at}
    if request.officer_id is None:
        db.session.add(PublicIdempotencyKey(**words))
    else:
        db.session.add(IdempotencyKey(officer_id=request.officer_id, **words))
    db.session.flush()


def forget_old(at: datetime) -> int:
    """Forget answers older than a week, a few at a time so that no request waits; gives how many."""
    return sum(_forget(table, at - KEPT) for table in (IdempotencyKey, PublicIdempotencyKey))


def _forget(table: type[Row], before: datetime) -> int:
    columns = sa.inspect(table).primary_key
    old = sa.select(*columns).filter(table.at < before).order_by(table.at).limit(PAGE)
    forgotten = 0
    while True:
        with transaction() as session:
            names = [tuple(row) for row in session.execute(old)]
            if not names:
                return forgotten
            session.execute(sa.delete(table).filter(sa.tuple_(*columns).in_(names)))
        forgotten += len(names)
