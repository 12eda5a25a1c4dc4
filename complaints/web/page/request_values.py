"""Values of addresses and forms, read so that no input can cause a fault of ours.

Numbers, days and moments that we never sent read as nothing. The sign NUL, which PostgreSQL stores nowhere, is another one that
no text holds either: so a text with it is refused, and its place and name are told, as at every other door. An address that holds
one is an address of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask import Flask, Request, abort, request
from marshmallow import Schema
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from complaints.infrastructure import clock
from complaints.infrastructure.typed_words import load_words
from schemas import fields
from schemas.dates import TODAY, day_in
from schemas.text import NUL
from workflows.calendar import SHANGHAI

LARGEST = 2**63 - 1  # of the whole numbers a database holds
_DIGITS = re.compile(r"\d{1,19}", re.ASCII)


def whole(written: str | None) -> int | None:
    """A whole number of an address or a hidden field, from 0 to LARGEST, in plain digits; what people type is read by `Whole`."""
    if written is None or not _DIGITS.fullmatch(written.strip()):
        return None
    number = int(written)
    return number if number <= LARGEST else None


def day(written: str | None, year: int | None = None) -> date | None:
    """A day such as 2026-12-01 or 2026 年 12 月 1 日, in the years of this house; `year` is of one written without it, else
    it is the nearest."""
    try:
        found = day_in(written or "", year)
    except ValueError:
        return None
    return found if fields.FIRST_YEAR <= found.year <= fields.LAST_YEAR else None


def unread_day(*names: str) -> str:
    """The first of these in the address that holds something else than a day; empty for none."""
    return next((name for name in names if request.args.get(name) and day(request.args[name]) is None), "")


def moment(written: str | None) -> datetime | None:
    """A time with its zone, in the years of this house."""
    try:
        found = datetime.fromisoformat(written or "")
    except ValueError:
        return None
    return found if found.tzinfo and fields.FIRST_YEAR <= found.year <= fields.LAST_YEAR else None


def text_of(name: str, most: int) -> str:
    """The text of a form's field, of several lines; empty where nothing can be seen. Raises BadInput."""
    return str(read_form(Schema.from_dict({name: fields.Words(most)})()).get(name, ""))


def line_in(name: str, most: int) -> str:
    """The same of one line."""
    return str(read_form(Schema.from_dict({name: fields.Line(most)})()).get(name, ""))


def read_form(schema: Schema) -> dict[str, Any]:
    """What was typed into the form, as its schema reads it. Raises BadInput, which names each field."""
    return load_words(schema, request.form)


def set_up(app: Flask) -> None:
    app.request_class = _Plain
    app.before_request(_no_nul_in_an_address)
    app.before_request(_tell_today)
    app.teardown_request(_forget_today)


class _WithoutNul(ImmutableMultiDict[str, Any]):
    def __init__(self, came: Any = None) -> None:
        super().__init__([(_plain(name), _plain(value)) for name, value in _pairs(came)])


class _Plain(Request):
    parameter_storage_class = _WithoutNul


def _pairs(came: Any) -> Iterable[tuple[str, Any]]:
    return came.items(multi=True) if isinstance(came, MultiDict) else came or ()


def _plain(text: Any) -> Any:
    return text.replace("\0", NUL) if isinstance(text, str) else text


def _no_nul_in_an_address() -> None:
    if "\0" in request.path:
        abort(404)


def _tell_today() -> None:
    TODAY.set(clock.now().astimezone(SHANGHAI).date())


def _forget_today(_: BaseException | None) -> None:
    TODAY.set(None)
