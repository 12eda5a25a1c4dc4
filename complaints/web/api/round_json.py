"""One round of a complaint as plain values for `schemas.out`."""

from __future__ import annotations

from typing import Any

from complaints.casework.rounds import Round
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Notice
from complaints.notifications.undelivered import delivery_state


def shown_round(one: Round) -> dict[str, Any]:
    return {
        "round": one.number,
        "review": _review(one),
        "answer": _with(one.answer, "outcome", "findings", "reply"),
        "feedback": _with(one.feedback, "method", "remedies"),
        "rating": _rating(one.rating),
        "ratings": [_rating(row) for row in one.ratings],
    }


def _review(one: Round) -> dict[str, Any] | None:
    if one.review is None:
        return None
    return {
        "move": one.review.move,
        "at": one.review.at,
        "reason": one.review.detail.get("reason"),
        "withdrawn_at": one.withdrawn.at if one.withdrawn else None,
    }


def _with(row: Any, *words: str) -> dict[str, Any] | None:
    if row is None:
        return None
    told = {name: row.detail.get(name) for name in words}
    return {"at": row.at, "by": row.by_name, "note": row.note, **told}


def _rating(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    of = grouped(row.of_number) if row.of_number else None
    return {"at": row.at, "grade": row.grade, "comment": row.detail.get("comment"), "of": of}


def shown_notice(notice: Notice) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "at": notice.created_at,
        "delivery": delivery_state(notice),
        "delivered_at": notice.delivered_at,
        "attempts": notice.attempts,
        "error": notice.last_error,
    }
