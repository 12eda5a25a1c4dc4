"""The scheduler as people run it: a process of its own, stopped by SIGTERM."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from complaints.cli import schedule
from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.intake import log_once
from complaints.models import IdempotencyKey, PublicIdempotencyKey
from complaints.notifications.calendar_warning import warn
from tests.house import House, settings, shanghai
from tests.support.post_office import free_port, house_with_mail, notice_urls, notices, post_office
from workflows.calendar import SHANGHAI

ROOT = Path(__file__).parents[2]


def eventually(what: Callable[[], object], seconds: float = 600) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def overdue_house(port: int) -> Iterator[House]:
    with house_with_mail("sqlite", port) as house:
        yield house


def start(house: House, port: int, **more: str) -> subprocess.Popen[str]:
    url = house.app.config["SQLALCHEMY_DATABASE_URI"]
    often = {"SHOUWEN_SWEEP_SECONDS": "1", "SHOUWEN_DELIVER_SECONDS": "1", "SHOUWEN_LOG_LEVEL": "INFO"}
    env = {**os.environ, **settings(url), **notice_urls(port), **often, **more}
    command = [sys.executable, "-m", "flask", "--app", "app", "scheduler"]
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)


def stop(process: subprocess.Popen[str], how: signal.Signals = signal.SIGTERM) -> str:
    process.send_signal(how)
    try:
        return process.communicate(timeout=60)[1]
    finally:
        process.kill()


@pytest.mark.slow
def test_scheduler_climbs_and_delivers(overdue_house: House, port: int) -> None:
    long_ago = (clock.now() - timedelta(days=30)).astimezone(SHANGHAI)
    number = overdue_house.logs(f"{long_ago:%Y-%m-%dT10:00}")

    with post_office(port) as office:
        process = start(overdue_house, port)
        climbed = eventually(lambda: "escalate" in overdue_house.moves(number) or db.session.rollback())
        told = eventually(lambda: office.to("window@house.test"))
        said = stop(process)

    assert climbed and told, said
    assert process.returncode == 0
    assert "scheduler stopped" in said
    assert len(office.keys) == len(set(office.keys))


@pytest.mark.slow
def test_two_schedulers_climb_each_rung_once(overdue_house: House, port: int) -> None:
    long_ago = (clock.now() - timedelta(days=30)).astimezone(SHANGHAI)
    numbers = [overdue_house.logs(f"{long_ago:%Y-%m-%dT10:00}") for _ in range(5)]

    with post_office(port) as office:
        processes = [start(overdue_house, port) for _ in range(2)]
        done = eventually(lambda: len(notices(next_try_at=None)) == len(notices()) > 20)
        said = [stop(process, signal.SIGINT) for process in processes]

    assert done, said
    assert [process.returncode for process in processes] == [0, 0]
    for number in numbers:
        rungs = [
            (row.deadline_id, row.rung, row.cycle) for row in overdue_house.complaint(number).escalations
        ]
        assert rungs and len(rungs) == len(set(rungs))
    assert len(office.keys) == len(set(office.keys))


@pytest.mark.slow
def test_silent_mail_server_does_not_block_stopping(overdue_house: House, port: int) -> None:
    """A mail server that says nothing does not keep it from stopping."""
    overdue_house.logs("2026-09-18T16:00")
    with socket.create_server(("127.0.0.1", port)) as mute:
        mute.settimeout(180)
        process = start(overdue_house, port)
        connection, _ = mute.accept()  # and never a greeting
        began = time.monotonic()
        said = stop(process)
        connection.close()

    assert time.monotonic() - began < 10
    assert process.returncode == 0 and "broken_off" in said
    assert notices(recipient="citizen")[0].delivered_at is None


def test_a_job_that_raises_is_logged_without_its_words(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    from complaints.infrastructure.log_format import set_up_logs

    def break_down(now: object) -> None:
        raise RuntimeError("王女士")

    set_up_logs("INFO")
    schedule.run(house.app, schedule.Job("broken", timedelta(seconds=1), break_down))

    said = capsys.readouterr().err
    assert "RuntimeError" in said and "job failed" in said and "王女士" not in said


def test_the_jobs_run_as_often_as_the_settings_say(house: House) -> None:
    told = SimpleNamespace(sweep_seconds=7, deliver_seconds=9)

    every = {job.name: job.every for job in schedule.jobs(told)}  # type: ignore[arg-type]

    assert every["sweep"] == timedelta(seconds=7)
    assert every["deliver"] == timedelta(seconds=9)
    assert every["calendar alarm"] == every["forget answers"] == timedelta(days=1)


def test_answers_are_forgotten_after_a_week(either_house: House) -> None:
    at = shanghai("2026-09-18T16:00")
    window = either_house.officer("window").id
    with transaction() as session:
        for number in range(450):
            session.add(_answer(window, f"old {number}", at - timedelta(days=8)))
        session.add(_answer(window, "fresh", at - timedelta(days=6)))
        old = {"request_sha256": "", "answer": "{}", "at": at - timedelta(days=8)}
        session.add(PublicIdempotencyKey(key="of a citizen", **old))

    assert log_once.forget_old(at) == 451
    assert log_once.forget_old(at) == 0
    assert [row.key for row in db.session.query(IdempotencyKey)] == ["fresh"]
    assert not db.session.query(PublicIdempotencyKey).count()


def _answer(officer_id: int, key: str, at: object) -> IdempotencyKey:
    return IdempotencyKey(officer_id=officer_id, key=key, request_sha256="", answer="{}", at=at)


def test_administrators_are_warned_weekly_of_missing_year(either_house: House) -> None:
    october, november = shanghai("2026-10-31T23:00"), shanghai("2026-11-02T08:00")

    assert warn(october) == 0
    assert [warn(november + timedelta(days=day)) for day in range(8)] == [1, 0, 0, 0, 0, 0, 0, 1]

    told = notices(kind="calendar_unknown")
    assert [notice.key for notice in told] == ["calendar/2027/2026-W45", "calendar/2027/2026-W46"]
    assert {notice.role for notice in told} == {"admin"}


def test_the_warning_goes_on_in_the_year_itself(house: House) -> None:
    assert warn(shanghai("2027-03-01T08:00")) == 1
