"""Times in which a person may still act: rate, ask for a review, return an offer. Days taken off since extend them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.first_count import calendar_then
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from complaints.rulebooks import store

REACHES = (
    "give_feedback",
    "confirm_feedback",
    "tell_answer",
    "call_back",
    "rate",
    "appeal",
)  # each may begin them
HEARD_OF_IT = ("confirm_told", "tell_citizen")
PERIODS = {"appeal_by": "appeal_period", "rate_by": "closing"}


def postpone_periods(complaint: Complaint, at: datetime) -> dict[str, datetime]:
    """Count open periods again from when the answer reached the citizen, by the present calendar; never earlier.
    Returns what moved."""
    open_ones = {
        name: until for name in PERIODS if (until := getattr(complaint, name)) is not None and until >= at
    }
    begun = _begun_at(complaint) if open_ones else None
    if begun is None:
        return {}
    book, calendar = store.book(complaint.rulebook_version), current_calendar.calendar()
    moved = {}
    for name, until in open_ones.items():
        fresh = calendar.due(begun, book.promise(complaint.category, PERIODS[name], "normal").limit).at
        if fresh > until:
            setattr(complaint, name, fresh)
            moved[name] = fresh
    return moved


def _begun_at(complaint: Complaint) -> datetime | None:
    source = complaint.leading if complaint.is_joined and complaint.leading else complaint
    steps = select(Event.at, Event.move, Event.detail).filter(
        Event.complaint_id == source.id, Event.move.in_(REACHES), Event.seq > (source.answered_seq or 0)
    )
    number = None if source is complaint else complaint.tracking_number
    begun = [row.at for row in db.session.execute(steps) if "appeal_by" in row.detail and _is_of(row, number)]
    begun += _begun_by_itself(complaint) if number is not None else []
    return max(begun, default=None)


def _begun_by_itself(joined: Complaint) -> list[datetime]:
    """Joined to a complaint that was told already, and heard of its answer since."""
    steps = select(Event.at, Event.move, Event.detail).filter_by(complaint_id=joined.id)
    rows = db.session.execute(steps.filter(Event.move.in_(("merge", *HEARD_OF_IT))))
    return [row.at for row in rows if row.move == "merge" or "appeal_by" in row.detail]


def _is_of(row: Any, number: str | None) -> bool:
    """What reached this citizen: the feedback reaches those of joined complaints too, where no messages are sent."""
    return row.detail.get("joined") == number or (number is not None and row.move == "give_feedback")


def return_until(offered_at: datetime, return_by: datetime) -> datetime:
    """Until when an offer may be returned: the office time that was taken off since is given back."""
    before, now = calendar_then(offered_at), current_calendar.calendar()
    lost = before.working_seconds(offered_at, return_by) - now.working_seconds(offered_at, return_by)
    return now.add_working_seconds(return_by, lost) if lost > 0 else return_by
