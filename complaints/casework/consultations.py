"""What a complaint asked of others, as its page and the API show it: each with its promise, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.models import Complaint, Consultation, Deadline, Unit
from complaints.models.consultation import ANSWERED, ASKED, COUNTED, GOING_ON, TAKEN
from complaints.models.owed_by_others import OF_THOSE_ASKED


@dataclass(frozen=True, slots=True)
class Put:
    """`taken` is the newest step of those who help; `end` is the answer, a refusal, a withdrawal, or the end of the work;
    None while it waits."""

    asked: Consultation
    taken: Consultation | None
    end: Consultation | None
    promise: Deadline | None

    @property
    def step(self) -> str:
        return (self.end or self.taken or self.asked).step


def list_consultations(complaint: Complaint) -> list[Put]:
    """Opinions asked for, the oldest first."""
    return [one for one in _list(complaint) if not one.asked.is_assist]


def list_assists(complaint: Complaint) -> list[Put]:
    return [one for one in _list(complaint) if one.asked.is_assist]


def _list(complaint: Complaint) -> list[Put]:
    """Most complaints asked no one."""
    if COUNTED not in complaint.cycles:
        return []
    ends = {row.number: row for row in complaint.consultations if row.step not in GOING_ON}
    taken = {row.number: row for row in complaint.consultations if row.step == TAKEN}
    promises = {row.part_number: row for row in complaint.deadlines if row.commitment in OF_THOSE_ASKED}
    return [
        Put(row, taken.get(row.number), ends.get(row.number), promises.get(row.number))
        for row in complaint.consultations
        if row.step == ASKED
    ]


def put_to(questions: Sequence[tuple[Complaint, Consultation]]) -> list[tuple[Complaint, Put]]:
    """The same for questions of several complaints."""
    return [
        (complaint, one)
        for complaint, row in questions
        for one in _list(complaint)
        if one.asked.number == row.number
    ]


def list_helping_units(complaint: Complaint) -> list[Unit]:
    """Those that took a task, and have it or answered it: none that returned it or was let go."""
    helping = (one for one in list_assists(complaint) if one.taken and one.step in (TAKEN, ANSWERED))
    return list({one.asked.unit_id: one.asked.unit for one in helping}.values())
