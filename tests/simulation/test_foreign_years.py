"""Rulebooks of other offices, published beside the shipped one: each lives a stretch, with `make years` a year, and no
promise is broken."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.casework import ledger
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from complaints.rulebooks import store
from complaints.simulation.report import figures
from complaints.simulation.run import Span, simulate
from tests.house import SEEDED_AT, House
from tests.support.foreign_rulebooks import NAMES, foreign

DAYS = int(os.environ.get("SHOUWEN_TEST_DAYS", "12"))
SEED = int(os.environ.get("SHOUWEN_TEST_SEED", "1"))
PER_DAY = 1 if DAYS > 60 else 3
OWN_MOVE = {"hospital": "read_report", "ombudsman": "hold_hearing", "grievance": "visit_site"}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_foreign_rulebook_lives_without_a_broken_promise(house: House, name: str) -> None:
    for one in NAMES:
        with transaction():
            store.publish(foreign(one), SEEDED_AT + timedelta(hours=1))

    outcome = simulate(Span(days=DAYS, seed=SEED, per_day=PER_DAY, rulebook=name))

    print(name, figures(outcome), dict(outcome.city.stuck))
    assert outcome.broken == []
    assert not outcome.city.stuck, "somebody can always go on"
    assert set(db.session.scalars(select(Complaint.rulebook_version).distinct())) == {f"{name}@2026.1"}
    assert OWN_MOVE[name] in set(db.session.scalars(select(Event.move).distinct()))
    assert [fault for _, fault in ledger.breaks() if fault] == []
