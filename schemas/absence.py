"""Who is away from which day to which, and who stands in."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import fields

from schemas.fields import _ALWAYS, FIRST_YEAR, LAST_YEAR, Code, Typed, both


class Day(fields.Field[date]):
    """A date such as 2026-12-01."""

    default_error_messages = {
        **_ALWAYS,
        "invalid": both("须是日期，如 2026-12-01。", "This should be a date such as 2026-12-01."),
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> date:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            raise self.make_error("invalid") from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.make_error("invalid")
        return day


class AbsenceIn(Typed):
    officer = Code(required=True)
    deputy = Code(required=True)
    first = Day(required=True)
    last = Day(required=True)
