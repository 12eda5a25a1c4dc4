"""What others are asked to do beside those who have the work: each part a row, each step of it another, with its promise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import attributes

from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Consultation, Deadline, Officer, Unit
from complaints.models.consultation import ASKED, COUNTED
from complaints.models.owed_by_others import OF_THOSE_ASKED
from complaints.rulebooks import store
from workflows.language import Act

End = tuple[str, str | None]  # the step, and its words


def ask(complaint: Complaint, act: Act, words: str, *, assist: bool = False) -> Consultation:
    number = complaint.cycles.get(COUNTED, 0) + 1
    complaint.cycles = {**complaint.cycles, COUNTED: number}
    part = Consultation(number=number, step=ASKED, words=words, is_assist=assist)
    _write(complaint, act, part, (act.words["unit"], act.words.get("officer")))
    complaint.consulting = True
    return part


def note_step(complaint: Complaint, act: Act, part: Consultation, step: str) -> None:
    """A step of an officer that ends nothing."""
    row = Consultation(number=part.number, step=step, is_assist=part.is_assist)
    officer = act.by if isinstance(act.by, Officer) else None
    _write(complaint, act, row, (part.unit, officer))


def end(complaint: Complaint, act: Act, numbers: Iterable[int], how: End) -> list[Consultation]:
    """Returns the rows that asked."""
    wanted, (step, words) = set(numbers), how
    ended = [one for one in complaint.open_parts if one.number in wanted]
    for one in ended:
        row = Consultation(number=one.number, step=step, words=words or None, is_assist=one.is_assist)
        _write(complaint, act, row, (one.unit, one.officer))
    complaint.consulting = bool(complaint.open_parts)
    return ended


def _write(complaint: Complaint, act: Act, row: Consultation, whom: tuple[Unit, Officer | None]) -> None:
    unit, officer = whom
    row.complaint_id, row.by_id, row.at = complaint.id, act.by.id, act.at
    row.unit_id, row.officer_id = unit.id, officer.id if officer else None
    # Known before it is written.
    attributes.set_committed_value(row, "unit", db.session.get_one(Unit, unit.id))
    named = db.session.get_one(Officer, officer.id) if officer else None
    attributes.set_committed_value(row, "officer", named)
    known = complaint.consultations
    db.session.add(row)
    known.append(row)


def promise(complaint: Complaint, act: Act, commitment: str, part: Consultation) -> None:
    """Owed by the unit asked, in the figures too."""
    book = store.book(complaint.rulebook_version)
    limit = book.promise(complaint.category, commitment, complaint.urgency)
    due = current_calendar.calendar().due(act.at, limit.limit)
    row = deadlines.start(complaint, book.commitments[commitment], act.at, (str(limit.limit), limit, due))
    row.part_number, row.unit_id = part.number, part.unit_id


def meet(complaint: Complaint, act: Act, parts: Iterable[Consultation]) -> None:
    for row in _promises(complaint, parts):
        deadline_clock.meet(row, act.at, complaint.seq)


def void(complaint: Complaint, act: Act, parts: Iterable[Consultation]) -> None:
    deadlines.void_all(_promises(complaint, parts), act.at)


def _promises(complaint: Complaint, parts: Iterable[Consultation]) -> list[Deadline]:
    numbers = {one.number for one in parts}
    running: Any = (row for row in complaint.running if row.commitment in OF_THOSE_ASKED and row.is_running)
    return [row for row in running if row.part_number in numbers]
