"""Returns of a complaint as its sender judges them: rows of `ask` of the kind RETURN, one for each unit that returned it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from complaints.models.deadline import Deadline
    from complaints.models.handover import Ask

RETURN = "return"
JUDGEMENT = "return_judgement"  # the promise to judge it, and its limit
PROPER, IMPROPER = "granted", "refused"  # steps of such an ask


class ReturnFacts:
    asks: Any
    running: Any

    def return_to_judge(self, at: datetime) -> Ask | None:
        """The first return that is not judged and may be in time; else the first whose promise is late."""
        rows: list[Ask] = [row for row in self.asks if row.kind == RETURN]
        judged = {row.words["unit_id"] for row in rows if row.step != "asked"}
        waiting = [row for row in rows if row.step == "asked" and row.words["unit_id"] not in judged]
        in_time = (row for row in waiting if at <= self.judged_until(row))
        return next(in_time, None) or next((row for row in waiting if self.judgement_of(row)), None)

    def judged_until(self, asked: Ask) -> datetime:
        promise = self.judgement_of(asked)
        return promise.due_at if promise else datetime.fromisoformat(asked.words["until"])

    def judgement_of(self, asked: Ask) -> Deadline | None:
        """The promise to judge it while that runs; rules published before make none."""
        asks = [row for row in self.asks if row.kind == RETURN and row.step == "asked"]
        number = 1 + asks.index(asked)  # of its return
        own = (row for row in self.running if row.commitment == JUDGEMENT and row.part_number == number)
        return next((row for row in own if row.is_running), None)

    @property
    def improper_unit_ids(self) -> list[int]:
        """Units whose return was judged improper, in that order."""
        return [row.words["unit_id"] for row in self.asks if row.kind == RETURN and row.step == IMPROPER]

    @property
    def judged_unit_id(self) -> int | None:
        """The unit whose return was judged last."""
        judged = [row.words["unit_id"] for row in self.asks if row.kind == RETURN and row.step != "asked"]
        return judged[-1] if judged else None
