"""A change of the organisation settles who is kept out of open complaints, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from complaints.casework import moves
from complaints.organisation import changes, conflicts, interest, respondents


@changes.follower
def settle_open_complaints(officer_ids: Collection[int], at: datetime) -> None:
    """Each complaint is locked in the order of ids, as everywhere; the organisation is read once for all of them."""
    ids = conflicts.complaints_about(officer_ids)
    house = interest.organisation(at) if ids else None
    for complaint_id in ids:
        complaint = moves.take_by_id(complaint_id)
        about = respondents.respondents_of(complaint)
        change = conflicts.recompute(complaint, at, about, house)
        moves.settle_kept_out(complaint, at, change)
