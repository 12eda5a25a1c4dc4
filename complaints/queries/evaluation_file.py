"""A drawn case as an evaluator reads it: what was done and when, and never a person. Nothing typed by a person is shown, because
no program removes names from free text for certain: subject, narrative, findings, reply and notes are left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, EvaluationCase, Event, Unit
from complaints.models.owed_by_others import NOT_OF_THE_HOUSE
from complaints.rulebooks import store
from workflows.calendar import SHANGHAI
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class StepShown:
    day: int  # the first is 1
    label: Text


@dataclass(frozen=True, slots=True)
class PromiseShown:
    label: Text
    limit: str
    was_kept: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    category: Text
    channel: Text
    urgency: Text
    unit: Text
    outcome: Text | None
    rounds: int
    steps: list[StepShown]
    promises: list[PromiseShown]


def case_file(case: EvaluationCase) -> CaseFile:
    complaint = db.session.get_one(Complaint, case.complaint_id)
    book, codes = store.book(complaint.rulebook_version), store.book(complaint.rulebook_version).codes
    outcome = codes["outcomes"].get(complaint.outcome or "")
    return CaseFile(
        category=book.categories[complaint.category].label,
        channel=codes["channels"].get(complaint.channel, Text(complaint.channel, complaint.channel)),
        urgency=codes["urgencies"].get(complaint.urgency, Text(complaint.urgency, complaint.urgency)),
        unit=db.session.get_one(Unit, complaint.unit_id).name,
        outcome=outcome,
        rounds=complaint.round,
        steps=_steps(complaint),
        promises=_promises(complaint),
    )


def _steps(complaint: Complaint) -> list[StepShown]:
    moves = store.book(complaint.rulebook_version).moves
    query = sa.select(Event.move, Event.at).filter_by(complaint_id=complaint.id).order_by(Event.seq)
    rows = [row for row in db.session.execute(query) if row.move in moves]
    return [StepShown(_day(complaint.received_at, row.at), moves[row.move].label) for row in rows]


def _promises(complaint: Complaint) -> list[PromiseShown]:
    commitments = store.book(complaint.rulebook_version).commitments
    query = sa.select(Deadline).filter_by(complaint_id=complaint.id).order_by(Deadline.id)
    return [
        PromiseShown(
            commitments[row.commitment].label,
            row.limit,
            row.breached_at is None and (row.met_at is None or row.met_at <= row.due_at),
        )
        for row in db.session.scalars(query)
        if row.commitment in commitments and row.commitment not in NOT_OF_THE_HOUSE and row.void_at is None
    ]


def _day(first: datetime, at: datetime) -> int:
    return (at.astimezone(SHANGHAI).date() - first.astimezone(SHANGHAI).date()).days + 1
