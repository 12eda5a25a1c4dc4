"""Times in which a person may still act: rate, ask for a review, return an offer. Days taken off since extend them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.commitments.explanation import calendar_then
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from complaints.rulebooks import store

PERIODS = {"appeal_by": "appeal_period", "rate_by": "closing"}


def postpone_periods(complaint: Complaint, at: datetime) -> dict[str, datetime]:
    """Those not over yet, counted again from the feedback by the calendar of now; never earlier. Returns what moved."""
    open_ones = {
        name: until for name in PERIODS if (until := getattr(complaint, name)) is not None and until >= at
    }
    told = (
        select(Event.at).filter_by(complaint_id=complaint.id, move="give_feedback").order_by(Event.seq.desc())
    )
    begun = db.session.scalars(told.limit(1)).first() if open_ones else None
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


def return_until(offered_at: datetime, return_by: datetime) -> datetime:
    """Until when an offer may be returned: the office time that was taken off since is given back."""
    before, now = calendar_then(offered_at), current_calendar.calendar()
    lost = before.working_seconds(offered_at, return_by) - now.working_seconds(offered_at, return_by)
    return now.add_working_seconds(return_by, lost) if lost > 0 else return_by
