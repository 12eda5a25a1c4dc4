"""Verifying the ledger a part at a time, so that no request takes long, however many complaints there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from complaints.casework import checksum_verification
from complaints.casework.ledger import Break, breaks_beside_complaints, checked, page
from complaints.infrastructure.database import db
from complaints.models import Complaint

AT_ONCE = checksum_verification.PAGE


@dataclass(frozen=True, slots=True)
class Verified:
    """Complaints and events read, the first break met, and where to go on; `after` is None at the end."""

    complaints: int
    events: int
    first: Break | None
    after: int | None


def verify(after: int) -> Verified:
    """The next complaints by id; stops at the first break."""
    rows, events = page(after), 0
    for count, (row, (read, fault)) in enumerate(zip(rows, checked(rows), strict=True), 1):
        events += read
        if fault is not None:
            return Verified(count, events, fault, row.id)
    if len(rows) == AT_ONCE:
        return Verified(len(rows), events, None, rows[-1].id)
    return Verified(len(rows), events, next(iter(breaks_beside_complaints()), None), None)


def how_many() -> int:
    return int(db.session.execute(select(func.count(Complaint.id))).scalar_one())
