"""Who has a part in a complaint now."""

from __future__ import annotations

from typing import Any


class PartHolders:
    id: Any
    handler_id: Any
    review_duty_ids: Any
    _took_part_ids: Any

    def holder_of(self, part: str) -> int | None:
        """By one of `workflows.parts`; of several reviewers, the last it went to."""
        if part == "reviewer":
            return next(iter(self.review_duty_ids[::-1]), None)
        if part == "second":
            return next(iter(sorted(self._took_part_ids - {self.handler_id})), None)
        holder: int | None = getattr(self, f"{part}_id")
        return holder
