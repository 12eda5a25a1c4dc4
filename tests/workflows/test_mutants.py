"""Rulebooks with one thing changed: what `check` and the dry run accept lives a month without a fault or a broken promise; what
they refuse is against a law of rulebooks, or fails within the month. A refusal is a sentence, never a failure of the program."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from complaints.infrastructure.database import db, transaction
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
LAWS = (  # what no rulebook may be, whether or not a month shows it (design: what `check` refuses)
    "it can happen that no commitment runs",
    "can never be reached",
    "has no way to an end",
    "was not told the answer",
    "does not end: its last rung",
    "tells nobody",
    "nobody is answerable",
    "every other state names who is answerable",
    "no role can ever be",
    "has no basis text",
    "there is no ",  # an unknown name
)


def refused(text: str) -> str:
    """The sentences; "" where it can be published."""
    try:
        load_rulebook(text)
        with transaction():
            rehearse(text, AT)
    except RulebookError as error:
        return str(error)
    return ""


def what_fails(text: str, seed: int, per_day: float) -> str:
    """In a month under these rules, published whatever `check` says; "" where all goes well."""
    try:
        with transaction():
            store.publish(text, AT)
        return "; ".join(simulate(Span(days=DAYS, seed=seed, per_day=per_day)).broken)
    except Exception as error:
        db.session.rollback()
        return repr(error)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(COUNT))
def test_what_is_accepted_lives_and_what_is_refused_fails(
    house: House, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    changed, text = mutant(number)
    said = refused(text)
    assert not said or " / " in said, changed
    if any(law in said for law in LAWS):
        return
    if said:
        monkeypatch.setattr("schemas.rulebook.faults_of", lambda book, forms: [])

    found = what_fails(text, number + 1, per_day=3 if said else 1)

    assert bool(said) == bool(found), f"{changed}: refused for “{said}”, failed with “{found}”"


@pytest.mark.parametrize("number", range(len(CHANGES)))
def test_check_answers_every_change_with_sentences(number: int) -> None:
    """Refused or not, never a failure."""
    changed, text = mutant(number)
    try:
        load_rulebook(text)
    except RulebookError as error:
        assert " / " in str(error), changed
