"""The permanent record: a changed past shows, and the database does not let it be changed."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from complaints import ledger
from complaints.db import db, transaction
from tests.complaints.stories import in_hand, told
from tests.house import House


def _broken() -> list[tuple[int, str]]:
    db.session.rollback()
    db.session.expunge_all()
    return [(fault.seq, fault.what) for _, fault in ledger.breaks() if fault]


def _without_protection(house: House, *statements: str) -> None:
    names = db.session.execute(
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'")
    )
    with transaction():
        for name in names.scalars().all():
            db.session.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            db.session.execute(text(statement))


def test_an_honest_chain_holds(either_house: House) -> None:
    told(either_house)
    either_house.sweeps("2026-10-12T18:00")

    assert _broken() == []


@pytest.mark.parametrize("table", ["event", "handover"])
@pytest.mark.parametrize("change", ["UPDATE {} SET by_id = NULL", "DELETE FROM {}"])
def test_the_database_lets_nothing_be_rewritten(either_house: House, table: str, change: str) -> None:
    in_hand(either_house)

    with pytest.raises(IntegrityError, match="permanent"), transaction():
        db.session.execute(text(change.format(table)))
    assert _broken() == []


@pytest.mark.parametrize(
    "column",
    [
        "move = 'urge'",
        "note = '改'",
        "by_name = 'other'",
        "to_state = 'closed'",
        "detail = '{}'",
        "party = 'handler'",
        "by_id = (SELECT id FROM officer WHERE username = 'other')",
        "by_id = NULL",
    ],
)
def test_a_changed_event_is_named(house: House, column: str) -> None:
    in_hand(house)
    _without_protection(house, f"UPDATE event SET {column} WHERE seq = 2")

    assert [seq for seq, _ in _broken()] == [2]


def test_a_removed_event_is_named(house: House) -> None:
    in_hand(house)
    _without_protection(house, "DELETE FROM event WHERE seq = 2")

    assert [seq for seq, _ in _broken()] == [2]


def test_a_cut_off_end_is_named(house: House) -> None:
    in_hand(house)
    _without_protection(house, "DELETE FROM event WHERE seq = 4")

    assert [seq for seq, _ in _broken()] == [4]


def test_a_last_step_taken_away_with_its_trace_on_the_complaint_shows_in_the_state(house: House) -> None:
    told(house)
    last = "(SELECT max(seq) FROM event)"
    head = f"seq = {last}, head_hash = (SELECT hash FROM event WHERE seq = {last})"
    _without_protection(house, f"DELETE FROM event WHERE seq = {last}", f"UPDATE complaint SET {head}")

    assert [what for _, what in _broken()] == ["the state is not the one it came to"]


@pytest.mark.parametrize("column", ["reply = '改'", "findings = '改'", "outcome = 'partly'"])
def test_an_answer_that_was_changed_is_named(house: House, column: str) -> None:
    told(house)
    _without_protection(house, f"UPDATE complaint SET {column}")

    assert _broken() == [(5, "the answer is not the one that was given")]
