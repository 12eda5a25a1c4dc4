"""`flask demo` makes what it promises, once, and starts and ends a real site."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from complaints.cli.children import PortTaken, require_free_port
from complaints.cli.demo import demo_command
from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Escalation, Event, Officer, Unit
from complaints.simulation.checks import promises
from complaints.simulation.demo import populate
from complaints.simulation.demo.stories import STORIES
from complaints.simulation.texts import any_person
from tests.house import House, opened, shanghai
from workflows.calendar import SHANGHAI

ROOT = Path(__file__).parents[2]
NOW = shanghai("2026-11-23T10:00")  # a Monday morning


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A house of a demonstration, a little calmer than the real one."""
    with opened("sqlite") as house, pytest.MonkeyPatch.context() as patch:
        patch.setattr(populate, "PER_DAY", 1.0)
        made = populate.populate(NOW)
        assert made.city.faults == [], "a step of a written story was refused"
        yield house


def count(*conditions: object) -> int:
    return db.session.scalar(select(func.count()).select_from(Complaint).filter(*conditions)) or 0  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_demo_shows_every_kind_of_complaint(house: House) -> None:
    moves = Counter(db.session.scalars(select(Event.move)))
    wanted = (
        "return", "designate", "recuse", "take_first_responder", "ask_supplement", "confirm_suspension",
        "grant_extension", "reopen", "appeal", "decline", "merge", "withdraw", "escalate", "supervise", "urge",
    )  # fmt: skip

    assert [move for move in wanted if not moves[move]] == []
    assert count(Complaint.category.in_(["DISC"]), Complaint.restricted.is_(True)) > 0
    assert count(Complaint.respondent_unit_id.is_not(None)) > 0
    assert count(Complaint.respondent_officer_id.is_not(None)) > 0
    assert count(Complaint.returns == 2) >= 2
    assert set(db.session.scalars(select(Complaint.pause_reason))) >= {"supplement", "suspension"}
    assert len(set(db.session.scalars(select(Complaint.category)))) >= 15


@pytest.mark.slow
def test_every_demo_account_has_something_on_its_desk(house: House) -> None:
    window, handler = house.officer("window").id, house.officer("handler").id
    echeng = db.session.scalar(select(Unit.id).filter_by(code="EC-BUREAU"))
    supervisor = db.session.scalar(select(Officer.id).filter_by(username="supervisor"))
    reviews = select(func.count()).select_from(Escalation).filter_by(reviewer_id=supervisor, reviewed_at=None)

    assert count(Complaint.answerable_id == window, Complaint.ended_at.is_(None)) >= 4
    assert count(Complaint.handler_id == handler, Complaint.ended_at.is_(None)) >= 5
    assert count(Complaint.offered_unit_id == echeng, Complaint.ended_at.is_(None)) >= 2
    assert count(Complaint.handler_id == handler, Complaint.next_due_at < NOW) >= 2
    assert (db.session.scalar(reviews) or 0) >= 1


@pytest.mark.slow
def test_something_is_due_today_and_tomorrow(house: House) -> None:
    handling = select(Deadline.due_at).filter_by(commitment="handling", met_at=None, void_at=None)
    days = {due.astimezone(SHANGHAI).date().isoformat() for due in db.session.scalars(handling)}

    assert {"2026-11-23", "2026-11-24"} <= days


@pytest.mark.slow
def test_the_demo_holds_every_promise(house: House) -> None:
    assert promises.violations(db.session(), NOW) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["2026-02-24T08:45", "2026-10-09T23:30", "2026-05-03T12:00", "2027-01-01T09:00"]
)
def test_the_written_stories_are_lawful_on_any_day(moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(populate, "PER_DAY", 0.0)
    monkeypatch.setattr(populate, "DAYS", 45)
    with opened("sqlite"):
        made = populate.populate(shanghai(moment))

        assert made.city.faults == []
        assert len(made.receipts) == len(STORIES)


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHOUWEN_")}
    return {**kept, "SHOUWEN_INSTANCE": str(folder), "SHOUWEN_LOG_LEVEL": "ERROR", **more}


def flask(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(folder, **more), capture_output=True, text=True, timeout=400
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance that `flask demo --no-serve` made from nothing."""
    folder = tmp_path_factory.mktemp("demo")
    first = flask(folder, "demo", "--no-serve")
    assert first.returncode == 0, first.stderr[-2000:]
    return folder


@pytest.mark.slow
def test_a_second_run_changes_nothing(prepared: Path) -> None:
    file = prepared / "shouwen.sqlite"
    before = _heads(file)

    again = flask(prepared, "demo", "--no-serve")

    assert again.returncode == 0, again.stderr[-2000:]
    assert before and before == _heads(file)


def _heads(file: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(file) as rows:
        return rows.execute("SELECT tracking_number, head_hash FROM complaint ORDER BY id").fetchall()


@pytest.mark.slow
def test_demo_starts_and_stops_site(prepared: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "flask", "demo"]
    env = environment(prepared, SHOUWEN_PORT=str(port))
    site = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    try:
        assert site.stdout is not None
        said = _read_until(site.stdout, "Ctrl-C")
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        answer = direct.open(f"http://127.0.0.1:{port}/healthz", timeout=10)

        assert answer.status == 200
        assert f"http://127.0.0.1:{port}/desk" in said and "password" in said

        site.send_signal(signal.SIGTERM)
        assert site.wait(30) == 0
        require_free_port("127.0.0.1", port)
    finally:
        site.kill()


def _read_until(lines: Iterator[str], last: str) -> str:
    said, give_up = "", time.monotonic() + 120
    for line in lines:
        said += line
        if last in line or time.monotonic() > give_up:
            break
    return said


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(PortTaken, match="SHOUWEN_PORT"):
            require_free_port("127.0.0.1", other.getsockname()[1])


def test_production_database_refuses_demo_data(house: House) -> None:
    before = house.app.config["SHOUWEN"]
    house.app.config["SHOUWEN"] = replace(before, production=True)
    refused = house.app.test_cli_runner().invoke(demo_command, ["--no-serve"])
    house.app.config["SHOUWEN"] = before

    assert refused.exit_code == 1
    assert "SHOUWEN_PRODUCTION" in refused.output


def test_invented_people_cannot_be_called() -> None:
    people = [any_person(Random(number)) for number in range(50)]

    assert all(one.anonymous or str(one.phone).startswith("+86139000") for one in people)
