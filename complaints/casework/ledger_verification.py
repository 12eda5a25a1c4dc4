"""Verifying the ledger a part at a time, so that no request takes long however large the house is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from complaints.casework.ledger import Break, break_of, head_of, heads
from complaints.infrastructure.database import db
from complaints.models import Complaint

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """Complaints and events read, the first break met, and where to go on; `after` is None at the end."""

    complaints: int
    events: int
    first: Break | None
    after: int | None


def verify(after: int) -> Verified:
    """The next complaints by id; stops at the first break."""
    query = heads().filter(Complaint.id > after).order_by(Complaint.id).limit(AT_ONCE)
    rows = db.session.execute(query).all()
    events = 0
    for count, row in enumerate(rows, 1):
        fault = break_of(row.id, row.tracking_number, head_of(row))
        events += row.seq
        if fault is not None:
            return Verified(count, events, fault, row.id)
    return Verified(len(rows), events, None, rows[-1].id if len(rows) == AT_ONCE else None)


def how_many() -> int:
    return int(db.session.execute(select(func.count(Complaint.id))).scalar_one())
