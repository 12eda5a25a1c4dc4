"""Whether the citizen was reached, as the ledger has it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models.event import Event
from workflows.calendar import SHANGHAI
from workflows.language import Party


def unreached_on(complaint_id: int, apart_from: Collection[int] = ()) -> set[date]:
    """The working days on which contact was tried in vain, since the citizen was last reached or heard of (domain §7).

    With `apart_from`, only the tries of supervisors who are none of these count: an officer with a part in the answer
    does not verify it (promise 9).
    """
    calendar, days = current_calendar.calendar(), set[date]()
    heard_of = Event.party == Party.CITIZEN.value
    query = select(Event.at, Event.party, Event.by_id, Event.detail).filter(
        Event.complaint_id == complaint_id, or_(Event.move == "contact", heard_of)
    )
    for event in db.session.execute(query.order_by(Event.seq)):
        day = event.at.astimezone(SHANGHAI).date()
        counts = not apart_from or (event.party == Party.SUPERVISOR.value and event.by_id not in apart_from)
        if event.party == Party.CITIZEN.value or event.detail.get("reached"):
            days.clear()
        elif counts and calendar.is_working(day):
            days.add(day)
    return days
