"""The access log and the steps of a complaint, as auditors read them: never who a citizen is. Each look at steps is a row."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.models import AccessLog, AuditNote, Complaint, Event, Officer

ON_A_PAGE = 40


def list_readings(before: int | None, username: str = "", number: str = "") -> list[Any]:
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
    wanted = [AccessLog.id < before] if before is not None else []
    wanted += [Officer.username == username] if username else []
    wanted += [Complaint.tracking_number == digits_of(number)] if number else []
    return list(db.session.execute(query.where(*wanted).limit(ON_A_PAGE + 1)))


def list_changes(before: int | None) -> list[AuditNote]:
    """The same for changes outside any complaint."""
    query = sa.select(AuditNote).order_by(AuditNote.id.desc()).limit(ON_A_PAGE + 1)
    return list(db.session.scalars(query.filter(AuditNote.id < before) if before is not None else query))


def read_steps(number: str, auditor: Officer, at: datetime) -> tuple[Complaint, list[Event]]:
    """The first to the last. Raises NotFound."""
    auditor_id = auditor.id
    query = sa.select(Complaint.id).filter_by(tracking_number=digits_of(number))
    complaint_id = db.session.execute(query).scalar_one_or_none()
    if complaint_id is None:
        raise NotFound
    with transaction() as session:
        session.add(AccessLog(complaint_id=complaint_id, officer_id=auditor_id, at=at, what="audit"))
    steps = sa.select(Event).filter_by(complaint_id=complaint_id).order_by(Event.seq)
    return db.session.get_one(Complaint, complaint_id), list(db.session.scalars(steps))
