"""Whether the citizen was reached, as the ledger has it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from complaints import calendar_rows
from complaints.db import db
from complaints.models.event import Event
from workflows.calendar import SHANGHAI


def unreached_on(complaint_id: int) -> set[date]:
    """The working days on which contact was tried in vain, since the citizen was last reached (domain §7)."""
    calendar, days = calendar_rows.calendar(), set[date]()
    query = select(Event.at, Event.detail).filter_by(complaint_id=complaint_id, move="contact")
    for contact in db.session.execute(query.order_by(Event.seq)):
        day = contact.at.astimezone(SHANGHAI).date()
        if contact.detail.get("reached"):
            days.clear()
        elif calendar.is_working(day):
            days.add(day)
    return days
