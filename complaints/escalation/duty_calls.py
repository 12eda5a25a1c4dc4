"""Urgent while offices are closed: the officer on duty is called again until one of those called acts, and the longer it
takes, the more people are called. Each call is an event; how often, says SHOUWEN_DUTY_CALL_MINUTES."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
import structlog
from flask import current_app

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import told_of
from complaints.models import Complaint, Deadline, Event
from complaints.models.deadline import RUNS
from complaints.notifications import notices
from workflows.language import SYSTEM, Act

COMMITMENT, MOVE = "duty_answer", "call_duty"
# From which call on who is called: the first two go to the officer on duty and the answerable one.
CALLED = {1: ("on_duty", "answerable"), 3: ("next_on_duty",), 4: ("intake_supervisor",), 6: ("supervisor",)}


@dataclass
class Tally:
    called: int = 0


def call_duty(at: datetime) -> Tally:
    """Make every call that is due. Safe to run by any number of processes: the complaint is locked, its calls counted."""
    tally = Tally()
    query = sa.select(Deadline.complaint_id).where(sa.text(RUNS), Deadline.commitment == COMMITMENT)
    with transaction():
        waiting = list(db.session.scalars(query))
    for complaint_id in waiting:
        try:
            with transaction():
                tally.called += _call(moves.take_by_id(complaint_id), at)
        except Exception as error:  # one complaint stops no other
            structlog.get_logger().error("duty not called", complaint=complaint_id, error=told_of(error))
    return tally


def _call(complaint: Complaint, at: datetime) -> bool:
    """One call at most, however long no scheduler ran."""
    duty = complaint.deadline(COMMITMENT)
    if duty is None:
        return False
    last, made = _calls_since(complaint, duty.started_at)
    between = timedelta(minutes=current_app.config["SHOUWEN"].duty_call_minutes)
    if last is not None and at < last + between:
        return False
    event = moves.perform(complaint, Act(MOVE, SYSTEM, at, {"call": made + 1}))
    tell = tuple(name for since, names in CALLED.items() if since <= made + 1 for name in names)
    notices.owe_calls(complaint, event, tell)
    return True


def _calls_since(complaint: Complaint, began: datetime) -> tuple[datetime | None, int]:
    query = sa.select(sa.func.max(Event.at), sa.func.count(Event.seq)).filter(
        Event.complaint_id == complaint.id, Event.move == MOVE, Event.at >= began
    )
    last, made = db.session.execute(query).one()
    return last, made
