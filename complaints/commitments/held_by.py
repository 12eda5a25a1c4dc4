"""At which unit a promise counts: the one that had the work when it was broken or met, for ever, wherever the work goes next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import inspect

from complaints.commitments.deadline_clock import note_breach
from complaints.models import Complaint, Deadline
from complaints.models.owed_by_others import OF_THE_SENDER
from complaints.rulebooks import store

OFFERED = "offered"
_HAD = "units that had the work, the offer and the intake before the step being made"
Units = tuple[int, int | None, int]


def note_holders(complaint: Complaint, at: datetime) -> None:
    """Before a step changes hands: what was broken by then was broken in these."""
    had = _units_now(complaint)
    inspect(complaint).info[_HAD] = had
    for row in complaint.running:
        note_breach(row, at)
        if row.breached_at is not None and row.unit_id is None:
            row.unit_id = _unit_of(complaint, row, had)


def note_met(complaint: Complaint) -> None:
    """After a step: what it met was met by those who had it before."""
    had: Units = inspect(complaint).info.pop(_HAD, None) or _units_now(complaint)
    for row in complaint.running:
        if row.met_at is not None and row.unit_id is None:
            row.unit_id = _unit_of(complaint, row, had)


def forget(deadline: Deadline) -> None:
    """It was met, and runs again. What is broken stays where it was."""
    if deadline.breached_at is None:
        deadline.unit_id = None


def _units_now(complaint: Complaint) -> Units:
    return complaint.unit_id, complaint.offered_unit_id, complaint.intake_unit_id


def _unit_of(complaint: Complaint, row: Deadline, had: Units) -> int:
    commitments = store.book(complaint.rulebook_version).commitments
    unit_id, offered_id, intake_id = had
    if row.commitment in OF_THE_SENDER:
        return intake_id
    return (offered_id or unit_id) if commitments[row.commitment].owed_by == OFFERED else unit_id
