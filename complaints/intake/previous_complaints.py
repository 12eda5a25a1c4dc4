"""Earlier complaints of the same person, by the phone numbers they gave, and those that another office sent under the same
number of its own; never more than the officer may see. Of the latter the number and the unit are also told where other units
have the work: the officer holds the same letter. Never of a restricted one, or one they are kept out of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select

from complaints.access.personal_data import may_be_found_by_person
from complaints.access.search_index import called, sent_under_the_same
from complaints.access.visibility import not_about, visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Unit
from complaints.rulebooks import store
from schemas.phones import Contact
from workflows.language import State, Text
from workflows.rulebook import Rulebook

MOST_SHOWN = 8
REPEAT_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Earlier:
    """`likely_repeat`: the same category, still open or of the last ninety days. One that is not `readable` tells its number
    and unit alone."""

    number: str
    subject: str
    received_at: datetime
    state: State
    category_label: Text
    unit: Text
    likely_repeat: bool
    readable: bool = True


def of_contacts(
    contacts: Sequence[Contact], officer: Officer, at: datetime, category: str = ""
) -> list[Earlier]:
    """With any of these numbers; the newest first."""
    known = called(contacts) & may_be_found_by_person(officer)
    return _find(known & visible_to(officer), officer, at, category)


def of_sender_number(number: str, officer: Officer, at: datetime) -> list[Earlier]:
    """One number of another office is one complaint: each found under it is a likely repeat."""
    elsewhere = not_about(officer) & Complaint.restricted.is_(False)
    told = sent_under_the_same(number) & or_(visible_to(officer), elsewhere)
    found = _find(told, officer, at, "") if number.strip() else []
    return [replace(one, likely_repeat=True) for one in found]


def _find(condition: ColumnElement[bool], officer: Officer, at: datetime, category: str) -> list[Earlier]:
    columns = (
        Complaint.tracking_number,
        Complaint.subject,
        Complaint.received_at,
        Complaint.state,
        Complaint.ended_at,
        Complaint.category,
        Complaint.rulebook_version,
        Unit.name_zh,
        Unit.name_en,
        visible_to(officer).label("readable"),
    )
    query = (
        select(*columns)
        .join(Unit, Unit.id == Complaint.unit_id)
        .filter(condition)
        .order_by(Complaint.id.desc())
        .limit(MOST_SHOWN)
    )
    return [_earlier(row, at, category) for row in db.session.execute(query)]


def _earlier(row, at: datetime, category: str) -> Earlier:  # type: ignore[no-untyped-def]  # a row of the query above
    book: Rulebook = store.book(row.rulebook_version)
    recent = row.ended_at is None or row.received_at > at - REPEAT_WITHIN
    return Earlier(
        number=row.tracking_number,
        subject=row.subject,
        received_at=row.received_at,
        state=book.states[row.state],
        category_label=book.categories[row.category].label,
        unit=Text(row.name_zh, row.name_en),
        likely_repeat=recent and row.category == category,
        readable=bool(row.readable),
    )
