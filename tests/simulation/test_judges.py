"""Each judge finds the violation of its promise: planted in a copy of a database that forgot its constraints and triggers."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.orm import Session

from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.simulation.checks import promises
from tests.house import House, opened, shanghai
from workflows.language import Act

EC, HR = "EC-BUREAU", "HR-BUREAU"
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已道歉。"}
TABLES = ("complaint", "event", "handover", "ask", "deadline", "escalation", "notice")
EVENT = "complaint_id, move, party, by_id, by_name, at, from_state, to_state, note, detail, hash"
AGAIN = f"INSERT INTO event (id, seq, {EVENT}) SELECT id + 5000, seq + 50, {EVENT} FROM event"
ADMIN = "(SELECT id FROM officer WHERE username = 'admin')"
HANDLER = "(SELECT id FROM officer WHERE username = 'handler')"
WHOLE_RUN = shanghai("2026-03-20T12:00")


@dataclass(frozen=True)
class World:
    """A small, lawful history: the file it lies in, and its complaints by name."""

    file: Path
    ids: dict[str, int]


def goes_to_ec(house: House, number: str, day: str) -> None:
    house.does("window", number, "accept", f"{day}T09:10")
    house.does("window", number, "assign", f"{day}T09:20", unit=EC)
    house.does("handler", number, "sign_for", f"{day}T10:00")
    house.does("handler", number, "contact", f"{day}T10:30", how="phone", reached=True)


def is_told(house: House, number: str, day: str) -> None:
    house.does("handler", number, "answer", f"{day}T11:00", **ANSWER)
    house.does("window", number, "give_feedback", f"{day}T15:00", method="phone")


def closed(house: House) -> str:
    number = house.logs("2026-03-02T09:00")
    goes_to_ec(house, number, "2026-03-02")
    is_told(house, number, "2026-03-03")
    house.does("citizen", number, "rate", "2026-03-03T20:00", grade=5)
    return number


def upheld(house: House) -> str:
    number = house.logs("2026-03-02T09:00")
    goes_to_ec(house, number, "2026-03-02")
    is_told(house, number, "2026-03-03")
    house.does("citizen", number, "rate", "2026-03-03T20:00", grade=1)
    house.does("supervisor", number, "contact", "2026-03-04T10:00", how="phone", reached=True)
    house.does("supervisor", number, "uphold", "2026-03-04T11:00", reason="处理适当。")
    return number


def declined(house: House) -> str:
    number = house.logs("2026-03-02T09:00")
    words = {"reason_code": "not_our_remit", "competent_body": "市劳动监察支队", "contact": "12333"}
    house.does("window", number, "decline", "2026-03-02T10:00", **words)
    return number


def designated(house: House) -> str:
    number = house.logs("2026-03-02T09:00")
    house.does("window", number, "assign", "2026-03-02T09:20", unit=EC)
    house.does("handler", number, "return", "2026-03-02T10:00", reason="不属我单位。")
    house.does("supervisor", number, "designate", "2026-03-02T11:00", unit=HR, reason="指定。")
    house.does("other", number, "sign_for", "2026-03-02T15:00")
    return number


def overdue(house: House) -> str:
    """Extended by two working days, and then left lying until it climbed."""
    number = house.logs("2026-03-02T09:00")
    goes_to_ec(house, number, "2026-03-02")
    words = {"days": 2, "reason": "取证。", "basis": "办理规则。"}
    house.does("handler", number, "request_extension", "2026-03-05T10:00", **words)
    house.does("leader", number, "grant_extension", "2026-03-05T11:00")
    return number


def about_ec(house: House) -> str:
    number = house.logs("2026-03-02T09:00", respondent_unit=EC)
    house.does("window", number, "assign", "2026-03-02T09:20", unit=HR)
    house.does("other", number, "sign_for", "2026-03-02T15:00")
    return number


STORIES: tuple[Callable[[House], str], ...] = (closed, upheld, declined, designated, overdue, about_ec)


def is_reviewed(house: House, number: str) -> None:
    """The first review owed on this complaint is done, the others stay open."""
    with transaction():
        complaint = moves.take(number)
        climb = next(row for row in complaint.escalations if row.reviewer_id)
        words = {"escalation": climb, "act": "urged", "note": "已催办。"}
        moves.perform(complaint, Act("review", climb.reviewer, WHOLE_RUN, words))


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with opened("sqlite") as house:
        numbers = {story.__name__: story(house) for story in STORIES}
        house.sweeps("2026-03-20T11:00")
        is_reviewed(house, numbers["overdue"])
        ids = {name: house.complaint(number).id for name, number in numbers.items()}
        db.session.rollback()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        yield World(Path(str(make_url(str(db.engine.url)).database)), ids)


def planted(world: World, folder: Path, *plants: str) -> Session:
    """A session on a copy without constraints, indexes or triggers, where these statements were carried out."""
    copy = folder / "copy.sqlite"
    shutil.copy(world.file, copy)
    rows = sqlite3.connect(copy, isolation_level=None)
    rows.execute("PRAGMA journal_mode = DELETE")
    triggers = rows.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (trigger,) in triggers:
        rows.execute(f"DROP TRIGGER {trigger}")
    for table in TABLES:
        rows.execute(f"CREATE TABLE loose AS SELECT * FROM {table}")
        rows.execute(f"DROP TABLE {table}")
        rows.execute(f"ALTER TABLE loose RENAME TO {table}")
    for plant in plants:
        assert rows.execute(plant.format(**world.ids)).rowcount, f"nothing was planted by {plant}"
    rows.close()
    return Session(create_engine(f"sqlite:///{copy}"))


def test_a_lawful_history_holds_every_promise(world: World, tmp_path: Path) -> None:
    assert promises.violations(planted(world, tmp_path), WHOLE_RUN) == []


PLANTS = [
    (1, "no answerable officer", "UPDATE complaint SET answerable_id = NULL WHERE id = {overdue}"),
    (1, "no answerable officer", "UPDATE complaint SET first_responder_id = NULL WHERE id = {closed}"),
    (1, "neither", f"UPDATE complaint SET answerable_id = {ADMIN} WHERE id = {{overdue}}"),
    (1, "logging", "DELETE FROM event WHERE complaint_id = {closed} AND seq = 1"),
    (
        1,
        "took the duty over",
        "INSERT INTO handover (id, complaint_id, kind, round, step, officer_id, giver_id, at, designated)"
        f" VALUES (900, {{closed}}, 'duty', 1, 'taken', {ADMIN}, {ADMIN}, '2026-03-02 01:00:00.000000', 0)",
    ),
    (2, "0 offers", "DELETE FROM handover WHERE step = 'offered' AND complaint_id = {closed}"),
    (
        2,
        "2 answers",
        "INSERT INTO handover SELECT * FROM handover WHERE step = 'taken' AND complaint_id = {closed}",
    ),
    (2, "before this one was answered", "DELETE FROM handover WHERE step = 'returned'"),
    (2, "without a reason", "UPDATE handover SET reason = NULL WHERE step = 'returned'"),
    (
        2,
        "before it was offered",
        "UPDATE handover SET at = '2020-01-01 00:00:00.000000' WHERE step = 'taken'",
    ),
    (2, "than the handler", "UPDATE complaint SET answerable_id = first_responder_id WHERE id = {overdue}"),
    (2, "who took the work", f"UPDATE complaint SET handler_id = {ADMIN} WHERE id = {{overdue}}"),
    (3, "after a designation", f"{AGAIN} WHERE move = 'return'"),
    (3, "twice by one unit", f"{AGAIN} WHERE move = 'return'"),
    (3, "not those listed", "UPDATE complaint SET refusing_unit_ids = '[]' WHERE id = {designated}"),
    (3, "not those listed", "UPDATE complaint SET returns = 0 WHERE id = {designated}"),
    (
        4,
        "without contact",
        "UPDATE event SET detail = json_remove(detail, '$.contact') WHERE move = 'decline'",
    ),
    (
        4,
        "without reason_code",
        "UPDATE event SET detail = json_set(detail, '$.reason_code', ' ') WHERE move = 'decline'",
    ),
    (4, "not told", "DELETE FROM notice WHERE kind = 'decline' AND recipient = 'citizen'"),
    (4, "by no recorded act", "DELETE FROM event WHERE move = 'decline'"),
    (
        5,
        "moved earlier",
        "UPDATE deadline SET due_at = '2026-03-01 00:00:00.000000' WHERE commitment = 'handling'",
    ),
    (5, "no basis", "UPDATE deadline SET basis_zh = '' WHERE commitment = 'handling'"),
    (5, "was not asked for", "DELETE FROM ask WHERE step = 'asked'"),
    (5, "the one who asked", f"UPDATE ask SET by_id = {HANDLER} WHERE step = 'granted'"),
    (
        5,
        "after the promise had expired",
        "UPDATE ask SET at = '2026-03-15 00:00:00.000000' WHERE step = 'asked'",
    ),
    (5, "extended 2 times", "INSERT INTO ask SELECT * FROM ask"),
    (5, "not told", "DELETE FROM notice WHERE kind = 'grant_extension' AND recipient = 'citizen'"),
    (
        6,
        "first_responder",
        "UPDATE complaint SET respondent_officer_id = first_responder_id WHERE id = {closed}",
    ),
    (6, "being handler", "UPDATE complaint SET respondent_unit_id = unit_id WHERE id = {overdue}"),
    (
        6,
        "an event",
        f"UPDATE event SET by_id = {HANDLER} WHERE complaint_id = {{about_ec}} AND move = 'sign_for'",
    ),
    (6, "a handover", "UPDATE handover SET unit_id = (SELECT id FROM unit WHERE code = 'EC-BUREAU')"),
    (6, "a handover", f"UPDATE handover SET officer_id = {HANDLER} WHERE complaint_id = {{about_ec}}"),
    (6, "an escalation", f"UPDATE escalation SET reviewer_id = {HANDLER} WHERE complaint_id = {{about_ec}}"),
    (6, "a notice", f"UPDATE notice SET officer_id = {HANDLER} WHERE complaint_id = {{about_ec}}"),
    (
        6,
        "a notice",
        "UPDATE notice SET unit_id = (SELECT id FROM unit WHERE code = 'EC-BUREAU') WHERE complaint_id = {about_ec}",
    ),
    (7, "climbed twice", "INSERT INTO escalation SELECT * FROM escalation"),
    (7, "0 events", "DELETE FROM event WHERE move = 'escalate'"),
    (7, "0 rows", "DELETE FROM escalation WHERE reviewer_id IS NULL AND reminder = 0"),
    (7, "has no reviewer", "UPDATE escalation SET reviewer_id = NULL WHERE rung = '+1wd'"),
    (7, "has no reviewer", "DELETE FROM deadline WHERE commitment = 'review'"),
    (7, "does not have", "UPDATE escalation SET rung = '+99wd'"),
    (7, "no clock runs", "UPDATE deadline SET void_at = '2026-03-20 00:00:00.000000' WHERE void_at IS NULL"),
    (7, "left out", "UPDATE deadline SET next_at = '2026-03-19 00:00:00.000000' WHERE commitment = 'review'"),
    (8, "done by a person", f"UPDATE event SET by_id = {HANDLER} WHERE move = 'escalate'"),
    (8, "moved the complaint", "UPDATE event SET to_state = 'handled' WHERE move = 'escalate'"),
    (8, "no officer recorded", "UPDATE escalation SET reviewed_by_id = NULL WHERE reviewed_at IS NOT NULL"),
    (8, "no officer recorded", "DELETE FROM event WHERE move = 'review'"),
    (8, "never reviewed", "UPDATE escalation SET reviewed_at = NULL"),
    (
        8,
        "the officer who has the work",
        "UPDATE escalation SET reviewed_at = NULL, reviewer_id = answerable_id FROM complaint",
    ),
    (9, "never reached", "DELETE FROM event WHERE move = 'give_feedback' AND complaint_id = {closed}"),
    (
        9,
        "without verification",
        "UPDATE event SET detail = json_set(detail, '$.grade', 2) WHERE move = 'rate' AND complaint_id = {closed}",
    ),
    (9, "without contact", "DELETE FROM event WHERE move = 'contact' AND party = 'supervisor'"),
    (9, "who had handled it", f"UPDATE event SET by_id = {HANDLER} WHERE move = 'uphold'"),
    (9, "stands elsewhere", "UPDATE complaint SET state = 'closed' WHERE id = {overdue}"),
    (9, "nothing says how", "DELETE FROM event WHERE complaint_id = {closed}"),
]


@pytest.mark.parametrize(("number", "said", "plant"), PLANTS)
def test_a_broken_promise_is_found(world: World, tmp_path: Path, number: int, said: str, plant: str) -> None:
    found = promises.violations(planted(world, tmp_path, plant), WHOLE_RUN)

    assert [line for line in found if line.startswith(f"promise_{number}:") and said in line], found


def test_every_promise_has_a_planted_violation() -> None:
    assert {number for number, *_ in PLANTS} == set(range(1, len(promises.PROMISES) + 1))
