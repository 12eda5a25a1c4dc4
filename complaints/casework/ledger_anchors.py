"""The head of every chain at a time, to be kept outside the installation. A person who cuts the end off a chain and puts the
complaint back to what it was before leaves no trace inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import select

from complaints.casework.ledger import Break
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event

_PAGE = 500


def kept() -> Iterator[str]:
    """One line for each complaint: its number, how many events it has, and the hash of the last."""
    heads = select(Complaint.tracking_number, Complaint.seq, Complaint.head_hash).order_by(Complaint.id)
    for row in db.session.execute(heads.execution_options(yield_per=_PAGE)):
        yield f"{row.tracking_number} {row.seq} {row.head_hash}"


def lost(lines: Iterable[str]) -> Iterator[Break]:
    """Kept heads that are no longer there unchanged. Raises ValueError for a line that `kept` did not write."""
    written = iter(lines)
    while anchors := [_anchor(line) for line in islice(written, _PAGE)]:
        there = _there(anchors)
        for number, seq, hash_ in anchors:
            if (number, seq, hash_) not in there:
                yield Break(number, seq, "what was kept of it is not there, or not as it was")


def _anchor(line: str) -> tuple[str, int, str]:
    number, seq, hash_ = line.split()
    return number, int(seq), hash_


def _there(anchors: list[tuple[str, int, str]]) -> set[tuple[str, int, str]]:
    numbers, hashes = ([one[place] for one in anchors] for place in (0, 2))
    query = select(Complaint.tracking_number, Event.seq, Event.hash).join(
        Event, Event.complaint_id == Complaint.id
    )
    query = query.filter(Complaint.tracking_number.in_(numbers), Event.hash.in_(hashes))
    return {(row.tracking_number, row.seq, row.hash) for row in db.session.execute(query)}
