"""The sweep in a simulated city: at every full hour at which something is due, and what people do about it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation
from complaints.queries.backlog import first_rung
from complaints.simulation.actors import PROMPT
from complaints.simulation.city import HOUR, City, full_hour, look_at, when
from workflows.calendar import SHANGHAI

WAKES_UP = 0.65  # how likely somebody who was urged gets to work


def sweep_until(city: City, at: datetime) -> None:
    """Sweep at each full hour up to `at` at which a rung is due. Between two of them a sweep would find nothing."""
    last = full_hour(at)
    while last > city.swept_at:
        hour = _next_hour_with_work(city)
        if hour is None or hour > last:
            city.swept_at = last
            return
        sweep_now(city, hour)


def _next_hour_with_work(city: City) -> datetime | None:
    due = first_rung()
    if due is None:
        return None
    hour = full_hour(due.astimezone(SHANGHAI))
    return max(hour if hour == due else hour + HOUR, city.swept_at + HOUR)


def sweep_now(city: City, at: datetime) -> None:
    tally = sweep(at)
    city.swept_at, city.now = max(city.swept_at, full_hour(at)), at
    if tally.failed:
        city.faults += [f"the sweep of {at:%F %H:%M} failed: {why}" for why in _failures()]
    _hear_of_climbs(city)


def _failures() -> list[str]:
    return list(db.session.scalars(select(Complaint.failure).filter(Complaint.failure.is_not(None))))


def _hear_of_climbs(city: City) -> None:
    query = select(Escalation).filter(Escalation.id > city.newest_escalation).order_by(Escalation.id)
    for climb in db.session.scalars(query).all():
        city.newest_escalation = climb.id
        if climb.complaint_id in city.scripted:
            continue
        if climb.reviewer_id is not None:
            city.plan(when(city, city.cast.officers[climb.reviewer_id]), "review", climb.id)
        if not climb.reminder and city.chance(WAKES_UP):
            _wake(city, climb)


def _wake(city: City, climb: Escalation) -> None:
    """Whoever was urged looks sooner than they would have; where nobody was going to, somebody does now."""
    complaint = db.session.get_one(Complaint, climb.complaint_id)
    soon = when(city, complaint.answerable, PROMPT)
    if complaint.ended_at is None and soon < city.looks.get(complaint.id, soon + HOUR):
        look_at(city, complaint.id, soon)
