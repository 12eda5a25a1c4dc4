"""Who may learn who a citizen is (domain §7, conflict of interest; design promise 6)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_

from complaints.access.visibility import STAFF
from complaints.models import Complaint, Officer
from workflows.parties import serves_joined


def may_read(officer: Officer) -> bool:
    """An escalation may end with an administrator, who then acts; what a complaint says is not theirs to read."""
    return not STAFF.isdisjoint(officer.roles)


def may_see_person(complaint: Complaint, officer: Officer) -> bool:
    """Every reader of the complaint may know; if it is confidential, only those who carry it."""
    if not may_read(officer):
        return False
    return not complaint.confidential or carries(complaint, officer) or serves_joined(complaint, officer)


def carries(complaint: Complaint, officer: Officer) -> bool:
    return officer.id in (complaint.first_responder_id, complaint.answerable_id, complaint.handler_id)


IDENTIFYING = ("name", "phone", "address", "email", "agent", "representatives")


def shows_person(complaint: Complaint, officer: Officer) -> bool:
    """Whether the page of this complaint tells this reader who the citizen is, or how to reach them."""
    person = complaint.complainant
    return may_see_person(complaint, officer) and any(getattr(person, name) for name in IDENTIFYING)


def may_know_kept_out(complaint: Complaint, officer: Officer) -> bool:
    """Who is kept out, and why, is for those who carry the complaint and those who lead: they choose who may have it."""
    leads = {"unit_supervisor", "supervisor", "discipline", "last_resort"} & set(officer.roles)
    return may_read(officer) and (carries(complaint, officer) or bool(leads))


def may_be_found_by_person(officer: Officer) -> ColumnElement[bool]:
    """The same as a condition: a name or number typed must not tell whose a confidential complaint is."""
    return or_(
        Complaint.confidential.is_(False),
        Complaint.first_responder_id == officer.id,
        Complaint.answerable_id == officer.id,
        Complaint.handler_id == officer.id,
    )
