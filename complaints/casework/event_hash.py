"""What is hashed of an event, and the digest of events whose words were erased."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from complaints.models import Event


def hash_of(event: Event | sa.Row[Any], tracking_number: str, before: str) -> str:
    words = words_of(event, tracking_number, before)
    return sha256(_canonical(words))


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(events: Iterable[Event | sa.Row[Any]], tracking_number: str) -> str:
    """Of events whose words were erased: as they are left, each with the hash of what it was."""
    before, lines = "", []
    for event in events:
        lines.append(f"{_canonical({**words_of(event, tracking_number, before), 'hash': event.hash})}\n")
        before = event.hash
    return sha256("".join(lines))


def words_of(event: Event | sa.Row[Any], tracking_number: str, before: str) -> dict[str, Any]:
    """What is hashed of an event."""
    return {
        "complaint": tracking_number,
        "seq": event.seq,
        "move": event.move,
        "party": event.party,
        "by": event.by_name,
        "at": event.at.astimezone(UTC).isoformat(),
        "from": event.from_state,
        "to": event.to_state,
        "note": event.note,
        "detail": event.detail,
        "before": before,
        **({} if event.traces is None else {"traces": event.traces}),
    }
