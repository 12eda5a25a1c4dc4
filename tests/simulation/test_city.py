"""A short stretch of a city's life, and the nine promises on it."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Event
from complaints.simulation.histories import histories
from complaints.simulation.report import figures
from complaints.simulation.run import Span, simulate
from tests.house import House, opened

Moves = list[tuple[str, str, str, str]]


def history() -> Moves:
    """Every step in order, without the tracking numbers: they are drawn afresh each time."""
    steps = [step for _, steps in histories(db.session()) for step in steps]
    return [(step.move, step.party, step.at.isoformat(), step.to_state) for step in steps]


@pytest.mark.slow
def test_twenty_days_of_a_city_hold_every_promise(house: House) -> None:
    outcome = simulate(Span(days=20, seed=11, per_day=3))

    moves = Counter(db.session.scalars(select(Event.move)))
    assert outcome.broken == []
    assert {"assign", "sign_for", "escalate", "review", "answer", "give_feedback", "rate"} <= set(moves)
    assert figures(outcome).complaints == len(outcome.city.numbers) >= 30
    assert not outcome.city.stuck, "somebody of the house can always go on"


@pytest.mark.slow
@pytest.mark.postgres
def test_ten_days_on_postgresql_hold_every_promise() -> None:
    with opened("postgresql"):
        outcome = simulate(Span(days=10, seed=12, per_day=3))

        assert outcome.broken == []
        assert len(db.session.scalars(select(Complaint.id)).all()) == len(outcome.city.numbers) > 10


def lived(seed: int) -> Moves:
    with opened("sqlite"):
        assert simulate(Span(days=4, seed=seed, per_day=3)).broken == []
        return history()


@pytest.mark.slow
def test_seed_determines_history() -> None:
    """The same seed gives the same history and another seed another."""
    first, again, other = lived(5), lived(5), lived(6)

    assert first == again
    assert first != other
