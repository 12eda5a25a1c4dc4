"""Laws of what was promised, held against the rows day after day: nothing earlier, nothing later in silence, no breach lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Notice
from complaints.models.deadline import was_broken
from complaints.rulebooks import store

_NAMES = ("id", "complaint_id", "commitment", "first_due_at", "due_at", "breached_at", "moved")


@dataclass
class Laws:
    """What was seen on the days before; `broken_ones` asks the days to come whether they still know each breach."""

    seen: dict[int, Any] = field(default_factory=dict)
    broken_ones: set[int] = field(default_factory=set)

    def violations(self, at: datetime) -> list[str]:
        rows = db.session.execute(select(*(getattr(Deadline, name) for name in _NAMES))).all()
        found = [line for row in rows for line in (*self._since_yesterday(row), *_moved_in_silence(row))]
        found += [*self._forgotten(rows, at), *_climbed_twice()]
        self.seen = {row.id: row for row in rows}
        return found

    def _since_yesterday(self, row: Any) -> Iterator[str]:
        before = self.seen.get(row.id)
        if row.due_at < row.first_due_at or (before is not None and row.due_at < before.due_at):
            yield f"promise {row.id} ({row.commitment}) is due earlier than it was"
        if before is not None and row.first_due_at != before.first_due_at:
            yield f"promise {row.id} ({row.commitment}) was first promised for another time"
        if before is not None and before.breached_at is not None and row.breached_at != before.breached_at:
            yield f"promise {row.id} ({row.commitment}) was broken at another time, or no more"

    def _forgotten(self, rows: Any, at: datetime) -> Iterator[str]:
        """A promise broken for the figures stays broken, whatever happens to it, and counts once."""
        now = Counter(db.session.scalars(select(Deadline.id).where(was_broken(at))))
        for one in sorted(self.broken_ones - now.keys()):
            yield f"promise {one} was broken in the figures, and is no more"
        yield from (f"promise {one} counts {times} times" for one, times in now.items() if times > 1)
        self.broken_ones |= {row.id for row in rows if row.breached_at is not None}


def _moved_in_silence(row: Any) -> Iterator[str]:
    """Each move later has its reason, a step of that name, and a notice to the citizen where they knew the date."""
    steps, due = list(row.moved or ()), row.first_due_at
    for step in steps:
        if datetime.fromisoformat(step["from"]) != due.replace(microsecond=0):
            yield f"promise {row.id} ({row.commitment}) was moved from another time than it stood at"
        due = datetime.fromisoformat(step["to"])
        if not _is_told(row, step):
            yield f"promise {row.id} ({row.commitment}) was moved by {step['reason']} and the citizen not told"
    if due != row.due_at.replace(microsecond=0):
        yield f"promise {row.id} ({row.commitment}) is due later than promised, without a reason"


def _is_told(row: Any, step: dict[str, str]) -> bool:
    complaint = db.session.execute(
        select(Complaint.rulebook_version, Complaint.restricted).where(Complaint.id == row.complaint_id)
    ).one()
    book = store.book(complaint.rulebook_version)
    move = step["reason"] if step["reason"] in book.moves else "postpone"  # else the words of a closure
    event = select(Event.seq).filter_by(complaint_id=row.complaint_id, move=move)
    seqs = set(db.session.scalars(event))
    if not seqs or not book.commitments[row.commitment].public or complaint.restricted:
        return bool(seqs)
    told = select(Notice.event_seq).filter_by(complaint_id=row.complaint_id, recipient="citizen")
    return bool(seqs & set(db.session.scalars(told)))


def _climbed_twice() -> Iterator[str]:
    rungs = db.session.execute(select(Escalation.deadline_id, Escalation.rung, Escalation.cycle))
    for rung, times in Counter(map(tuple, rungs)).items():
        if times > 1:
            yield f"rung {rung} was climbed {times} times"
