"""A database that goes silent: the machines still acknowledge each packet, but no answer comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from app import create_app
from complaints.infrastructure.database import db, end_reading, transaction
from complaints.infrastructure.database_waits import short_waits
from complaints.models import Unit
from tests.databases import fresh_database
from tests.house import new_app, settings, template
from tests.support.served import Answer, Served, served
from tests.support.silent_proxy import SilentProxy, silent_proxy

pytestmark = pytest.mark.postgres
COMPLAINT = {
    "category": "ATTITUDE",
    "channel": "window",
    "subject": "窗口态度",
    "narrative": "工作人员态度差。",
}
SECONDS = 15


@dataclass(frozen=True)
class Place:
    site: Served
    proxy: SilentProxy


@pytest.fixture
def database() -> str:
    return fresh_database("postgresql", template("postgresql"))


@pytest.fixture
def proxy(database: str) -> Iterator[SilentProxy]:
    url = make_url(database)
    host, port = str(url.host or url.query.get("host")), url.port or 5432
    with silent_proxy(f"{host}/.s.PGSQL.{port}" if host.startswith("/") else (host, port)) as it:
        yield it


def through(proxy: SilentProxy, database: str) -> str:
    url = make_url(database).set(host="127.0.0.1", port=proxy.port, query={"sslmode": "disable"})
    return url.render_as_string(hide_password=False)


def test_a_silent_database_is_said_in_time_and_the_site_is_whole_once_it_speaks(
    proxy: SilentProxy, database: str
) -> None:
    with served(through(proxy, database), threads=4) as site:
        token = site.token()
        assert site.asks("POST", "/api/v1/complaints", COMPLAINT, token).status == 201
        answers: list[Answer] = []
        proxy.speaks.clear()
        askers = [threading.Thread(target=_asks, args=(site, token, answers)) for _ in range(12)]
        for one in askers:
            one.start()
        health = [site.asks("GET", "/healthz", patience=3) for _ in range(20) if not time.sleep(0.5)]
        for one in askers:
            one.join()
        late = site.asks("GET", "/api/v1/complaints", token=token)
        proxy.speaks.set()
        spoke = time.monotonic()
        while (again := site.asks("POST", "/api/v1/complaints", COMPLAINT, token)).status != 201:
            assert time.monotonic() - spoke < SECONDS
            time.sleep(0.2)

    assert {answer.status for answer in [*answers, late]} == {503}
    assert all(answer.headers["Retry-After"] for answer in [*answers, late])
    assert max(answer.seconds for answer in [*answers, late]) < SECONDS
    assert [answer.status for answer in health] == [200] * 20
    assert max(answer.seconds for answer in health) < 1
    assert again.status == 201


def _asks(site: Served, token: str, answers: list[Answer]) -> None:
    answers.append(site.asks("GET", "/api/v1/complaints", token=token))


def test_work_outside_a_request_is_given_up_and_taken_up_again(proxy: SilentProxy, database: str) -> None:
    app = new_app_on(through(proxy, database), SHOUWEN_DATABASE_STATEMENT_SECONDS="1")
    with app.app_context(), short_waits():
        asks = text("SELECT count(*) FROM officer")
        assert db.session.execute(asks).scalar_one() > 0
        proxy.speaks.clear()
        began = time.monotonic()
        with pytest.raises(OperationalError):
            db.session.execute(asks)
        db.session.remove()
        assert time.monotonic() - began < 5
        proxy.speaks.set()
        assert db.session.execute(asks).scalar_one() > 0
        db.session.remove()
        db.engine.dispose()


def new_app_on(url: str, **more: str) -> Flask:
    return create_app(settings(url, **more))


def test_the_server_is_told_each_limit(database: str) -> None:
    app = new_app_on(database)
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    with app.app_context():
        with short_waits():
            assert [_shown(name) for name in names] == ["6s", "5s", "1min"]
        assert [_shown(name) for name in names] == ["10min"] * 3
        with app.test_request_context():
            assert [_shown(name) for name in names] == ["6s", "5s", "1min"]
        db.session.remove()
        db.engine.dispose()


def _shown(name: str) -> str:
    end_reading()
    return str(db.session.execute(text(f"SHOW {name}")).scalar_one())


def test_reading_keeps_prepared_statements_and_a_setting_turns_them_off(database: str) -> None:
    for prepare, kept in (("1", True), ("0", False)):
        app = new_app_on(database, SHOUWEN_DATABASE_PREPARE=prepare)
        with app.app_context():
            for _ in range(8):
                db.session.execute(text("SELECT count(*) FROM unit"))
                db.session.remove()
                with transaction():
                    pass
            names = db.session.execute(text("SELECT count(*) FROM pg_prepared_statements")).scalar_one()
            shown = [_shown("statement_timeout"), _shown("lock_timeout")]
            db.session.remove()
            db.engine.dispose()
        assert bool(names) is kept
        assert shown == ["10min"] * 2


def test_what_was_written_outside_a_transaction_is_still_undone(database: str) -> None:
    app = new_app("postgresql")
    with app.app_context():
        unit = db.session.execute(db.select(Unit).limit(1)).scalar_one()
        unit.name_zh = "改过的"
        db.session.flush()
        db.session.remove()
        assert db.session.execute(db.select(Unit).filter_by(name_zh="改过的")).first() is None
        db.session.remove()
        db.engine.dispose()
