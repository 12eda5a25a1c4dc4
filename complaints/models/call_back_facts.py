"""What decides whether a citizen is called back, where the rulebook lets a sample be drawn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models.call_back_seed import month_of, seed_of
from complaints.models.deadline import Deadline, was_broken
from complaints.models.owed_by_others import NOT_OF_THE_HOUSE
from workflows.call_back import place_of


def broken_promises(complaint_id: Any, at: Any) -> sa.Select[Any]:
    """Those the office owed, of a complaint until then, or of the columns of a query around it; what is owed by the citizen does
    not count."""
    return sa.select(Deadline.id).filter(
        Deadline.complaint_id == complaint_id, Deadline.commitment.not_in(NOT_OF_THE_HOUSE), was_broken(at)
    )


class CallBackFacts:
    id: Any
    tracking_number: Any

    def broke_a_promise(self, at: datetime) -> bool:
        return db.session.execute(broken_promises(self.id, at).limit(1)).first() is not None

    def place_in_call_sample(self, at: datetime) -> int:
        """In the sample of the month in which the citizen is told. Inside a transaction."""
        return place_of(seed_of(month_of(at), at), self.tracking_number)
