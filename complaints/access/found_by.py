"""What a stored complaint is found by: its people as they are and as they were before corrections, its respondents, the sender's
number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import sqlalchemy as sa

from complaints.access.search_index import Findable, contacts_here
from complaints.infrastructure.database import db
from complaints.models import Complainant, Complaint, Correction, Officer, Respondent, Unit
from schemas.phones import Contact, NoPhone

NAMES, PHONES = ("name", "agent_name"), ("phone", "agent_phone")


def findables_of(ids: Collection[int]) -> Iterator[tuple[int, Findable]]:
    """Of these complaints, each with its id, as often as there is something it is found by."""
    query = sa.select(Complaint.id, Complaint.sender_number).where(Complaint.id.in_(ids))
    for row in db.session.execute(query):
        yield row.id, Findable(sender_number=row.sender_number or "")
    for person in db.session.scalars(sa.select(Complainant).where(Complainant.complaint_id.in_(ids))):
        yield person.complaint_id, _of_person(person)
    for about in db.session.scalars(sa.select(Respondent).where(Respondent.complaint_id.in_(ids))):
        yield about.complaint_id, Findable(respondents=list(_of_respondent(about)))
    for one in db.session.scalars(sa.select(Correction).where(Correction.complaint_id.in_(ids))):
        yield from (
            (one.complaint_id, _corrected(one.field, text)) for text in (one.before, one.after) if text
        )


def _of_person(person: Complainant) -> Findable:
    others = [*([person.agent] if person.agent else []), *(person.representatives or [])]
    names = [person.name, *(one.get("name") for one in others)]
    contacts = [*person.numbers, *_contacts(one.get("phone") for one in others)]
    return Findable([name for name in names if name], contacts)


def _of_respondent(row: Respondent) -> Iterator[str | Officer | Unit]:
    if row.name:
        yield row.name
    if row.officer_id:
        yield Officer(id=row.officer_id)
    if row.unit_id:
        yield Unit(id=row.unit_id)


def _corrected(field: str, text: str) -> Findable:
    if field == "sender_number":
        return Findable(sender_number=text)
    if field in PHONES:
        return Findable(contacts=list(_contacts([text])))
    if field == "representatives":  # a person a line, the number last
        parts = [
            line.rpartition(" ") if line[-1:].isdigit() else (line, "", "") for line in text.splitlines()
        ]
        return Findable([name for name, *_ in parts if name], list(_contacts(phone for *_, phone in parts)))
    return Findable([text] if field in NAMES else [])


def _contacts(texts: Iterable[str | None]) -> Iterator[Contact]:
    for text in texts:
        try:
            yield from contacts_here(text or "")
        except NoPhone:  # stored by other means than a form: shown as it is, found by nothing
            continue
