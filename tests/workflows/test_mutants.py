"""Rulebooks with one thing changed: what `check` and the dry run accept lives without a fault or a broken promise, and what
they refuse is refused with a sentence, never a failure of the program."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from complaints.infrastructure.database import transaction
from complaints.rulebooks import store
from complaints.simulation.rehearsal import rehearse
from complaints.simulation.run import Span, simulate
from schemas.rulebook import load_rulebook
from tests.house import SEEDED_AT, House
from tests.support.mutants import CHANGES, mutant
from workflows.errors import RulebookError

COUNT = int(os.environ.get("SHOUWEN_TEST_MUTANTS", "2"))  # make mutants
DAYS = 30 if len(CHANGES) < COUNT else 7
AT = SEEDED_AT + timedelta(hours=1)


def is_refused(text: str) -> str:
    """The sentences; "" where it can be published."""
    try:
        load_rulebook(text)
        with transaction():
            rehearse(text, AT)
    except RulebookError as error:
        return str(error)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize("number", range(COUNT))
def test_what_is_accepted_lives_a_month(house: House, number: int) -> None:
    changed, text = mutant(number)
    if said := is_refused(text):
        assert " / " in said, changed
        return
    with transaction():
        store.publish(text, AT)

    outcome = simulate(Span(days=DAYS, seed=number + 1, per_day=3))

    assert outcome.broken == [], changed


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_check_answers_every_change_with_sentences(number: int) -> None:
    """Refused or not, never a failure."""
    changed, text = mutant(number)
    try:
        load_rulebook(text)
    except RulebookError as error:
        assert " / " in str(error), changed
