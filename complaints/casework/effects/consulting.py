"""Effects of asking others for their opinion: a question is a row, its end another, and its promise is that of those asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import attributes

from complaints.casework import attachments
from complaints.casework.effects.requests import Detail
from complaints.commitments import deadline_clock, deadlines
from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import db
from complaints.models import Complaint, Consultation, Deadline, Officer, Unit
from complaints.models.consultation import ANSWERED, ASKED, DECLINED, ENDED, WITHDRAWN
from complaints.rulebooks import store
from workflows.guards.consulting import moot_questions
from workflows.language import SYSTEM, Act, Milestone

COMMITMENT, ENDING = "consultation", "end_consultations"
CONSULTATIONS = "consultations"  # in the detail of an event: the numbers of those it is about
OVER, KEPT_OUT = "over", "kept_out"


def open_consultation(complaint: Complaint, act: Act) -> Detail:
    number = complaint.cycles.get(CONSULTATIONS, 0) + 1
    complaint.cycles = {**complaint.cycles, CONSULTATIONS: number}
    question = Consultation(number=number, step=ASKED, words=act.words["question"])
    _write(complaint, act, question, (act.words["unit"], act.words.get("officer")))
    complaint.consulting = True
    _promise(complaint, act, question)
    return {CONSULTATIONS: [number]}


def _promise(complaint: Complaint, act: Act, question: Consultation) -> None:
    book = store.book(complaint.rulebook_version)
    promise = book.promise(complaint.category, COMMITMENT, complaint.urgency)
    due = current_calendar.calendar().due(act.at, promise.limit)
    row = deadlines.start(complaint, book.commitments[COMMITMENT], act.at, (str(promise.limit), promise, due))
    row.part_number, row.unit_id = question.number, question.unit_id


def answer_consultation(complaint: Complaint, act: Act) -> Detail:
    [question] = _end(complaint, act, [act.words["of"]], (ANSWERED, act.words["opinion"]))
    for row in _promises(complaint, [question]):
        deadline_clock.meet(row, act.at, complaint.seq)
    files = {"files": attachments.keep(complaint, act)} if act.words.get("files") else {}
    return {CONSULTATIONS: [question.number], **files}


def withdraw_consultation(complaint: Complaint, act: Act) -> Detail:
    return _end_unanswered(complaint, act, WITHDRAWN)


def decline_consultation(complaint: Complaint, act: Act) -> Detail:
    """By those asked: the promise ends with it, neither kept nor broken."""
    return _end_unanswered(complaint, act, DECLINED)


def _end_unanswered(complaint: Complaint, act: Act, step: str) -> Detail:
    ended = _end(complaint, act, [act.words["of"]], (step, act.words.get("reason")))
    deadlines.void_all(_promises(complaint, ended), act.at)
    return {CONSULTATIONS: [act.words["of"]]}


def end_consultations(complaint: Complaint, act: Act) -> Detail:
    ended = _end(complaint, act, act.words[CONSULTATIONS], (ENDED, None))
    deadlines.void_all(_promises(complaint, ended), act.at)
    return {CONSULTATIONS: [one.number for one in ended], "why": act.words["why"]}


def following(complaint: Complaint, act: Act) -> Iterator[Act]:
    """The step that ends the questions that are moot after this act."""
    moot = moot_questions(complaint) if complaint.consulting and act.move != ENDING else []
    if moot:
        why = KEPT_OUT if complaint.milestone == Milestone.IN_WORK else OVER
        words = {CONSULTATIONS: [one.number for one in moot], "why": why}
        yield Act(ENDING, SYSTEM, act.at, words)


def _end(
    complaint: Complaint, act: Act, numbers: list[int], end: tuple[str, str | None]
) -> list[Consultation]:
    """`end`: the step, and its words."""
    step, words = end
    ended = [one for one in complaint.open_consultations if one.number in numbers]
    for one in ended:
        row = Consultation(number=one.number, step=step, words=words or None)
        _write(complaint, act, row, (one.unit, one.officer))
    complaint.consulting = bool(complaint.open_consultations)
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


def _promises(complaint: Complaint, questions: list[Consultation]) -> list[Deadline]:
    numbers = {one.number for one in questions}
    own: Any = (row for row in complaint.running if row.commitment == COMMITMENT and row.is_running)
    return [row for row in own if row.part_number in numbers]
