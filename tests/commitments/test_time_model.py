"""After every step of a random history, due time and breach are what the events alone say, by a model of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from complaints.casework import closures
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound
from complaints.models import Closure, Complaint, Deadline, Event
from tests.commitments.time_model import CST, replayed
from tests.house import House
from tests.support.stories import ANSWER, EC
from workflows.errors import Refused

LIMITS = {"ATTITUDE": (5, "wd"), "FEE": (10, "wd"), "PETITION": (60, "cd")}
FIRST, LAST = datetime(2026, 9, 14, 9, tzinfo=CST), datetime(2026, 12, 1, tzinfo=CST)
Step = tuple[str, str, dict[str, object]]
SUSPENSION = {"reason": "hearing", "evidence": "听证通知书"}


def steps(chance: random.Random) -> Iterator[list[Step]]:
    """What happens at one moment after another; what the rules refuse then does not happen."""
    yield [("window", "accept", {}), ("window", "assign", {"unit": EC}), ("handler", "sign_for", {})]
    for _ in range(chance.randint(3, 9)):
        yield chance.choice(
            [
                [(chance.choice(["handler", "supervisor"]), "ask_supplement", {"items": ["收据"]})],
                [("citizen", "supplement", {"note": "补上了"})],
                [("handler", "suspend", SUSPENSION), ("leader", "confirm_suspension", {})],
                [("handler", "resume", {})],
                [
                    ("handler", "request_extension", {"days": 3, "reason": "复杂", "basis": "规定"}),
                    ("leader", "grant_extension", {}),
                ],
                [("admin", "close", {})],
                [],
            ]
        )
    yield [("handler", "answer", ANSWER)]


def later(chance: random.Random, at: datetime) -> datetime:
    """Seconds are left out; nights, days off and the very edges of office hours are not."""
    at += timedelta(minutes=chance.choice([1, 45, 300, 900, 1440, 4000, 9000]) + chance.randint(0, 59))
    edge = chance.choice([None, None, (8, 30), (12, 0), (14, 30), (17, 30), (20, 0)])
    edged = at.replace(hour=edge[0], minute=edge[1]) if edge else at
    return max(at, edged)


def make(house: House, number: str, step: Step, at: datetime) -> None:
    by, move, words = step
    with suppress(Refused, NotFound):
        house.does(by, number, move, f"{at:%Y-%m-%dT%H:%M}", **words)


def close(chance: random.Random, at: datetime) -> None:
    first = at.date() + timedelta(days=chance.randint(0, 12))
    with transaction():
        editing.set_days(
            first, first + timedelta(days=chance.randint(0, 2)), False, editing.Why(at, "台风停工")
        )
    closures.settle(2026, at)


def agree(house: House, number: str, category: str, told: str) -> None:
    db.session.rollback()
    complaint = db.session.scalars(select(Complaint).filter_by(tracking_number=number)).one()
    events = db.session.scalars(select(Event).filter_by(complaint_id=complaint.id).order_by(Event.seq)).all()
    query = select(Deadline).filter_by(complaint_id=complaint.id, commitment="handling")
    model = replayed(events, db.session.scalars(select(Closure)).all(), LIMITS[category])
    row = db.session.scalars(query).one()
    moves = [f"{event.move} {event.at.astimezone(CST):%m-%d %H:%M}" for event in events]
    assert abs(row.due_at - model.due) < timedelta(minutes=1), (
        told,
        row.due_at.astimezone(CST),
        model.due,
        moves,
    )
    if model.met_at is not None:
        assert row.met_at == model.met_at, (told, moves)
        assert (row.breached_at is None) == (model.breached_at is None), (
            told,
            row.breached_at,
            model.due,
            moves,
        )


@pytest.mark.parametrize("seed", range(24))
def test_due_times_and_breaches_agree_with_the_ledger(house: House, seed: int) -> None:
    chance = random.Random(seed)
    category, at = chance.choice(list(LIMITS)), FIRST + timedelta(days=chance.randint(0, 20))
    number = house.logs(f"{at:%Y-%m-%dT%H:%M}", category=category)
    for together in steps(chance):
        at = later(chance, at)
        if at > LAST:
            break
        for step in together:
            if step[1] == "close":
                close(chance, at)
            else:
                make(house, number, step, at)
        agree(house, number, category, f"seed {seed} at {at:%m-%d %H:%M}")
