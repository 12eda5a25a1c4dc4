"""The new due time when days before it are taken off after it was promised (Civil Code §203, domain §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from workflows.calendar import SHANGHAI, Calendar, in_shanghai

Pause = tuple[datetime, datetime]  # when a clock stopped, and when it ran on with that time given back


@dataclass(frozen=True, slots=True)
class Change:
    """The calendar before and after some of its days changed; `first` is the first day that did."""

    before: Calendar
    after: Calendar
    first: date

    def due(self, due_at: datetime, unit: str, began: datetime, pauses: Sequence[Pause] = ()) -> datetime:
        """The due time of a promise that began at `began`: later by the working time that was taken away, never earlier.
        What lay inside one of the `pauses`, which are in order, was given back with that pause and is not given twice.

        A limit in working days still ends at close of business. One in calendar days, or a fixed date, moves only when its
        last day is taken off. Hours of the clock (h) run through closed days.
        """
        due_at, began = in_shanghai(due_at), in_shanghai(began)
        since = max(datetime.combine(self.first, time(), SHANGHAI), began)
        if unit == "h" or due_at <= since:
            return due_at
        if unit not in ("wh", "wd"):
            if self.after.is_working(due_at.date()) or not self.before.is_working(due_at.date()):
                return due_at
            since = datetime.combine(due_at.date(), time(), SHANGHAI)
        return max(due_at, self._given_back(due_at, unit, since, pauses))

    def _given_back(self, due_at: datetime, unit: str, since: datetime, pauses: Sequence[Pause]) -> datetime:
        """Hours in office time, days in working days and the share of one, so that a day's promise still ends at close."""
        lost, runs_since = Fraction(0), since
        for stopped, resumed in pauses:
            if resumed > runs_since:
                ran = runs_since, max(stopped, runs_since)
                lost += _worked(self.before, *ran, unit) - _worked(self.after, *ran, unit)
                runs_since = resumed
        left = _worked(self.before, runs_since, due_at, unit) + lost
        if left <= 0:
            return due_at
        if unit == "wh":
            return self.after.add_working_seconds(runs_since, int(left))
        return self.after.add_working_share(runs_since, left)


def _worked(calendar: Calendar, a: datetime, b: datetime, unit: str) -> Fraction:
    return Fraction(calendar.working_seconds(a, b)) if unit == "wh" else calendar.working_share(a, b)
