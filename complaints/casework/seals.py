"""Seals: what the ledger, the changes, the readings and the sign-ins of a day were, signed when it is over.

Each seal names the one before, so that none can be left out. A seal says nothing of any complaint but hashes.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.exc import IntegrityError

from complaints.infrastructure import seal_key
from complaints.infrastructure.database import db, end_reading, transaction
from complaints.models import AccessLog, AuditNote, Complaint, Event, Seal, SignIn
from complaints.notifications import channels
from workflows.calendar import SHANGHAI

SETTLED = timedelta(hours=1)  # after midnight: what was begun before it is written by then
PAGE = 500
KINDS = ("events", "changes", "readings", "sign_ins")


@dataclass
class Sum:
    """Count and hash of lines, in their order."""

    count: int = 0
    sha256: Any = field(default_factory=hashlib.sha256)

    def add(self, line: str) -> None:
        self.count += 1
        self.sha256.update(f"{line}\n".encode())

    @property
    def told(self) -> dict[str, Any]:
        return {"count": self.count, "sha256": self.sha256.hexdigest()}


def canonical(words: Any) -> str:
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def lines_of(
    kind: str, since: datetime | None = None, until: datetime | None = None
) -> Iterator[tuple[datetime, str]]:
    """Each row between two times, with its time, in the one order it is summed in."""
    query, write = _KINDS[kind]
    at = query.selected_columns.at
    bounds = [at >= since] if since else []
    bounds += [at < until] if until else []
    for row in db.session.execute(query.where(*bounds).execution_options(yield_per=PAGE)):
        yield row.at, write(row)


def _event(row: Any) -> str:
    return f"{row.tracking_number} {row.seq} {row.hash}"


def _in_json(row: Any) -> str:
    return canonical([one.astimezone(UTC).isoformat() if isinstance(one, datetime) else one for one in row])


_KINDS: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "events": (
        sa.select(Complaint.tracking_number, Event.seq, Event.hash, Event.at)
        .join(Event, Event.complaint_id == Complaint.id)
        .order_by(Complaint.tracking_number, Event.seq),
        _event,
    ),
    "changes": (
        sa.select(AuditNote.at, AuditNote.by, AuditNote.what, AuditNote.detail).order_by(AuditNote.id),
        _in_json,
    ),
    "readings": (
        sa.select(AccessLog.at, AccessLog.complaint_id, AccessLog.officer_id, AccessLog.what).order_by(
            AccessLog.id
        ),
        _in_json,
    ),
    "sign_ins": (
        sa.select(SignIn.at, SignIn.officer_id, SignIn.door, SignIn.outcome).order_by(SignIn.id),
        _in_json,
    ),
}


def seal(at: datetime) -> int:
    """Seal the days that are over, and send what was not sent yet; gives how many were sent."""
    until = datetime.combine((at - SETTLED).astimezone(SHANGHAI).date(), time(), SHANGHAI)
    try:
        made = _make(until)
    finally:
        end_reading()
    if made is not None:
        with suppress(IntegrityError), transaction() as session:  # another scheduler was first
            session.add(made)
    return _send(at)


def _make(until: datetime) -> Seal | None:
    """Summed and signed before anything is written, so that no other writer waits for it."""
    last = db.session.scalars(sa.select(Seal).order_by(Seal.until_at.desc()).limit(1)).one_or_none()
    if last is not None and last.until_at >= until:
        return None
    since = last.until_at if last else None
    body = canonical(
        {
            "from": since.astimezone(UTC).isoformat() if since else None,
            "until": until.astimezone(UTC).isoformat(),
            "before": last.hash if last else "",
            **{kind: _sum(kind, since, until).told for kind in KINDS},
        }
    )
    hashed = hashlib.sha256(body.encode()).hexdigest()
    return Seal(until_at=until, body=body, hash=hashed, signature=seal_key.sign(body))


def _sum(kind: str, since: datetime | None, until: datetime) -> Sum:
    found = Sum()
    for _, line in lines_of(kind, since, until):
        found.add(line)
    return found


def _send(at: datetime) -> int:
    """To SHOUWEN_SEAL_TO, oldest first; what fails is tried again with the next seal."""
    to, sent = current_app.config["SHOUWEN"].seal_to, 0
    waiting = sa.select(Seal.id).filter(Seal.sent_at.is_(None)).order_by(Seal.until_at)
    for seal_id in db.session.scalars(waiting).all() if to else ():
        with transaction():
            row = db.session.get_one(Seal, seal_id, with_for_update=True)
            if row.sent_at is None:
                _hand_over(to, row)
                row.sent_at, sent = at, sent + 1
    return sent


def _hand_over(to: str, row: Seal) -> None:
    if "://" in to:
        channels.send(to, f"Shouwen seal {row.until_at.astimezone(SHANGHAI).date()}", row.line)
    else:
        with Path(to).open("a", encoding="utf8") as file:
            file.write(f"{row.line}\n")


def broken() -> Iterator[str]:
    """Rows that differ from their seal, read in one pass over each kind of row."""
    seals = list(db.session.scalars(sa.select(Seal).order_by(Seal.until_at)))
    yield from _broken_chain(seals)
    oldest = db.session.scalar(sa.select(sa.func.min(SignIn.at)))
    for kind in KINDS:
        sums = _sums(kind, seals)
        for row, found in zip(seals, sums, strict=True):
            body = json.loads(row.body)
            forgotten = kind == "sign_ins" and (
                body["from"] is None or oldest is None or _of(body["from"]) < oldest
            )
            if body[kind] != found.told and not forgotten:
                yield f"the {kind} before {row.until_at.astimezone(SHANGHAI).date()} are not those that were sealed"


def _sums(kind: str, seals: Sequence[Seal]) -> list[Sum]:
    ends, sums = [row.until_at for row in seals], [Sum() for _ in seals]
    if ends:
        for at, line in lines_of(kind, until=ends[-1]):
            sums[bisect_right(ends, at)].add(line)
    return sums


def _broken_chain(seals: Sequence[Seal]) -> Iterator[str]:
    before = ""
    for row in seals:
        whole = hashlib.sha256(row.body.encode()).hexdigest() == row.hash
        if not whole or json.loads(row.body)["before"] != before or seal_key.sign(row.body) != row.signature:
            yield f"the seal of {row.until_at.astimezone(SHANGHAI).date()} is not the one that was made"
        before = row.hash


def _of(written: str) -> datetime:
    return datetime.fromisoformat(written)
