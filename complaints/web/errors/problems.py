"""Errors as RFC 9457 problems. The one place where an error becomes an HTTP status.

`problem_of(error)` knows every error the program raises. An unknown one is our fault, and its details stay hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import exc
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from complaints.infrastructure.errors import (
    BadInput,
    IndexMoving,
    KeyReused,
    NoRules,
    NotFound,
    OutOfScope,
    PasswordGiven,
    QuotaReached,
    RulebookAltered,
    SecondStepMissing,
    StaleVersion,
    WorkError,
    WrongOffset,
)
from complaints.web.errors import problem_texts
from complaints.web.errors.unreadable_json import UnreadableJson
from schemas.fields import both
from workflows.errors import NotYours, Refused, UnknownMove
from workflows.language import Text

TOMORROW = "86400"
RETRY_AFTER = "10"  # seconds until a database that was away is worth asking again
# SQLSTATE classes and codes of PostgreSQL for what passes: connection lost, resources spent, operator at work,
# disk trouble, two writers in each other's way, and a server that only reads for the moment.
PASSING = ("08", "53", "57", "58", "40", "25006")


@dataclass(frozen=True)
class Problem:
    """`errors` names fields; its sentences carry both languages (`schemas.fields.both`)."""

    status: int
    detail: Text
    reasons: tuple[Text, ...] = ()
    errors: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    unexpected: bool = False
    offset: int | None = None

    @property
    def title(self) -> Text:
        return problem_texts.TITLES.get(self.status, problem_texts.TITLES[500])


def _known(status: int, **rest: Any) -> Problem:
    return Problem(status, problem_texts.DETAILS.get(status, problem_texts.DETAILS[500]), **rest)


@singledispatch
def problem_of(error: BaseException) -> Problem:
    return _known(500, unexpected=True)


@problem_of.register
def _(error: Refused) -> Problem:
    zh = "".join(reason.zh for reason in error.reasons)
    en = " ".join(reason.en for reason in error.reasons)
    status = 403 if isinstance(error, NotYours) else 409
    return Problem(status, Text(zh, en), reasons=error.reasons)


@problem_of.register(UnknownMove)
@problem_of.register(NotFound)
def _(error: UnknownMove | NotFound) -> Problem:
    return Problem(404, error.text)


@problem_of.register
def _(error: SecondStepMissing | PasswordGiven | OutOfScope) -> Problem:
    return Problem(403, error.text)


@problem_of.register
def _(error: StaleVersion) -> Problem:
    return Problem(412, error.text)


@problem_of.register
def _(error: StaleDataError) -> Problem:
    return Problem(412, StaleVersion().text)


@problem_of.register
def _(error: KeyReused) -> Problem:
    return Problem(422, error.text)


@problem_of.register
def _(error: BadInput) -> Problem:
    errors: dict[str, Any] = {}
    for name, text in error.fields.items():
        *outer, inner = name.split(".")
        place = errors
        for part in outer:
            place = place.setdefault(part, {})
        place[inner] = [both(text.zh, text.en)]
    return Problem(422, error.text, errors=errors)


@problem_of.register
def _(error: WorkError) -> Problem:
    return Problem(409, error.text)


@problem_of.register
def _(error: WrongOffset) -> Problem:
    return Problem(409, error.text, headers={"Upload-Offset": str(error.offset)}, offset=error.offset)


@problem_of.register
def _(error: QuotaReached) -> Problem:
    return Problem(429, error.text, headers={"Retry-After": TOMORROW})


@problem_of.register
def _(error: NoRules | RulebookAltered | IndexMoving) -> Problem:
    return Problem(503, error.text, headers={"Retry-After": RETRY_AFTER}, unexpected=True)


@problem_of.register
def _(error: ValidationError) -> Problem:
    messages = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
    return Problem(422, problem_texts.UNUSABLE, errors=messages)


@problem_of.register
def _(error: UnreadableJson) -> Problem:
    return Problem(400, error.text)


@problem_of.register
def _(error: HTTPException) -> Problem:
    if isinstance(error.__cause__, ValidationError):
        return problem_of(error.__cause__)
    status = error.code or 500
    kept = {
        name: value
        for name, value in error.get_response().headers.items()
        if name in ("Allow", "Retry-After", "WWW-Authenticate")
    }
    if status == 401:
        kept["WWW-Authenticate"] = 'Bearer realm="shouwen"'
    return _known(status, headers=kept, unexpected=status >= 500)


@problem_of.register(exc.DBAPIError)
@problem_of.register(exc.TimeoutError)
def _(error: exc.DBAPIError | exc.TimeoutError) -> Problem:
    """A database that is away, read-only or full: nothing was done, and it is worth trying again."""
    if _has_no_tables(error):
        return Problem(503, problem_texts.NO_TABLES, headers={"Retry-After": RETRY_AFTER}, unexpected=True)
    if _passes(error):
        return _known(503, headers={"Retry-After": RETRY_AFTER}, unexpected=True)
    return _known(500, unexpected=True)


def _has_no_tables(error: exc.DBAPIError | exc.TimeoutError) -> bool:
    """A new database, not migrated yet: undefined table in PostgreSQL's words, and in SQLite's."""
    orig = getattr(error, "orig", None)
    return getattr(orig, "sqlstate", None) == "42P01" or str(orig).startswith("no such table")


def _passes(error: exc.DBAPIError | exc.TimeoutError) -> bool:
    if isinstance(error, exc.TimeoutError | exc.OperationalError | exc.InterfaceError):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    return error.connection_invalidated or state.startswith(PASSING)
