"""The history of each complaint, step by step, as the judges read it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from complaints.models import Complaint, Event

History = list[Row[Any]]


def histories(session: Session, *moves: str) -> Iterator[tuple[str, History]]:
    """The events of each complaint, oldest first, under its tracking number; only of certain moves when named."""
    columns = (
        Event.complaint_id,
        Event.seq,
        Event.move,
        Event.party,
        Event.by_id,
        Event.at,
        Event.from_state,
        Event.to_state,
        Event.detail,
    )
    query = select(
        Complaint.tracking_number, Complaint.contactable, Complaint.rulebook_version, *columns
    ).join(Event, Event.complaint_id == Complaint.id)
    if moves:
        query = query.filter(Event.move.in_(moves))
    rows = session.execute(query.order_by(Event.complaint_id, Event.seq).execution_options(yield_per=1000))
    for _, events in groupby(rows, key=lambda row: row.complaint_id):
        history = list(events)
        yield history[0].tracking_number, history
