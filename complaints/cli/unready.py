"""A command in a house that is not ready says so in a sentence: no database there, or no tables in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from complaints.infrastructure.database import db
from complaints.models import Complaint


def say_so(command: click.Command) -> None:
    """Of the command, and of all below it."""
    for below in getattr(command, "commands", {}).values():
        say_so(below)
    if command.callback is not None:
        command.callback = _saying_so(command.callback)


def _saying_so(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **words: Any) -> Any:
        try:
            return callback(*args, **words)
        except DBAPIError as error:
            trouble = _trouble()
            if trouble is None:
                raise
            raise click.ClickException(trouble) from error

    return run


def _trouble() -> str | None:
    """None where the database is ready, and the error is ours."""
    try:
        if inspect(db.engine).has_table(Complaint.__tablename__):
            return None
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0]
        return f"数据库打不开，请看 SHOUWEN_DATABASE_URL 和数据库是否在运行 (the database cannot be opened): {said}"
    return "数据库里还没有表，请先运行 flask db upgrade (no tables yet: run `flask db upgrade` first)."
