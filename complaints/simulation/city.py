"""A city in time: an agenda of who looks at what next, and a clock that only ever moves to the next entry."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation
from complaints.queries.backlog import first_rung
from complaints.simulation import actors
from complaints.simulation.decisions import next_turn
from complaints.simulation.situations import Desk, situation
from workflows.calendar import SHANGHAI, Calendar

HOUR = timedelta(hours=1)
WAKES_UP = 0.65  # how likely an officer who was urged gets to work
CITIZENS_WAKE, CITIZENS_SLEEP = 8, 21  # hours of the day


@dataclass(order=True)
class Entry:
    """Something that will happen; `order` keeps entries of one moment in the order they were planned."""

    at: datetime
    order: int
    what: str = field(compare=False)
    key: Any = field(compare=False, default=None)


@dataclass
class City:
    """Everything that changes while the city lives."""

    rng: Random
    cast: actors.Cast
    now: datetime
    calendar: Calendar
    swept_at: datetime
    agenda: list[Entry] = field(default_factory=list)
    order: Any = field(default_factory=count)
    looks: dict[int, datetime] = field(default_factory=dict)  # complaint → when its next look is
    numbers: list[int] = field(default_factory=list)  # the complaints that came in, by id
    scripted: set[int] = field(default_factory=set)  # whose acts are written down beforehand
    rulebook: str | None = None  # whose categories come in; None: of every rulebook in use
    newest_escalation: int = 0
    acts: int = 0
    seen_refusals: Counter[str] = field(default_factory=Counter)
    stuck: Counter[str] = field(default_factory=Counter)  # situations in which no one could act
    faults: list[str] = field(default_factory=list)

    def plan(self, at: datetime, what: str, key: Any = None) -> None:
        heapq.heappush(self.agenda, Entry(at, next(self.order), what, key))

    def chance(self, of: float) -> bool:
        return self.rng.random() < of

    def desk(self, complaint: Complaint) -> Desk:
        return Desk(complaint, self.now, self.rng, self.cast)


def new_city(seed: int, starts: datetime, tempers: dict[str, actors.Temper] | None = None) -> City:
    starts = starts.astimezone(SHANGHAI)
    return City(
        Random(seed), actors.Cast(seed, tempers), starts, current_calendar.calendar(), full_hour(starts)
    )


def full_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def live(city: City, until: datetime, deeds: dict[str, Callable[[City, Any], None]]) -> None:
    """Do what the agenda says until that moment, the sweep coming by every hour."""
    while city.agenda and city.agenda[0].at <= until:
        entry = heapq.heappop(city.agenda)
        sweep_until(city, entry.at)
        city.now = entry.at
        deeds[entry.what](city, entry.key)
    sweep_until(city, until)
    city.now = until


def look_later(city: City, complaint: Complaint) -> None:
    """Plan when the next person looks at this complaint, by their temper."""
    if complaint.id in city.scripted:
        return
    turn = next_turn(city.desk(complaint))
    if turn is None:
        city.looks.pop(complaint.id, None)
        if complaint.ended_at is None:
            city.stuck[situation(complaint)] += 1
    elif turn.move is None:
        city.looks.pop(complaint.id, None)  # this citizen does not rate; the rating period will end by itself
    else:
        look_at(city, complaint.id, when(city, turn.actor))


def look_at(city: City, complaint_id: int, at: datetime) -> None:
    city.looks[complaint_id] = at
    city.plan(at, "look", complaint_id)


def when(city: City, actor: Any, temper: actors.Temper | None = None) -> datetime:
    """Officers act in office hours; citizens when they are awake."""
    wait = actors.wait_of(temper or city.cast.temper(actor), city.rng)
    if actor.kind == "officer":
        return city.calendar.add_working_seconds(city.now, wait)
    at = city.now + timedelta(seconds=wait)
    if CITIZENS_WAKE <= at.hour < CITIZENS_SLEEP:
        return at
    return (at + timedelta(hours=12)).replace(hour=city.rng.randrange(CITIZENS_WAKE, CITIZENS_SLEEP))


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
    """An officer who was urged looks sooner than planned, or at all."""
    complaint = db.session.get_one(Complaint, climb.complaint_id)
    soon = when(city, complaint.answerable, actors.PROMPT)
    if complaint.ended_at is None and soon < city.looks.get(complaint.id, soon + HOUR):
        look_at(city, complaint.id, soon)
