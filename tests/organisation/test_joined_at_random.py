"""Complaints joined and separated at random while the organisation and their respondents change: all of a group keep out the
same persons, and each its own again once it has left. Judged by the model of `test_conflicts_at_random`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import WorkError
from tests.house import House, shanghai
from tests.organisation import test_conflicts_at_random as at_random
from tests.organisation.test_conflicts_at_random import SEEDS, Walk, begin
from tests.support.interest_model import About
from tests.support.kept_out import kept_out_of
from workflows.errors import Refused
from workflows.language import Act

_time = at_random._time
STEPS = 40


class JoiningWalk(Walk):
    """Half of what people do is joining and separating."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.lot, self.parted = Random(self.seed), 0

    def _act(self) -> None:
        if len(self.numbers) < 2 or self.lot.random() < 0.5:
            return super()._act()
        number = self.lot.choice(self.numbers)
        with suppress(WorkError, Refused), transaction():
            if self.house.complaint(number).is_joined:
                self._make(number, "unmerge", {"reason": "不是同一件事"})
                self.model.part(number)
                self.parted += 1
            else:
                leading = self.lot.choice([one for one in self.numbers if one != number])
                self._make(number, "merge", {"leading": moves.take(leading)})
                self.model.join(number, leading)
        return None

    def _about(self) -> About:
        """Near enough to be joined: the same unit, its people by account or by name, or no one."""
        who = self.lot.choice(("other", "huarong.lei", "huarong.mo"))
        named = About(officer=who) if self.lot.random() < 0.7 else About(name=self.model.names[who])
        near = (*[About("HR-BUREAU") for _ in range(4)], About(), About(), named)
        return self.lot.choice(near)

    def _make(self, number: str, move: str, words: dict[str, Any]) -> None:
        complaint = moves.take(number)
        moves.perform(complaint, Act(move, complaint.first_responder, shanghai(self.at), words))

    def _faults_of(self, number: str) -> Iterator[str]:
        yield from super()._faults_of(number)
        if self.house.complaint(number).is_joined:
            rows = set(kept_out_of(number)) & self.model.unit_of.keys()
            for who in sorted(rows ^ self.model.kept(number)):
                yield f"{number}, joined: {who} is kept out by one of the two alone"


def joining(house: House, seed: int) -> JoiningWalk:
    walk = begin(house, seed)
    return JoiningWalk(walk.house, walk.random, walk.model, seed)


def first_fault(walk: JoiningWalk) -> str | None:
    for _ in range(STEPS):
        walk.step()
        db.session.rollback()
        for fault in walk.faults():
            return fault
    return None


@pytest.mark.parametrize("seed", range(SEEDS) if SEEDS else (3, 5))
def test_joined_complaints_keep_out_the_same_persons(house: House, seed: int) -> None:
    walk = joining(house, seed)

    assert first_fault(walk) is None
    assert walk.model.leading or walk.parted


def test_joined_complaints_keep_out_the_same_on_both_databases(either_house: House) -> None:
    assert first_fault(joining(either_house, 7)) is None
