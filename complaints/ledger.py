"""The ledger: every step is an event, chained to the one before it, so that a changed past shows.

hash = SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of the event's words, the tracking number and
the hash of the event before it ("" before the first). The complaint keeps the newest hash as `head_hash`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from complaints.db import db
from complaints.models import Complaint, Escalation, Event, Officer, Unit
from workflows.language import Act, Step


def record(complaint: Complaint, act: Act, step: Step, extra: dict[str, Any]) -> Event:
    """Write the event of a step, and move the complaint's head to it."""
    complaint.seq += 1
    event = Event(
        complaint_id=complaint.id,
        seq=complaint.seq,
        move=step.move.name,
        party=step.party.value,
        by_id=act.by.id,
        by_name=act.by.username if isinstance(act.by, Officer) else act.by.kind,
        at=act.at.astimezone(UTC),
        from_state=step.from_state,
        to_state=step.to_state,
        note=str(act.words.get("note") or ""),
        detail=_plain(act.words) | extra,
    )
    event.hash = hash_of(event, complaint.tracking_number, complaint.head_hash)
    complaint.head_hash = event.hash
    db.session.add(event)
    return event


def _plain(words: Any) -> dict[str, Any]:
    """The words of an act as JSON can hold them: rows by the name people know them under."""
    plain = {key: _named(value) for key, value in words.items() if key != "note"}
    return {key: value for key, value in plain.items() if value is not None}


def _named(value: Any) -> Any:
    if isinstance(value, Officer):
        return value.username
    if isinstance(value, Unit):
        return value.code
    if isinstance(value, Complaint):
        return value.tracking_number
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.id if isinstance(value, Escalation) else value


def hash_of(event: Event, tracking_number: str, before: str) -> str:
    words = {
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
    }
    canonical = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a complaint's chain does not hold."""

    tracking_number: str
    seq: int
    what: str


def breaks() -> Iterator[tuple[int, Break | None]]:
    """Walk every complaint's chain, oldest first: (events read, its first break or None)."""
    heads = db.session.execute(
        select(Complaint.id, Complaint.tracking_number, Complaint.head_hash, Complaint.seq)
        .order_by(Complaint.id)
        .execution_options(yield_per=500)
    )
    for row in heads:
        yield row.seq, break_of(row.id, row.tracking_number, (row.head_hash, row.seq))


def break_of(complaint_id: int, number: str, head: tuple[str, int]) -> Break | None:
    """The house goes on working while its ledger is read: a head that moved meanwhile is read again."""
    newest = select(Complaint.head_hash, Complaint.seq).filter_by(id=complaint_id)
    while fault := _first_break(complaint_id, number, *head):
        row = db.session.execute(newest).one()
        if head == (row.head_hash, row.seq):
            return fault
        head = (row.head_hash, row.seq)
    return None


def _first_break(complaint_id: int, number: str, head: str, last: int) -> Break | None:
    before, seq = "", 0
    for event in db.session.scalars(select(Event).filter_by(complaint_id=complaint_id).order_by(Event.seq)):
        seq += 1
        if event.seq != seq:
            return Break(number, seq, "an event is missing")
        if hash_of(event, number, before) != event.hash:
            return Break(number, seq, "the event was changed")
        before = event.hash
        db.session.expunge(event)
    if seq != last or before != head:
        return Break(number, seq + 1, "events are missing at the end")
    return None
