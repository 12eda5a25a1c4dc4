"""The days a citizen has to supply what is missing: they run from when the citizen was told of it (domain §1.2 d, e)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from complaints.models.deadline import Deadline

WAITS, TELLING = "supplement_wait", "telling"


class CitizenDays:
    deadline: Callable[[str], Deadline | None]

    @property
    def supply_by(self) -> datetime | None:
        """Until when they have; None while they were not told, or nothing is asked of them."""
        wait, telling = self.deadline(WAITS), self.deadline(TELLING)
        if wait is None or (telling is not None and telling.started_at <= wait.started_at):
            return None
        return wait.due_at
