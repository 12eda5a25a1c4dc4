"""Which officer read a restricted complaint, or who a citizen is (domain §7, conflict of interest 6)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.exc import DBAPIError

from complaints.access.personal_data import shows_person
from complaints.infrastructure.database import transaction
from complaints.models import AccessLog, Complaint, Officer

log = structlog.get_logger()


class Read(Protocol):
    """A complaint that was read, as a row or as a line of a list."""

    @property
    def id(self) -> int: ...

    @property
    def restricted(self) -> bool: ...


def note_reading(complaints: Iterable[Read], officer: Officer, at: datetime, what: str) -> None:
    """Write down the reading of those that are restricted, in a transaction of its own: read what you need before."""
    ids = [complaint.id for complaint in complaints if complaint.restricted]
    if ids:
        with transaction() as session:
            session.add_all(
                AccessLog(complaint_id=one, officer_id=officer.id, at=at, what=what) for one in ids
            )


def note_opening(complaint: Complaint, officer: Officer, at: datetime, what: str) -> None:
    """The same for one complaint read whole: also where its page shows a name or a way to reach the citizen. While the
    database takes no rows, an ordinary complaint can still be read; the log of the program says so then."""
    complaint_id, officer_id = complaint.id, officer.id
    if complaint.restricted:
        _write(complaint_id, officer_id, at, what)
    elif shows_person(complaint, officer):
        try:
            _write(complaint_id, officer_id, at, what)
        except DBAPIError as error:
            log.error(
                "reading not written",
                complaint=complaint_id,
                officer=officer_id,
                what=what,
                error=type(error).__name__,
            )


def note_code(complaint_id: int, officer_id: int, at: datetime) -> None:
    """Write down that a receipt with the query code was open in front of an officer, who may print it."""
    _write(complaint_id, officer_id, at, "receipt with query code")


def _write(complaint_id: int, officer_id: int, at: datetime, what: str) -> None:
    with transaction() as session:
        session.add(AccessLog(complaint_id=complaint_id, officer_id=officer_id, at=at, what=what))
