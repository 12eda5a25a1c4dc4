"""The unit that a notice about an offer of the work goes to."""

from __future__ import annotations

from complaints.models import Complaint, Event

JUDGED = "judge_return"
# The unit gets notices of these though it no longer sees the complaint.
CALLED_BACK = ("lapse", "recall", JUDGED)


def find_offered_unit_id(complaint: Complaint, event: Event) -> int | None:
    """The unit the work is offered to; when it is called back, the one that let it lie; of a judged return, the returner."""
    if event.move == JUDGED:
        return complaint.judged_unit_id
    if complaint.offered_unit_id is not None or event.move not in CALLED_BACK:
        return complaint.offered_unit_id
    offer = complaint.last_work_offer
    return offer.unit_id if offer else complaint.unit_id
