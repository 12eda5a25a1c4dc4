"""Whatever people do in whatever order, at whatever time, the nine promises hold after every step."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from complaints.casework import ledger
from complaints.casework import moves as casework_moves
from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.simulation.checks.promises import violations
from tests.house import House, new_app, shanghai, start_again
from tests.support.likely_words import Talk
from tests.support.misplaced import misplaced
from workflows.engine import open_moves
from workflows.errors import Refused
from workflows.language import CITIZEN, SYSTEM, Act

PEOPLE = (
    "window", "centre.chen", "centre.he", "handler", "leader", "echeng.xie", "other", "huarong.lei", "huarong.mo",
    "section.ye", "section.lu", "arb.song", "arb.jin", "bureau.fang", "bureau.yu", "supervisor", "bureau.jiang",
    "disc.qin", "disc.meng", "admin",
)  # fmt: skip
WINDOWS = ("window", "other", "arb.jin", "bureau.yu", "citizen")
STARTS = ("2026-09-18T16:00", "2026-09-24T17:29", "2026-09-30T09:00", "2026-12-23T10:00", "2026-12-31T17:00")
STEPS = (0.02, 0.5, 3, 8, 24, 24, 60, 24 * 9)  # of wall-clock hours
WEIGHTS = {
    "withdraw": 0.3,
    "decline": 0.3,
    "merge": 0.3,
    "recuse": 0.3,
    "urge": 0.5,
    "supervise": 0.5,
    "change_urgency": 0.5,
    "designate": 0.7,
}
CATEGORIES = ("ATTITUDE", "ATTITUDE", "LAWYER", "DISC", "PRIVACY")

_house: list[House] = []


def _fresh_house() -> House:
    """One application for all examples; each starts on a fresh copy of the seeded database."""
    if not _house:
        _house.append(House(new_app("sqlite")))
        _house[0].app.app_context().push()
    start_again(_house[0].app)
    return _house[0]


class Histories(RuleBasedStateMachine):
    @initialize(start=st.sampled_from(STARTS))
    def open_the_house(self, start: str) -> None:
        self.house, self.now, self.swept_at = _fresh_house(), shanghai(start), None
        self.numbers: list[str] = []
        _cast()

    @precondition(lambda self: len(self.numbers) < 3)
    @rule(
        by=st.sampled_from(WINDOWS),
        category=st.sampled_from(CATEGORIES),
        unit=st.sampled_from([None, None, None, "EC-BUREAU", "EZ-CENTRE", "EZ-ARB", "EZ-BUREAU", "EZ-DISC"]),
        officer=st.sampled_from([None, None, None, "leader", "handler", "window", "supervisor", "disc.meng"]),
        urgency=st.sampled_from(["normal", "urgent"]),
    )
    def log(self, by: str, category: str, unit: str | None, officer: str | None, urgency: str) -> None:
        words = {"respondent_unit": unit, "respondent_officer": officer, "urgency": urgency}
        at = f"{self.now:%Y-%m-%dT%H:%M:%S}"
        try:
            self.numbers.append(self.house.logs(at, by, category=category, **words))
        except BadInput:  # whose unit is kept out with them is named with no other unit
            assert unit and officer
        self.swept_at = None

    @precondition(lambda self: self.numbers)
    @rule(seed=st.integers(0, 2**32), acts=st.integers(1, 14))
    def people_work(self, seed: int, acts: int) -> None:
        """Choose among the moves open to some person, so that histories go deep."""
        random = Random(seed)
        for _ in range(acts):
            number = random.choice(self.numbers)
            open_now = self._open_to_somebody(number)
            if open_now:
                move = random.choices(list(open_now), [WEIGHTS.get(name, 3) for name in open_now])[0]
                self._try(random.choice(open_now[move]), number, move, random)
            self.now += timedelta(hours=random.choice([0, 0.1, 1, 1, 5, 24]))
            if random.random() < 0.2:
                sweep(self.now)

    def _open_to_somebody(self, number: str) -> dict[str, list[str]]:
        complaint = self.house.complaint(number)
        found: dict[str, list[str]] = {}
        for actor in _cast():
            for each in open_moves(
                store.book(complaint.rulebook_version), complaint, Act("", actor, self.now)
            ):
                if not each.reasons:
                    found.setdefault(each.move.name, []).append(getattr(actor, "username", "citizen"))
        return dict(sorted(found.items()))

    @precondition(lambda self: self.numbers)
    @rule(seed=st.integers(0, 2**32), who=st.integers(0, 2))
    def somebody_tries_something(self, seed: int, who: int) -> None:
        random, number = Random(seed), self.numbers[who % len(self.numbers)]
        moves = sorted(store.current().moves)
        self._try(random.choice([*PEOPLE, "citizen", "system"]), number, random.choice(moves), random)

    def _try(self, username: str, number: str, move: str, random: Random) -> None:
        outsiders = {"citizen": CITIZEN, "system": SYSTEM}
        before = self.house.complaint(number)
        version, head = before.version, before.head_hash
        try:
            with transaction():
                actor = outsiders.get(username) or self.house.officer(username)
                complaint = casework_moves.take(number, None if username in outsiders else actor)
                words = Talk(self.house, random, PEOPLE).words(move, complaint, self.now)
                casework_moves.perform(complaint, Act(move, actor, self.now, words))
        except (Refused, NotFound, BadInput):
            after = self.house.complaint(number)
            assert (after.version, after.head_hash) == (version, head), "a refused move changed something"
        self.swept_at = None

    @rule(hours=st.sampled_from(STEPS))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(workers=st.integers(1, 3))
    def workers_sweep(self, workers: int) -> None:
        """Several at once come down to one after the other, some of them with a clock that is behind."""
        tallies = [sweep(self.now - timedelta(minutes=slow)) for slow in range(workers - 1, -1, -1)]
        again = sweep(self.now)
        assert sum(tally.failed for tally in tallies) == 0, _failures()
        assert (again.climbed, again.reminded, again.settled) == (0, 0, 0)
        self.swept_at = self.now

    @invariant()
    def the_promises_hold(self) -> None:
        found = violations(db.session(), self.swept_at)
        assert not found, (found, [self.house.moves(number) for number in self.numbers])
        assert not [broken for _, broken in ledger.breaks() if broken]
        assert not misplaced(db.session())


@cache
def _cast() -> list[Any]:
    """The officers, read once: every example starts from the same seeded database."""
    officers = [_house[0].officer(name) for name in PEOPLE]
    db.session.expunge_all()
    return [*officers, CITIZEN]


def _failures() -> list[tuple[str, str | None]]:
    rows = db.session.execute(db.select(Complaint.tracking_number, Complaint.failure))
    return [(row.tracking_number, row.failure) for row in rows]


THOROUGH = int(os.environ.get("SHOUWEN_TEST_HISTORIES", "6"))

TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=THOROUGH,
    stateful_step_count=12,
    deadline=None,
    derandomize=THOROUGH == 6,
    print_blob=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("seed", range(1, THOROUGH // 2 + 1))
def test_a_long_and_busy_history_keeps_the_promises(seed: int) -> None:
    """Hypothesis looks for the shortest history that breaks a promise; this one goes far into a few."""
    random = Random(seed)
    history = Histories.__new__(Histories)
    Histories.open_the_house(history, random.choice(STARTS))
    for by, category, officer in (
        (random.choice(WINDOWS), random.choice(CATEGORIES), None),
        ("window", "FEE", "leader"),
    ):
        Histories.log(history, by, category, None, officer, "normal")
    for _ in range(12):
        chance = random.random()
        if chance < 0.7:
            Histories.people_work(history, random.randrange(2**32), random.randint(3, 12))
        elif chance < 0.85:
            Histories.time_passes(history, random.choice(STEPS))
        else:
            Histories.workers_sweep(history, random.randint(1, 3))
        Histories.the_promises_hold(history)
