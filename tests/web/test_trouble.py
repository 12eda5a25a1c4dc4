"""When the request or the system fails: every answer is a problem with a sentence, and nothing is half done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from tests.house import House
from tests.web.api import COMPLAINT, Api, problem


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"narrative": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b"category=ATTITUDE", "application/x-www-form-urlencoded", 415),
        (b"<x/>", "text/xml", 415),
        (b"x" * (11 * 1024 * 1024), "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_for_what_it_is(api, body, content_type, status):
    problem(api.by("window").raw("/complaints", body, content_type), status)


def test_a_lone_surrogate_is_no_text(api):
    body = b'{"category": "ATTITUDE", "channel": "window", "narrative": "a\\ud800b", "\\udfff": 1}'

    assert "narrative" in problem(api.by("window").raw("/complaints", body), 422)["errors"]


def test_an_unknown_address_and_a_wrong_method_are_problems_too(api):
    problem(api.by("window").get("/nowhere"), 404)
    wrong = api.by("window").get("/session")
    assert problem(wrong, 405) and "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize("number", ["0", "%00", "１２３", "x" * 300, "😀", "%F0%90%8D"])
def test_a_number_that_is_none_is_not_found(api, number):
    problem(api.by("window").get(f"/complaints/{number}"), 404)


def test_a_fault_of_ours_tells_nothing_of_its_inside(api, monkeypatch):
    def falls_over(*args: object) -> None:
        raise RuntimeError("李大爷 13800138000")

    monkeypatch.setattr("complaints.web.api.complaints.intake_of", falls_over)

    answer = api.by("window").post("/complaints", COMPLAINT)

    assert problem(answer, 500) and "RuntimeError" not in answer.text
    assert "李大爷" not in str(answer.json)


def test_what_is_recorded_of_a_fault_holds_no_word_that_was_typed(api, monkeypatch):
    recorded: list[dict] = []
    monkeypatch.setattr(
        "complaints.web.errors.handlers.log.error",
        lambda said, **words: recorded.append(words),
        raising=False,
    )

    def falls_over(*args: object) -> None:
        raise RuntimeError("李大爷 13800138000")

    monkeypatch.setattr("complaints.web.api.complaints.intake_of", falls_over)
    api.by("window").post("/complaints", COMPLAINT)

    assert recorded[0]["error"] == "RuntimeError" and recorded[0]["where"]
    assert "13800138000" not in str(recorded) and "李大爷" not in str(recorded)


def test_an_error_of_the_database_does_not_say_what_was_being_written(house):
    with pytest.raises(IntegrityError) as refused, transaction() as session:
        session.execute(insert(Complaint).values(subject="李大爷 13800138000"))

    assert "INSERT" in str(refused.value) and "13800138000" not in str(refused.value)


def test_a_database_that_only_reads_is_said_and_nothing_is_half_done(api):
    number = api.logged()["tracking_number"]
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    db.session.remove()
    db.engine.dispose()

    from sqlalchemy import event

    def read_only(connection, record):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA query_only = ON")

    event.listen(db.engine, "connect", read_only)
    try:
        for answer in (
            api.by("window").post("/complaints", COMPLAINT),
            api.by("window").move(number, "accept"),
        ):
            assert problem(answer, 503) and int(answer.headers["Retry-After"]) > 0
        assert api.by("window").get(f"/complaints/{number}").json["accepted_at"] is None
    finally:
        event.remove(db.engine, "connect", read_only)
        db.engine.dispose()
    assert len(list(db.session.scalars(select(Complaint)))) == 1
    assert len(list(db.session.scalars(select(Event)))) == 1


def test_a_database_that_is_away_is_said_and_the_program_stays_up(api):
    api.logged()
    window = api.by("window")
    file = Path(str(make_url(str(db.engine.url)).database))
    away = file.with_suffix(".away")
    db.session.remove()
    db.engine.dispose()
    os.rename(file, away)
    file.mkdir()  # nothing can be opened there
    try:
        for answer in (
            window.get("/complaints"),
            window.post("/complaints", COMPLAINT),
            window.get("/readyz"),
        ):
            assert problem(answer, 503) and answer.headers["Retry-After"]
        assert window.get("/healthz").status_code == 200
        assert window.get("/metrics").status_code == 200
    finally:
        db.session.remove()
        db.engine.dispose()
        file.rmdir()
        os.rename(away, file)
    assert window.get("/complaints").status_code == 200


def test_the_house_is_ready_once_it_is_migrated_and_has_rules_also_ahead_of_the_program(api):
    assert api.by(None).get("/readyz").json == {"status": "ok"}
    client = api.house.app.test_client()
    assert [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")] == [200] * 3
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of next year'"))
    assert api.by(None).get("/readyz").status_code == 200

    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    problem(api.by(None).get("/readyz"), 503)


def test_the_meters_count_requests_and_tell_how_far_behind_the_sweep_is(api):
    api.house.logs("2026-09-18T16:00")
    api.by("window").get("/me")

    told = api.by(None).get("/metrics")

    assert told.mimetype == "text/plain"
    assert 'endpoint="api_reference.get_me",method="GET",status="200"' in told.text
    lag = next(row for row in told.text.splitlines() if row.startswith("shouwen_sweep_lag_seconds "))
    assert float(lag.split()[1]) > 0


def test_outside_the_api_trouble_is_a_page(api):
    answer = api.house.app.test_client().get("/nowhere-at-all")

    assert (answer.status_code, answer.mimetype) == (404, "text/html")
