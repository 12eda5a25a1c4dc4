"""A value sealed by itself within the words of a request or a notice keeps both its seals through the migrations."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.casework.effects.corrections import asked_for, respondent_asked_for
from complaints.infrastructure import sealed_columns
from complaints.infrastructure.database import db, migrated_to, transaction
from complaints.infrastructure.encryption import read_words, seal, unseal
from complaints.models import Notice
from complaints.notifications.notices import BEFORE, CODE
from tests.house import House
from tests.support.edits_past_program import faults
from tests.support.stories import in_hand

BEFORE_TEXTS, BEFORE_WRAPPED = "0067", "0070"
PHONE, OTHER_PHONE, SECRET = "13700137000", "13600136000", "609420"


def wait_for_corrections(house: House) -> tuple[str, str]:
    """Two waiting requests, a notice to a number of before and one with a query code, both unsent."""
    of_facts, of_respondent = in_hand(house), in_hand(house)
    moved = {"changes": {"phone": OTHER_PHONE}, "reason": "…"}
    house.does("handler", of_facts, "request_correction", "2026-09-18T11:00", **moved)
    named = {"respondent": {"name": "解科长"}, "reason": "…"}
    house.does("handler", of_respondent, "request_correction", "2026-09-18T11:00", **named)
    with transaction() as session:
        first, second = session.scalars(sa.select(Notice).order_by(Notice.id).limit(2)).all()
        first.words = {**first.words, CODE: seal(SECRET)}
        second.words = {**second.words, BEFORE: seal(PHONE)}
    db.session.remove()
    return of_facts, of_respondent


def within_notices() -> set[str]:
    words = db.session.scalars(sa.select(Notice.words).order_by(Notice.id)).all()
    return {unseal(one[name]) for one in words for name in (CODE, BEFORE) if name in one}


def require_unharmed(house: House, of_facts: str, of_respondent: str) -> None:
    assert asked_for(house.complaint(of_facts)) == {"phone": OTHER_PHONE}
    assert respondent_asked_for(house.complaint(of_respondent))["name"] == "解科长"
    assert {PHONE, SECRET} <= within_notices()
    assert faults() == []


def test_values_sealed_within_are_read_after_the_migration(either_house: House) -> None:
    numbers = wait_for_corrections(either_house)

    downgrade(revision=BEFORE_TEXTS)
    upgrade()

    require_unharmed(either_house, *numbers)


def test_migration_broken_off_is_run_again_as_the_first_time(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one transaction: what was sealed before it stopped is not sealed twice."""
    numbers = wait_for_corrections(either_house)
    downgrade(revision=BEFORE_TEXTS)
    change, tables = sealed_columns.change_page, []

    def change_until_notices(*words):
        tables.append(words[1].name)
        if tables[-1] == "notice":
            raise KeyboardInterrupt
        return change(*words)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(sealed_columns, "change_page", change_until_notices)
        upgrade()
    stopped_at = migrated_to()
    db.session.remove()
    upgrade()

    assert "ask" in tables and stopped_at == BEFORE_TEXTS
    require_unharmed(either_house, *numbers)


def leave_one_seal() -> int:
    """As the migration left them at first. How many values."""
    left = 0
    for table, names in {"ask": ("sealed", "respondent"), "notice": (CODE, BEFORE)}.items():
        with transaction() as session:
            rows = session.execute(sa.text(f"SELECT id, CAST(words AS text) FROM {table}")).all()
            for id, stored in rows:
                words = json.loads(stored)
                single = {name: read_words(words)[name] for name in names if name in words}
                left += len(single)
                given = {"id": id, "words": json.dumps({**words, **single})}
                session.execute(sa.text(f"UPDATE {table} SET words = :words WHERE id = :id"), given)
    db.session.remove()
    return left


def stored_words() -> list[str]:
    query = "SELECT CAST(words AS text) FROM {} ORDER BY id"
    found = [db.session.scalars(sa.text(query.format(table))).all() for table in ("ask", "notice")]
    db.session.remove()
    return [one for rows in found for one in rows]


def test_values_left_with_one_seal_get_the_second(either_house: House) -> None:
    numbers = wait_for_corrections(either_house)
    downgrade(revision=BEFORE_WRAPPED)
    assert leave_one_seal() == 4

    upgrade()

    require_unharmed(either_house, *numbers)


def test_values_with_both_seals_stay_as_they_are(either_house: House) -> None:
    wait_for_corrections(either_house)
    before = stored_words()

    downgrade(revision=BEFORE_WRAPPED)
    upgrade()

    assert stored_words() == before


def test_numbers_written_back_in_clear_are_sealed(either_house: House) -> None:
    """As an attempt to send them left them: read as numbers, and their checksum over these."""
    numbers = wait_for_corrections(either_house)
    with transaction() as session:
        for notice in session.scalars(sa.select(Notice)):
            found = {name: int(unseal(notice.words[name])) for name in (CODE, BEFORE) if name in notice.words}
            notice.words = {**notice.words, **found}
    db.session.remove()
    downgrade(revision=BEFORE_WRAPPED)
    assert any(SECRET in one for one in stored_words())

    upgrade()

    assert not any(one in words for words in stored_words() for one in (SECRET, PHONE))
    require_unharmed(either_house, *numbers)
