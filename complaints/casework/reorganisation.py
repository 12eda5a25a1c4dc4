"""Who is kept out of open complaints is settled again when the organisation changes, or how names are read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from complaints.casework import moves
from complaints.infrastructure.database import transaction
from complaints.organisation import changes, conflicts, interest, respondents


@changes.follower
def settle_open_complaints(officer_ids: Collection[int], at: datetime) -> None:
    """In the transaction of the change. Each complaint is locked in the order of ids, as everywhere; the organisation is read
    once for all of them."""
    ids = conflicts.complaints_about(officer_ids)
    house = interest.organisation(at) if ids else None
    for complaint_id in ids:
        _settle(complaint_id, at, house)


def match_names_again(at: datetime) -> tuple[int, int]:
    """After an update that reads names otherwise: officers whom a name in words may mean by now are kept out, each complaint in
    a transaction of its own. Returns how many were looked at, and how many keep out more persons."""
    ids = conflicts.complaints_with_names()
    changed = 0
    for complaint_id in ids:
        with transaction():
            changed += _settle(complaint_id, at)
    return len(ids), changed


def _settle(complaint_id: int, at: datetime, house: interest.Organisation | None = None) -> bool:
    complaint = moves.take_by_id(complaint_id)
    if complaint.ended_at is not None:  # meanwhile
        return False
    change = conflicts.recompute(complaint, at, respondents.respondents_of(complaint), house)
    moves.settle_kept_out(complaint, at, change)
    return bool(change)
