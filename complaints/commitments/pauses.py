"""Since when the clock of a complaint stands: it stood for what runs again meanwhile, too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from complaints.rulebooks import store


def since(complaint: Complaint) -> datetime:
    """The step that stopped it last; for a complaint whose clock stands."""
    moves = store.book(complaint.rulebook_version).moves.values()
    stopping = [move.name for move in moves if move.clock == "stop"]
    steps = select(func.max(Event.at)).filter(Event.complaint_id == complaint.id, Event.move.in_(stopping))
    return db.session.scalars(steps).one() or complaint.received_at
