"""How the call-backs of a month went, by unit: each promise of a call counts once, in the month it was made.

A citizen called three times in vain is one who was never reached, and is not left out of anything: those who did not answer
stand beside those who are satisfied. Complaints joined to one another are one matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Event, Unit
from complaints.queries.call_backs import CALL_BACK, MADE
from complaints.queries.statistics.indicators import Chosen, Share

# Of each promise of a call one of: reached; called in vain only; rated before any call; not called yet.
OUTCOMES = ("reached", "vain", "rated", "untried")
NUMBERS = ("owed", *OUTCOMES, "satisfied", "asked")


@dataclass(slots=True)
class Called:
    """One promise of a call, and what became of it."""

    complaint_id: int
    unit_id: int
    met: bool
    calls: list[dict[str, Any]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if any(call.get("reached") for call in self.calls):
            return "reached"
        if self.calls:
            return "vain"
        return "rated" if self.met else "untried"

    @property
    def numbers(self) -> Iterator[str]:
        yield from ("owed", self.outcome)
        said = [call["satisfied"] for call in self.calls if "satisfied" in call]
        if said:  # the last word counts
            yield "asked"
            yield from ["satisfied"] if said[-1] else []


class Outcomes(Counter[str]):
    """How many of each of NUMBERS."""

    @property
    def no_answer(self) -> Share:
        """Of those who were called, the ones never reached."""
        return Share(self["vain"], self["vain"] + self["reached"])

    @property
    def satisfied(self) -> Share:
        return Share(self["satisfied"], self["asked"])


def outcomes_by_unit(chosen: Chosen) -> dict[int, Outcomes]:
    found: dict[int, Outcomes] = defaultdict(Outcomes)
    for one in read_called(chosen):
        found[one.unit_id].update(one.numbers)
    return dict(found)


def whole_of(by_unit: dict[int, Outcomes]) -> Outcomes:
    whole = Outcomes()
    for one in by_unit.values():
        whole.update(one)
    return whole


def list_behind(number: str, chosen: Chosen, unit: Unit | None, limit: int) -> list[Complaint]:
    """The complaints that one of NUMBERS counts in the row of a unit, or in the whole, oldest first."""
    counted = [one for one in read_called(chosen) if unit is None or one.unit_id == unit.id]
    ids = sorted({one.complaint_id for one in counted if number in one.numbers})[:limit]
    query = sa.select(Complaint).filter(Complaint.id.in_(ids)).order_by(Complaint.id)
    return list(db.session.scalars(query.options(orm.joinedload(Complaint.unit))))


def read_called(chosen: Chosen) -> list[Called]:
    """A call belongs to the last promise made before it."""
    by_complaint: dict[int, list[tuple[datetime, Called | None]]] = defaultdict(list)
    for row in db.session.execute(_promises(chosen)):
        inside = chosen.period.begins <= row.started_at < min(chosen.period.ends, chosen.at)
        one = Called(row.complaint_id, row.unit_id, row.met_at is not None) if inside else None
        by_complaint[row.complaint_id].append((row.started_at, one))
    for call in db.session.execute(_calls(chosen)):
        before = [one for started_at, one in by_complaint[call.complaint_id] if started_at <= call.at]
        if before and before[-1] is not None:
            before[-1].calls.append(call.detail)
    return [one for rows in by_complaint.values() for _, one in rows if one is not None]


def _promises(chosen: Chosen) -> sa.Select[Any]:
    """Those of the period, and the later ones of the same complaints."""
    unit = sa.func.coalesce(Deadline.unit_id, Complaint.unit_id)
    columns: list[Any] = [Deadline.complaint_id, Deadline.started_at, Deadline.met_at]
    query = (
        sa.select(*columns, Unit.id.label("unit_id"))
        .join(Complaint, Complaint.id == Deadline.complaint_id)
        .join(Unit, Unit.id == unit)
        .filter(Deadline.commitment == CALL_BACK, Deadline.void_at.is_(None))
        .filter(Deadline.started_at >= chosen.period.begins, *chosen.conditions)
    )
    if chosen.unit_path:
        query = query.filter(Unit.path.startswith(chosen.unit_path, autoescape=True))
    return query.order_by(Deadline.complaint_id, Deadline.id)


def _calls(chosen: Chosen) -> sa.Select[Any]:
    owed = _promises(chosen).with_only_columns(Deadline.complaint_id).order_by(None)
    query = sa.select(Event.complaint_id, Event.at, Event.detail).filter(MADE, Event.at <= chosen.at)
    return query.filter(Event.at >= chosen.period.begins, Event.complaint_id.in_(owed)).order_by(Event.id)
