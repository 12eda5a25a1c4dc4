"""The databases tests run on are real, empty and each test's own."""

from __future__ import annotations

import os
import subprocess
import tempfile

import pytest
from sqlalchemy import create_engine, inspect, text

from tests import databases
from tests.databases import drop_database, fresh_database, postgres_url

KINDS = [pytest.param("postgresql", marks=pytest.mark.postgres), "sqlite"]


def tables(url):
    engine = create_engine(url)
    found = sorted(inspect(engine).get_table_names())
    engine.dispose()
    return found


def execute(url, command):
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(command))
    engine.dispose()


@pytest.mark.parametrize("kind", KINDS)
def test_two_fresh_databases_know_nothing_of_each_other(kind):
    first, second = fresh_database(kind), fresh_database(kind)

    execute(first, "CREATE TABLE unit (code text)")

    assert (tables(first), tables(second)) == (["unit"], [])


@pytest.mark.parametrize("kind", KINDS)
def test_copied_database_is_independent_of_template(kind):
    """A copy holds what its template held and then goes its own way."""
    template = fresh_database(kind)
    execute(template, "CREATE TABLE unit (code text)")

    copy = fresh_database(kind, template=template)
    execute(copy, "CREATE TABLE officer (code text)")

    assert (tables(copy), tables(template)) == (["officer", "unit"], ["unit"])


@pytest.mark.postgres
def test_a_dropped_database_is_gone():
    url = fresh_database("postgresql")

    drop_database(url)

    with pytest.raises(Exception, match="does not exist"):
        tables(url)


@pytest.mark.postgres
def test_the_server_trades_safety_for_speed():
    if databases.os.environ.get("SHOUWEN_TEST_POSTGRES_URL"):
        pytest.skip("the server was given by SHOUWEN_TEST_POSTGRES_URL and keeps its own settings")
    engine = create_engine(postgres_url())

    with engine.connect() as connection:
        settings = [connection.scalar(text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]

    engine.dispose()
    assert settings == ["off", "off"]


@pytest.fixture
def no_server(monkeypatch):
    """A PostgreSQL address without a server."""
    monkeypatch.setenv("SHOUWEN_TEST_POSTGRES_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setattr(databases, "_server", databases._server.__wrapped__)
    return monkeypatch


def test_without_postgresql_a_test_is_skipped_with_the_reason(no_server):
    no_server.delenv("SHOUWEN_TEST_EVERYTHING", raising=False)

    with pytest.raises(pytest.skip.Exception, match="PostgreSQL cannot start: OperationalError"):
        postgres_url()


def test_without_postgresql_a_test_fails_where_everything_must_run(no_server):
    no_server.setenv("SHOUWEN_TEST_EVERYTHING", "1")

    with pytest.raises(pytest.fail.Exception, match="PostgreSQL cannot start"):
        postgres_url()


@pytest.fixture
def disk_usage(monkeypatch):
    """Sets the size of the memory file system; the place is found again."""
    monkeypatch.setattr(databases, "_place", databases._place.__wrapped__)
    return lambda total, free: monkeypatch.setattr(
        databases.shutil,
        "disk_usage",
        lambda path: databases.shutil._ntuple_diskusage(total, total - free, free),
    )


@pytest.mark.parametrize(
    ("total", "free"),
    [(64 << 20, 64 << 20), (8 << 30, 3 << 30), (databases.ENOUGH - 1, databases.ENOUGH - 1)],
)
def test_small_or_full_memory_keeps_no_databases(disk_usage, total, free):
    disk_usage(total, free)

    assert str(databases._place()) == tempfile.gettempdir()


def test_databases_lie_in_memory_with_room(disk_usage, monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "MEMORY", tmp_path)
    disk_usage(databases.ENOUGH, databases.ENOUGH)

    assert databases._place() == tmp_path


def test_system_without_memory_folder_uses_temporary_files(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "MEMORY", tmp_path / "absent")

    assert str(databases._place.__wrapped__()) == tempfile.gettempdir()


def test_files_of_killed_run_are_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "_place", lambda: tmp_path)
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, used = (tmp_path / f"{databases.FILES}{process}-x" for process in (ended.pid, os.getpid()))
    left.mkdir()
    used.mkdir()

    databases._remove_files_of_killed_runs()

    assert (left.exists(), used.exists()) == (False, True)
