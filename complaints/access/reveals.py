"""Asking to see how a citizen is reached: each time a row, with the reason; it holds for this officer, complaint and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

import sqlalchemy as sa
from flask import current_app

from complaints.access.masking import MaskedPerson, hides_anything
from complaints.access.personal_data import carries, may_see_person
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import AccessLog, Complainant, Complaint, Officer
from workflows.calendar import SHANGHAI
from workflows.language import Text

REASONS = {
    "call": Text("给投诉人打电话", "To call the citizen"),
    "letter": Text("写信、送达文书", "To write to the citizen or deliver a document"),
    "identity": Text("核对身份", "To compare who they are"),
    "other": Text("其他（请写明）", "Another reason (say which)"),
}
OF_THE_PROGRAM = {  # what an officer opens that shows it whole
    "correct": Text("更正登记", "To correct what is written down"),
    "case_file": Text("调取卷宗", "To take out the case file"),  # said by an earlier program version
}
FIELDS = ("phone", "address", "email", "agent", "representatives")
NO_REASON = Text("请选择理由。", "Choose a reason.")
NO_WORDS = Text("请写明理由。", "Say the reason.")
SAYS_WHY = 200
Shown = Complainant | MaskedPerson


def masks_pages() -> bool:
    return bool(current_app.config["SHOUWEN"].mask != "off")


def person_on_page(complaint: Complaint, officer: Officer, at: datetime) -> Shown | None:
    """None where the officer may not know the person."""
    if not may_see_person(complaint, officer):
        return None
    person = complaint.complainant
    return MaskedPerson(person) if masks_pages() and is_masked(complaint, officer, at) else person


def person_by_api(complaint: Complaint, officer: Officer, at: datetime) -> Shown | None:
    """As on a page, save that those who carry the complaint have a program of their own before them."""
    if not may_see_person(complaint, officer):
        return None
    by_api = current_app.config["SHOUWEN"].mask == "all" and not carries(complaint, officer)
    person = complaint.complainant
    return MaskedPerson(person) if by_api and is_masked(complaint, officer, at) else person


def is_masked(complaint: Complaint, officer: Officer, at: datetime) -> bool:
    """Not for the officer who typed it, nor after asking, for the rest of that day."""
    if complaint.complainant is None or not hides_anything(complaint.complainant):
        return False
    morning = datetime.combine(at.astimezone(SHANGHAI).date(), time(), SHANGHAI)
    if complaint.received_by_id == officer.id and complaint.received_at >= morning:
        return False
    asked = sa.exists().where(
        AccessLog.complaint_id == complaint.id,
        AccessLog.officer_id == officer.id,
        AccessLog.reason.is_not(None),
        AccessLog.at >= morning,
    )
    return not db.session.scalar(sa.select(asked))


@dataclass(frozen=True)
class Why:
    reason: str
    words: str = ""


def reveal(complaint: Complaint, officer: Officer, why: Why, at: datetime) -> None:
    """In a transaction of its own. Raises NotFound for those who may not know the person, BadInput without a reason."""
    if not may_see_person(complaint, officer):
        raise NotFound
    if why.reason not in REASONS:
        raise BadInput({"reason": NO_REASON})
    if why.reason == "other" and not why.words:
        raise BadInput({"words": NO_WORDS})
    _write(complaint, officer, why, at)


def reveal_for(complaint: Complaint, officer: Officer, reason: str, at: datetime) -> None:
    """What an officer opens that has to show it whole is a row too, where anything is masked."""
    if masks_pages() and may_see_person(complaint, officer) and is_masked(complaint, officer, at):
        _write(complaint, officer, Why(reason), at)


def _write(complaint: Complaint, officer: Officer, why: Why, at: datetime) -> None:
    shown = [name for name in FIELDS if getattr(complaint.complainant, name)]
    row = {"complaint_id": complaint.id, "officer_id": officer.id, "at": at}
    what = f"reveal {why.reason}: {', '.join(shown)}"
    with transaction() as session:
        session.add(AccessLog(**row, what=what, reason=why.reason, words=why.words or None))
