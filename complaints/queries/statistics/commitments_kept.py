"""How well promises were kept in the last ninety days: counts for everybody, so small numbers are left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline
from complaints.models.deadline import fell_due, was_broken, was_renewed
from complaints.queries.statistics.snapshots import read_or_count

PERIOD = timedelta(days=90)
FEWEST = 10  # fewer than this could point at a person
STALE = timedelta(hours=1)
NAME = "promises kept"


@dataclass(frozen=True, slots=True)
class Share:
    """Of `due` promises that fell due, `kept` were met in time. Promises extended before are renewed ones, counted apart
    from first ones."""

    due: int
    kept: int
    renewed: int = 0
    kept_renewed: int = 0

    @property
    def tellable(self) -> bool:
        return self.due >= FEWEST

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when every one was kept."""
        return self.kept * 100 // self.due


def shares(at: datetime) -> dict[tuple[str, str], Share]:
    """By (category, commitment). Without a scheduler, counted at most once an hour in a process."""
    rows = read_or_count(NAME, at, lambda: count(at), here=STALE).rows
    return {(category, commitment): Share(*counted) for category, commitment, *counted in rows}


def count(at: datetime) -> list[list[Any]]:
    """Category, commitment, how many fell due, how many were kept; and of both, how many after an extension."""
    in_time = case((was_broken(at), 0), else_=1)
    renewed = case((was_renewed(), 1), else_=0)
    counted = (func.count(), func.sum(in_time), func.sum(renewed), func.sum(in_time * renewed))
    query = (
        select(Complaint.category, Deadline.commitment, *counted)
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .where(
            Deadline.due_at >= at - PERIOD,
            fell_due(at),
            Deadline.commitment.in_(("acceptance", "handling", "feedback")),
            Complaint.restricted.is_(False),
        )
        .group_by(Complaint.category, Deadline.commitment)
    )
    return [[row[0], row[1], *(int(one or 0) for one in row[2:])] for row in db.session.execute(query)]
