"""Cursors: the end of a page as a signed word, so that only our own are accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.queries.paging import Position
from workflows.language import Text


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="cursor")


def written(queue: str, position: Position | None) -> str | None:
    if position is None:
        return None
    due = position.due_at.isoformat() if position.due_at else None
    return str(_signer().dumps([queue, due, public_id(position.id, queue)]))


def read_cursor(queue: str, cursor: str | None) -> Position | None:
    """Raises BadInput for what is no cursor of this queue."""
    if cursor is None:
        return None
    try:
        whose, due, last = _signer().loads(cursor)
    except BadSignature:
        whose, due, last = None, None, 0
    row_id = row_id_of(int(last), queue)
    if whose != queue or row_id is None:
        raise BadInput(_wrong())
    return Position(datetime.fromisoformat(due) if due else None, row_id)


def _wrong() -> dict[str, Any]:
    return {
        "after": Text(
            "须是本列表上一页给出的 next。", "It should be the `next` that a page of this same list gave."
        )
    }
