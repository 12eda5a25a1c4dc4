"""Logging a complaint at the window and deciding on it in the same breath: one transaction, once, whatever is pressed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints.casework import moves, query_codes
from complaints.infrastructure.database import db, transaction
from complaints.intake.complaint_form import intake_of
from complaints.intake.intake import receive
from complaints.intake.log_once import Repeatable, first_answer, keep_answer
from complaints.models import Complaint, IdempotencyKey, Officer
from workflows.language import Act


@dataclass(frozen=True)
class Breath:
    """`words` as `schemas.intake.ComplaintIn` gives them; `move` is what follows at once, empty for logging alone."""

    words: Mapping[str, Any]
    move: str = ""
    move_words: Mapping[str, Any] = field(default_factory=dict)


def log(request: Repeatable, breath: Breath, at: datetime) -> bool:
    """Log it, once: False when this very request came before, and then nothing happens.

    Raises BadInput, Refused (and then nothing was logged), or KeyReused for another complaint under the same key.
    """
    try:
        with transaction():
            if first_answer(request) is not None:
                return False
            keep_answer(request, _log(request, breath, at), at)
            return True
    except IntegrityError:
        if first_answer(request) is None:  # otherwise the other of two presses at once was faster
            raise
        return False


def _log(request: Repeatable, breath: Breath, at: datetime) -> dict[str, str]:
    """What its receipt is made of."""
    officer = db.session.get_one(Officer, request.officer_id)
    receipt = receive(intake_of(breath.words, at), Act("receive", officer, at))
    if breath.move:
        moves.perform_as_written(receipt.complaint, Act(breath.move, officer, at, breath.move_words))
    theirs = query_codes.may_hand_out(receipt.complaint, officer)
    return {"number": receipt.complaint.tracking_number, "code": receipt.query_code if theirs else ""}


def answer_under(officer: Officer, key: str) -> dict[str, Any] | None:
    """What an officer was answered under a key, to show the receipt again; None when nothing was asked under it."""
    row = db.session.get(IdempotencyKey, (officer.id, key))
    return first_answer(Repeatable(officer.id, key, row.request_sha256)) if row else None


def logged(number: str) -> Complaint:
    """For the receipt: whoever logged it may hand it out, even where they may not follow the complaint (restricted)."""
    return db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
