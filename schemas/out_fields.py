"""The fields of what goes out; every one is there, empty or not."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from schemas.fields import Moment


def text(**rest: Any) -> fields.String:
    return fields.String(required=True, **rest)


def maybe() -> fields.String:
    return fields.String(required=True, allow_none=True)


def when(*, always: bool = True) -> Moment:
    return Moment(required=True, allow_none=not always, metadata={"type": "string", "format": "date-time"})


def yes_no() -> fields.Boolean:
    return fields.Boolean(required=True)


def number(*, always: bool = True) -> fields.Integer:
    return fields.Integer(required=True, allow_none=not always)


def many(inner: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(inner) if isinstance(inner, type) else inner, required=True)
