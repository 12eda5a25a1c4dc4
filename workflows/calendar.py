"""When a promise falls due, when its ladder is climbed, and how a pause moves it (domain §5).

The first day is excluded (Civil Code §201). A limit in days ends at close of business of its
last day, and a last day off rolls to the next working day (§203). Hours count from the given
moment, inside office hours only for wh, around the clock for h.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.limits import Limit, Offset, require_unit
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
        """When a rung is climbed: at the due time, or at opening of its day."""
        due_at = in_shanghai(due_at)
        if offset.value == 0:
            return due_at
        if offset.unit == "h":
            return due_at + timedelta(hours=offset.value)
        if offset.unit == "wh":
            return self.add_working_seconds(due_at, offset.value * 3600)
        if offset.unit == "wd":
            return self.opens(self.working_day_after(due_at.date(), offset.value))
        shifted = due_at.date() + timedelta(days=offset.value)
        return self.opens(self.working_day_after(shifted, 0))

    def reminder_at(self, due_at: datetime, offset: Offset, limit: Limit) -> datetime:
        """When a rung before the due time is climbed. Where the limit runs on the clock, so does the reminder; it comes when
        half the time is gone at the earliest, for at the beginning no one needs it."""
        if limit.unit != "h":
            return self.rung_at(due_at, offset)
        before = -offset.value * (1 if offset.unit in ("h", "wh") else 24)
        return in_shanghai(due_at) - min(timedelta(hours=before), timedelta(hours=limit.value) / 2)

    def later_by(self, due_at: datetime, amount: int, limit_unit: str) -> Due:
        """A due time moved by an extension of so many of a unit, counted like a promise made at the due time."""
        return self.due(due_at, Limit(amount, limit_unit))

    def resumed(self, due_at: datetime, stopped_at: datetime, at: datetime, limit_unit: str) -> Due:
        """What `given_back` says; and where office time was lost, a limit in days never ends before close of business of
        the next working day: an officer who waited for the citizen has at least that to act. Given once for each promise.
        """
        exact = self.given_back(due_at, stopped_at, at, limit_unit)
        due_at, stopped_at, at = in_shanghai(due_at), in_shanghai(stopped_at), in_shanghai(at)
        if limit_unit in ("h", "wh") or not self._lost_time(due_at, stopped_at, at):
            return exact
        fresh = max(exact.at, self.closes(self.working_day_after(at.date(), 1)))
        return Due(fresh, self.any_guessed(at.date(), fresh.date()))

    def given_back(self, due_at: datetime, stopped_at: datetime, at: datetime, limit_unit: str) -> Due:
        """The due time once a stopped clock runs again: the stopped time is given back to the second (domain §9.1). It
        counts in office time for wh, in clock time for h, and in working days and the share of one for wd and cd. So a
        promise of days still ends at close of business where the clock resumes at the hour it had stopped; and into a
        season of shorter days no office hour is lost.

        Where no office time was lost, and where the promise was broken before the clock stopped, nothing moves.
        """
        require_unit(limit_unit)
        due_at, stopped_at, at = in_shanghai(due_at), in_shanghai(stopped_at), in_shanghai(at)
        if due_at <= stopped_at or at <= stopped_at:
            return Due(due_at, False)
        if limit_unit == "h":
            return Due(due_at + (at - stopped_at), False)
        if not self._lost_time(due_at, stopped_at, at):
            return Due(due_at, self.any_guessed(at.date(), due_at.date()))
        fresh = max(due_at, self.add_working_seconds(at, self.working_seconds(stopped_at, due_at)))
        if limit_unit != "wh":
            fresh = max(fresh, self.add_working_share(at, self.working_share(stopped_at, due_at)))
        return Due(fresh, self.any_guessed(at.date(), fresh.date()))

    def _lost_time(self, due_at: datetime, stopped_at: datetime, at: datetime) -> bool:
        """Office time, or all that was left of it."""
        if due_at <= stopped_at or at <= stopped_at:
            return False
        return at >= due_at or self.working_seconds(stopped_at, at) > 0

    def to_go(self, at: datetime, due_at: datetime) -> tuple[int, bool]:
        """Working days to the due day, or since it; and whether the due time has passed."""
        at, due_at = in_shanghai(at), in_shanghai(due_at)
        return abs(self.working_days_between(at.date(), due_at.date())), at > due_at

    def _falls_due(self, start: datetime, amount: int, unit: str) -> Due:
        day = start.date()
        if unit == "h":
            return Due(start + timedelta(hours=amount), False)
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
