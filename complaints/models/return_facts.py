"""Returns of a complaint as its sender judges them: rows of `ask` of the kind RETURN, one for each unit that returned it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from complaints.models.handover import Ask

RETURN = "return"
PROPER, IMPROPER = "granted", "refused"  # steps of such an ask


class ReturnFacts:
    asks: Any

    def return_to_judge(self, at: datetime) -> Ask | None:
        """The first return that is not judged and still may be."""
        rows: list[Ask] = [row for row in self.asks if row.kind == RETURN]
        judged = {row.words["unit_id"] for row in rows if row.step != "asked"}
        waiting = (row for row in rows if row.step == "asked" and row.words["unit_id"] not in judged)
        return next((row for row in waiting if at <= datetime.fromisoformat(row.words["until"])), None)

    @property
    def improper_unit_ids(self) -> list[int]:
        """Units whose return was judged improper, in that order."""
        return [row.words["unit_id"] for row in self.asks if row.kind == RETURN and row.step == IMPROPER]

    @property
    def judged_unit_id(self) -> int | None:
        """The unit whose return was judged last."""
        judged = [row.words["unit_id"] for row in self.asks if row.kind == RETURN and row.step != "asked"]
        return judged[-1] if judged else None
