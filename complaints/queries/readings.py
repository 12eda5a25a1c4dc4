"""The access log and the steps of a complaint, as auditors read them: never who a citizen is. Each look at steps is a row.
What an auditor is kept out of, another one reads: to this one it is not there, as to any officer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.access.visibility import not_about
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import AccessLog, AuditNote, Complaint, Event, Officer
from schemas.addresses import account_of

ON_A_PAGE = 40
ABOUT_COMPLAINTS = ("set aside complaint retried",)  # the notes whose detail bears a `number`
READING, CHANGE = "reading", "change"  # whose rows are numbered apart for those who read them


def list_readings(auditor: Officer, before: int | None, username: str = "", number: str = "") -> list[Any]:
    """The newest first, one more than a page shows."""
    query = (
        sa.select(
            AccessLog.id,
            AccessLog.at,
            AccessLog.what,
            AccessLog.reason,
            AccessLog.words,
            Officer.username,
            Officer.name_zh,
            Officer.name_en,
            Complaint.tracking_number,
        )
        .join(Officer, Officer.id == AccessLog.officer_id)
        .join(Complaint, Complaint.id == AccessLog.complaint_id)
        .order_by(AccessLog.id.desc())
    )
    wanted = [not_about(auditor), *([AccessLog.id < before] if before is not None else [])]
    wanted += [Officer.username == account_of(username)] if username else []
    wanted += [Complaint.tracking_number == digits_of(number)] if number else []
    return list(db.session.execute(query.where(*wanted).limit(ON_A_PAGE + 1)))


def list_changes(auditor: Officer, before: int | None) -> list[AuditNote]:
    """The same for changes outside any complaint."""
    found: list[AuditNote] = []
    while len(found) <= ON_A_PAGE:
        notes = _changes(before)
        found += [note for note in notes if not _is_about_hidden(note, auditor)]
        if len(notes) <= ON_A_PAGE:
            break
        before = notes[-1].id
    return found[: ON_A_PAGE + 1]


def _changes(before: int | None) -> list[AuditNote]:
    query = sa.select(AuditNote).order_by(AuditNote.id.desc()).limit(ON_A_PAGE + 1)
    return list(db.session.scalars(query.filter(AuditNote.id < before) if before is not None else query))


def _is_about_hidden(note: AuditNote, auditor: Officer) -> bool:
    """Whether a note bears the number of a complaint that the auditor is kept out of. What it tells is sealed, so that no
    query can ask."""
    if note.what not in ABOUT_COMPLAINTS:
        return False
    query = sa.select(Complaint.id).filter(
        Complaint.tracking_number == note.detail.get("number"), sa.not_(not_about(auditor))
    )
    return db.session.execute(query).first() is not None


def read_steps(number: str, auditor: Officer, at: datetime) -> tuple[Complaint, list[Event]]:
    """The first to the last. Raises NotFound."""
    auditor_id = auditor.id
    query = sa.select(Complaint.id).filter_by(tracking_number=digits_of(number)).filter(not_about(auditor))
    complaint_id = db.session.execute(query).scalar_one_or_none()
    if complaint_id is None:
        raise NotFound
    with transaction() as session:
        session.add(AccessLog(complaint_id=complaint_id, officer_id=auditor_id, at=at, what="audit"))
    steps = sa.select(Event).filter_by(complaint_id=complaint_id).order_by(Event.seq)
    return db.session.get_one(Complaint, complaint_id), list(db.session.scalars(steps))
