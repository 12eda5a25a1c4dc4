"""A command in a house that is not ready says so in a sentence."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from tests.house import House, settings


def _run(app: Flask, command: list[str]) -> Result:
    """In the context of this app, whichever context an earlier test left open."""
    with app.app_context():
        return app.test_cli_runner().invoke(args=command)


@pytest.mark.parametrize("command", [["seed"], ["sweep"], ["ledger", "verify"], ["deliver"]])
def test_without_tables_a_command_says_what_to_run_first(tmp_path, command) -> None:
    app = create_app(settings(f"sqlite:///{tmp_path}/empty.sqlite"))

    run = _run(app, command)

    assert run.exit_code == 1 and "flask db upgrade" in run.output and "Traceback" not in run.output


def test_without_a_database_a_command_says_where_to_look(tmp_path) -> None:
    app = create_app(settings(f"sqlite:///{tmp_path}/nowhere/house.sqlite"))

    run = _run(app, ["sweep"])

    assert run.exit_code == 1 and "unable to open database file" in run.output


def test_error_of_ready_database_is_shown(house: House, monkeypatch) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import OperationalError

    from complaints.cli import complaints
    from complaints.infrastructure.database import db

    monkeypatch.setattr(complaints, "sweep", lambda at: db.session.execute(text("SELECT nothing")))

    run = house.app.test_cli_runner().invoke(args=["sweep"])

    assert isinstance(run.exception, OperationalError)
