"""When a promise falls due, when its ladder is climbed, and what a pause leaves of it (domain §5).

The first day is excluded (Civil Code §201). A limit in days ends at close of business of its
last day, and a last day off rolls to the next working day (§203). Hours count from the given
moment, inside office hours only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.limits import BadLimit, Limit, Offset, require_unit
from workflows.office_hours import (
    DEFAULT_HOURS,
    SHANGHAI,
    NaiveDatetime,
    OfficeHours,
    in_shanghai,
)
from workflows.working_time import WorkingTime

__all__ = [
    "DEFAULT_HOURS",
    "SHANGHAI",
    "Calendar",
    "Due",
    "NaiveDatetime",
    "OfficeHours",
    "in_shanghai",
]


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due; `counted` are its working days one by one, for limits in wd."""

    at: datetime
    provisional: bool
    counted: tuple[date, ...] = ()


class Calendar(WorkingTime):
    """Working time, and the promises measured in it."""

    def due(self, start: datetime, limit: Limit) -> Due:
        amount = limit.value * 3600 if limit.unit == "wh" else limit.value
        return self._falls_due(in_shanghai(start), amount, limit.unit)

    def rung_at(self, due_at: datetime, offset: Offset) -> datetime:
        """When a rung is climbed: at the due time, or at opening of the day it stands on."""
        due_at = in_shanghai(due_at)
        if offset.value == 0:
            return due_at
        if offset.unit == "wh":
            return self.add_working_seconds(due_at, offset.value * 3600)
        if offset.unit == "wd":
            return self.opens(self.working_day_after(due_at.date(), offset.value))
        shifted = due_at.date() + timedelta(days=offset.value)
        return self.opens(self.working_day_after(shifted, 0))

    def remaining(self, at: datetime, due_at: datetime, limit_unit: str) -> int:
        """What a pause leaves: days for wd and cd, office seconds for wh; never below zero."""
        require_unit(limit_unit)
        at, due_at = in_shanghai(at), in_shanghai(due_at)
        if limit_unit == "wh":
            return max(self.working_seconds(at, due_at), 0)
        if limit_unit == "wd":
            return max(self.working_days_between(at.date(), due_at.date()), 0)
        return max((due_at.date() - at.date()).days, 0)

    def resume(self, at: datetime, remaining: int, limit_unit: str) -> Due:
        """The new due time once the clock runs again, from what `remaining` gave."""
        require_unit(limit_unit)
        if remaining < 0:
            raise BadLimit("剩余时间不能小于零。", "What remains of a promise cannot be below zero.")
        return self._falls_due(in_shanghai(at), remaining, limit_unit)

    def to_go(self, at: datetime, due_at: datetime) -> tuple[int, bool]:
        """Working days to the due day, or since it; and whether the due time has passed."""
        at, due_at = in_shanghai(at), in_shanghai(due_at)
        return abs(self.working_days_between(at.date(), due_at.date())), at > due_at

    def _falls_due(self, start: datetime, amount: int, unit: str) -> Due:
        day = start.date()
        if unit == "wh":
            at = self.add_working_seconds(start, amount)
            return Due(at, self.any_guessed(day, at.date()))
        next_day = day + timedelta(days=1)
        if unit == "wd":
            last = self.working_day_after(day, amount)
            counted = self.working_days(next_day, last)
        else:
            last = self.working_day_after(day + timedelta(days=amount), 0)
            counted = ()
        return Due(self.closes(last), self.any_guessed(min(next_day, last), last), counted)
