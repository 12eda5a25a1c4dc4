"""Requests that may come twice: the first answer is kept under the key the asker chose, and given again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import KeyReused
from complaints.models import IdempotencyKey, Officer


@dataclass(frozen=True, slots=True)
class Repeatable:
    """One request of one officer under one key; `sha256` stands for what was asked."""

    officer_id: int
    key: str
    sha256: str


def repeatable(officer: Officer, key: str, asked: Any) -> Repeatable:
    canonical = json.dumps(asked, sort_keys=True, separators=(",", ":"), default=str)
    return Repeatable(officer.id, key, hashlib.sha256(canonical.encode()).hexdigest())


def first_answer(request: Repeatable) -> dict[str, Any] | None:
    """What was answered the first time, if there was one. Raises KeyReused when something else was asked then."""
    row = db.session.get(IdempotencyKey, (request.officer_id, request.key))
    if row is None:
        return None
    if row.request_sha256 != request.sha256:
        raise KeyReused
    return dict(json.loads(row.answer))


def keep_answer(request: Repeatable, answer: dict[str, Any], at: datetime) -> None:
    """Inside the transaction of what was asked: both are stored, or neither. A second one at once is refused."""
    row = IdempotencyKey(
        officer_id=request.officer_id,
        key=request.key,
        request_sha256=request.sha256,
        answer=json.dumps(answer, ensure_ascii=False),
        at=at,
    )
    db.session.add(row)
    db.session.flush()
