"""The permanent record: a changed past shows, and the database does not let it be changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from complaints.casework import ledger, ledger_snapshot
from complaints.infrastructure.database import db, transaction
from complaints.web.admin import ledger as admin_ledger
from tests.house import House
from tests.support.stories import ANSWER, in_hand, told


def _broken() -> list[tuple[int, str]]:
    """Each break also has its sentence for the administrators' page."""
    db.session.rollback()
    db.session.expunge_all()
    found = [(fault.seq, fault.what) for _, fault in ledger.breaks() if fault]
    assert {what for _, what in found} <= admin_ledger.BREAKS.keys()
    return found


def _without_protection(house: House, *statements: str) -> None:
    names = db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
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


OTHER = "(SELECT id FROM officer WHERE username = 'echeng.xie')"
IN_OTHER_HANDS = "it is in other hands than its last step left it in"
NOT_THE_PROMISE = "a promise is not the one that was made"
NOT_THE_HANDOVER = "a hand-over is not the one that was made"


@pytest.mark.parametrize(
    "columns",
    [
        f"handler_id = {OTHER}, answerable_id = {OTHER}",
        "answerable_id = first_responder_id",
        f"first_responder_id = {OTHER}",
    ],
)
def test_hands_it_was_never_given_into_are_named(house: House, columns: str) -> None:
    in_hand(house)
    _without_protection(house, f"UPDATE complaint SET {columns}")

    assert _broken() == [(4, IN_OTHER_HANDS)]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE deadline SET due_at = datetime(due_at, '+1 day') WHERE commitment = 'handling'",
        "UPDATE deadline SET due_at = datetime(due_at, '+1 day') WHERE commitment = 'acceptance'",
        "UPDATE deadline SET cycle = 7 WHERE commitment = 'handling'",
        "DELETE FROM deadline WHERE commitment = 'handling'",
    ],
    ids=["running", "kept long ago", "another cycle", "gone"],
)
def test_a_promise_that_was_changed_is_named(house: House, change: str) -> None:
    in_hand(house)
    _without_protection(house, change)

    assert _broken() == [(4, NOT_THE_PROMISE)]


def test_a_promise_that_vanished_is_missed_after_further_steps_too(house: House) -> None:
    number = in_hand(house)
    _without_protection(house, "DELETE FROM deadline WHERE commitment = 'handling'")
    house.does("handler", number, "report_progress", "2026-09-21T09:00", note="…")

    assert _broken() == [(5, NOT_THE_PROMISE)]


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE handover SET officer_id = {OTHER} WHERE step = 'taken'",
        "UPDATE handover SET at = datetime(at, '-1 hour') WHERE step = 'offered'",
        "UPDATE handover SET designated = 1",
        "DELETE FROM handover WHERE step = 'taken'",
        "INSERT INTO handover (complaint_id, kind, round, step, giver_id, at, designated)"
        " SELECT complaint_id, kind, 2, 'offered', giver_id, at, designated FROM handover WHERE step = 'offered'",
    ],
    ids=["another taker", "another time", "a designation", "gone", "one that nobody made"],
)
def test_a_hand_over_that_was_changed_is_named(house: House, change: str) -> None:
    in_hand(house)
    _without_protection(house, change)

    assert _broken() == [(4, NOT_THE_HANDOVER)]


@pytest.mark.parametrize("rung", ["a reminder", "an escalation"])
def test_an_escalation_that_is_gone_is_named_by_its_event(house: House, rung: str) -> None:
    in_hand(house)
    house.sweeps("2026-10-20T18:00")
    one = f"SELECT max(id) FROM escalation WHERE {'NOT ' if rung == 'an escalation' else ''}reminder"
    seq = db.session.execute(text("SELECT seq FROM complaint")).scalar_one()
    duty = f"UPDATE deadline SET escalation_id = NULL WHERE escalation_id = ({one})"
    _without_protection(house, duty, f"DELETE FROM escalation WHERE id = ({one})")

    assert _broken() == [(seq, "an escalation that an event speaks of is not there")]


