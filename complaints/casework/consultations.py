"""The questions of a complaint as its page and the API show them: each with its promise, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from complaints.models import Complaint, Consultation, Deadline
from complaints.models.consultation import ASKED, GOING_ON


@dataclass(frozen=True, slots=True)
class Put:
    """`end` is the opinion, a refusal, a withdrawal, or the end of the work; None while it waits."""

    asked: Consultation
    end: Consultation | None
    promise: Deadline | None


def list_consultations(complaint: Complaint) -> list[Put]:
    """The oldest first. Most complaints asked no one."""
    if "consultations" not in complaint.cycles:
        return []
    ends = {row.number: row for row in complaint.consultations if row.step not in GOING_ON}
    promises = {row.part_number: row for row in complaint.deadlines if row.commitment == "consultation"}
    return [
        Put(row, ends.get(row.number), promises.get(row.number))
        for row in complaint.consultations
        if row.step == ASKED
    ]


def put_to(questions: Sequence[tuple[Complaint, Consultation]]) -> list[tuple[Complaint, Put]]:
    """The same for questions of several complaints."""
    return [
        (complaint, one)
        for complaint, row in questions
        for one in list_consultations(complaint)
        if one.asked.number == row.number
    ]
