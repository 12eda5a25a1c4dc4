"""What a step's detail shows outside the database: the numbers of rows as people see them, so that no gap tells of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import not_about
from complaints.infrastructure.database import db
from complaints.infrastructure.public_ids import public_id
from complaints.models import Complaint, Event, Officer

ESCALATION, FILE = "escalation", "file"  # kinds of numbers
OTHERS = ("leading", "main", "joined", "left")  # what names another complaint: a reference is a row too


def shown_detail(detail: dict[str, Any], hidden: Collection[str] = ()) -> dict[str, Any]:
    """The numbers of rows in it as they are shown elsewhere, without the `hidden` numbers of complaints."""
    shown = {name: value for name, value in detail.items() if name not in OTHERS or value not in hidden}
    if "escalation" in shown:
        shown["escalation"] = public_id(shown["escalation"], ESCALATION)
    if isinstance(shown.get("files"), list):
        shown["files"] = [{**one, "id": public_id(one["id"], FILE)} for one in shown["files"] if "id" in one]
    return shown


def hidden_from(officer: Officer, events: Iterable[Event]) -> frozenset[str]:
    """Numbers these events name of complaints the officer is kept out of: those that parted from this one since."""
    return _numbers_where(events, sa.not_(not_about(officer)))


def parted_from(complaint: Complaint, events: Iterable[Event]) -> frozenset[str]:
    """Numbers in these events of complaints no longer joined to this one, for a file that every officer may read."""
    group = {complaint.id, complaint.leading_id} - {None}
    here = sa.or_(Complaint.id.in_(group), sa.and_(Complaint.leading_id.in_(group), Complaint.is_joined))
    return _numbers_where(events, sa.not_(here))


def _numbers_where(events: Iterable[Event], condition: sa.ColumnElement[bool]) -> frozenset[str]:
    """Most complaints were joined to none, and ask nothing."""
    named = {event.detail[name] for event in events for name in OTHERS if name in event.detail}
    if not named:
        return frozenset()
    query = sa.select(Complaint.tracking_number).filter(Complaint.tracking_number.in_(named), condition)
    return frozenset(db.session.scalars(query))