def test_whatever_a_long_life_does_to_its_rows_its_chain_agrees(either_house: House) -> None:
    house = either_house
    number, chen = in_hand(house), {"officer": "centre.he", "reason": "leave"}
    house.does("handler", number, "request_extension", "2026-09-18T11:00", days=5, reason="…", basis="…")
    house.does("leader", number, "grant_extension", "2026-09-18T11:10")
    house.does("handler", number, "suspend", "2026-09-18T11:20", reason="hearing", evidence="…")
    house.does("leader", number, "confirm_suspension", "2026-09-18T11:30")
    house.does("handler", number, "resume", "2026-09-21T09:00")
    house.does("leader", number, "reassign", "2026-09-21T09:10", officer="echeng.xie", reason="…")
    house.does("echeng.xie", number, "sign_for", "2026-09-21T09:20")
    house.does("centre.chen", number, "change_first_responder", "2026-09-21T09:30", **chen)
    house.does("centre.he", number, "take_first_responder", "2026-09-21T09:40")
    house.sweeps("2026-10-20T18:00")
    house.does("echeng.xie", number, "answer", "2026-10-21T10:00", **ANSWER)
    house.does("centre.he", number, "send_back", "2026-10-21T10:10", reason="…")
    house.does("citizen", number, "withdraw", "2026-10-21T10:20")

    assert _broken() == []


def _verified(house: House, *options: str) -> Result:
    return house.app.test_cli_runner().invoke(args=["ledger", "verify", *options])


def test_an_end_cut_off_without_a_trace_shows_against_what_was_kept_elsewhere(
    house: House, tmp_path: Path
) -> None:
    in_hand(house)
    kept = str(tmp_path / "kept")
    assert _verified(house, "--keep", kept).exit_code == 0
    assert _verified(house, "--since", kept).exit_code == 0

    head = "seq = 3, head_hash = (SELECT hash FROM event WHERE seq = 3)"
    _without_protection(
        house,
        "DELETE FROM event WHERE seq = 4",
        "UPDATE deadline SET met_at = NULL, met_seq = NULL WHERE met_seq = 4",
        f"UPDATE complaint SET {head}",
    )

    assert (
        "rows of complaint are not as they were written" in _verified(house).output
    )  # and with the key as well:
    found = _verified(house, "--since", kept)
    assert found.exit_code == 1 and "event 4: what was kept of it is not there" in found.output
    assert '"broken": 1' in found.output
    again = [_verified(house, "--since", kept, "--keep", kept) for _ in range(2)]
    assert [one.exit_code for one in again] == [1, 1]  # what was kept is not written over while it disagrees


def test_what_went_on_since_it_was_kept_is_no_break(house: House, tmp_path: Path) -> None:
    number, kept = in_hand(house), str(tmp_path / "kept")
    _verified(house, "--keep", kept)

    house.does("handler", number, "report_progress", "2026-09-21T09:00", note="…")
    in_hand(house)

    assert _verified(house, "--since", kept).exit_code == 0


def test_another_file_than_the_one_kept_is_refused_with_a_sentence(house: House, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear all,\n\nthe ledger\n", encoding="utf8")

    found = _verified(house, "--since", str(tmp_path / "letter"))

    assert found.exit_code == 1 and "was not written by --keep" in found.output


def test_events_from_before_there_were_traces_hold_as_they_did(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(ledger_snapshot, "left_by_step", lambda complaint: None)
        number = in_hand(house)
    assert _broken() == []

    house.does("handler", number, "report_progress", "2026-09-21T09:00", note="…")

    assert _broken() == []
    _without_protection(house, f"UPDATE complaint SET handler_id = {OTHER}, answerable_id = {OTHER}")
    assert _broken() == [(5, IN_OTHER_HANDS)]


def test_traces_taken_off_an_event_are_missed(house: House) -> None:
    in_hand(house)
    _without_protection(house, "UPDATE event SET traces = NULL WHERE seq = 4")

    assert _broken() == [(4, "the event was changed")]


def test_step_by_a_clock_that_was_behind_is_named_as_a_gap(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T08:00")

    found = _verified(house)

    assert found.exit_code == 0
    assert f"{number}, event 2: gap, the clock was 3600 seconds behind" in found.output
    assert '"broken": 0, "gaps": 1' in found.output
