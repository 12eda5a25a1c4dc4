"""At which unit a promise counts: the one that had the work when it was broken or met, for ever, wherever the work goes next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import inspect

from complaints.commitments.deadline_clock import note_breach
from complaints.models import Complaint, Deadline
from complaints.rulebooks import store

OFFERED = "offered"
_HAD = "units that had the work and the offer before the step being made"
Units = tuple[int, int | None]


def note_holders(complaint: Complaint, at: datetime) -> None:
    """Before a step changes hands: what was broken by then was broken in these."""
    had = complaint.unit_id, complaint.offered_unit_id
    inspect(complaint).info[_HAD] = had
    for row in complaint.running:
        note_breach(row, at)
        if row.breached_at is not None and row.unit_id is None:
            row.unit_id = _unit_of(complaint, row, had)


def note_met(complaint: Complaint) -> None:
    """After a step: what it met was met by those who had it before."""
    had: Units = inspect(complaint).info.pop(_HAD, (complaint.unit_id, complaint.offered_unit_id))
    for row in complaint.running:
        if row.met_at is not None and row.unit_id is None:
            row.unit_id = _unit_of(complaint, row, had)


def forget(deadline: Deadline) -> None:
    """It was met, and runs again. What is broken stays where it was."""
    if deadline.breached_at is None:
        deadline.unit_id = None


def _unit_of(complaint: Complaint, row: Deadline, had: Units) -> int:
    commitments = store.book(complaint.rulebook_version).commitments
    unit_id, offered_id = had
    return (offered_id or unit_id) if commitments[row.commitment].owed_by == OFFERED else unit_id
