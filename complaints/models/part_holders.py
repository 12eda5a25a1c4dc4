"""Who has a part in a complaint now."""

from __future__ import annotations

from typing import Any


class PartHolders:
    id: Any
    handler_id: Any
    first_responder_id: Any
    answerable_id: Any
    taking_over_id: Any
    duty_offered_id: Any
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

    def post_held(self, post: str) -> int | None:
        """Who owes what a post of this complaint owes."""
        people = {
            "first_responder": self.first_responder_id,
            "handler": self.handler_id or self.answerable_id,
            "answerable": self.answerable_id,
            "taking_over": self.taking_over_id,
            "successor": self.duty_offered_id,
        }
        return people.get(post)
