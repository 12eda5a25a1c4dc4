"""Logging a complaint at the window and deciding on it in the same breath: one transaction, once, whatever is pressed twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from complaints.casework import competence, moves, query_codes
from complaints.infrastructure.database import db
from complaints.intake.complaint_form import intake_of, require_came_before
from complaints.intake.intake import receive
from complaints.intake.log_once import Asking, log_once
from complaints.models import Complaint, Officer
from workflows.language import Act


@dataclass(frozen=True)
class Breath:
    """`words` as `schemas.intake.ComplaintIn` gives them; `move` is what follows at once, empty for logging alone."""

    words: Mapping[str, Any]
    move: str = ""
    move_words: Mapping[str, Any] = field(default_factory=dict)


def log(request: Asking, breath: Breath, at: datetime) -> bool:
    """Log it, once: False when this very request came before, and then nothing happens.

    Raises BadInput, Refused (and then nothing was logged), or KeyReused for another complaint under the same key.
    """
    return not log_once(request, at, lambda: _log(request, breath, at)).is_repeated


def _log(request: Asking, breath: Breath, at: datetime) -> dict[str, str]:
    """What its receipt is made of."""
    officer = db.session.get_one(Officer, request.officer_id)
    require_came_before(breath.words, at)
    receipt = receive(intake_of(breath.words, at), Act("receive", officer, at))
    competent = ""
    if breath.move:
        act = Act(breath.move, officer, at, breath.move_words)
        event = moves.perform_as_written(receipt.complaint, act)
        competent = event.detail.get(competence.UNIT, "")
    theirs = query_codes.may_hand_out(receipt.complaint, officer, at)
    code = receipt.query_code if theirs else ""
    return {"number": receipt.complaint.tracking_number, "code": code, competence.UNIT: competent}


def logged(number: str) -> Complaint:
    """For the receipt: the officer who logged it may hand it out, even where they may not follow the complaint (restricted)."""
    return db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
