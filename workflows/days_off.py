"""The new due time when days before it are taken off after it was promised (Civil Code §203, domain §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from workflows.calendar import SHANGHAI, Calendar, in_shanghai


@dataclass(frozen=True, slots=True)
class Change:
    """The calendar before and after some of its days changed; `first` is the first day that did."""

    before: Calendar
    after: Calendar
    first: date

    def due(self, due_at: datetime, unit: str, began: datetime) -> datetime:
        """The due time of a promise that began at `began`: later by the working time that was taken away, never earlier.

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
        return max(due_at, self._given_back(due_at, unit, since))

    def _given_back(self, due_at: datetime, unit: str, since: datetime) -> datetime:
        """Hours in office time, days in working days and the share of one, so that a day's promise still ends at close."""
        if unit == "wh":
            return self.after.add_working_seconds(since, self.before.working_seconds(since, due_at))
        left = self.before.working_share(since, due_at)
        return self.after.add_working_share(since, left) if left > 0 else due_at
