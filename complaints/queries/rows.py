"""Complaints as lists show them: the columns their rows tell of and the promises that run, read for all rows together.

A list reads many and changes none, so they are no rows of the session: making those takes longer than asking for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaints.infrastructure.database import db
from complaints.models import Complaint, Deadline, Officer, Unit
from complaints.models.facts import Facts
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class Promise:
    """A deadline neither met nor void."""

    commitment: str
    due_at: datetime
    paused_at: datetime | None
    provisional: bool
    escalation_id: int | None

    is_running = True

    @property
    def paused(self) -> bool:
        return self.paused_at is not None


@dataclass(frozen=True, slots=True)
class Named:
    name: Text


@dataclass(slots=True)
class Listed(Facts):
    """Asks and escalations are there where a list has read them, hand-overs nowhere: what was not read has no value. Who is
    kept out is settled by the query that found it; what an act may do is asked again when it is made."""

    keeps_out = False
    received_by_id = None  # asked of a machine alone, and none reads a list
    is_joined, leading = (
        False,
        None,
    )  # a list does not say of which complaint its reader serves the joined ones

    id: int
    tracking_number: str
    rulebook_version: str
    version: int
    category: str
    urgency: str
    subject: str
    restricted: bool
    state: str
    milestone: str
    received_at: datetime
    ended_at: datetime | None
    first_responder_id: int
    answerable_id: int
    handler_id: int | None
    unit_id: int
    unit_path: str
    intake_path: str
    offered_unit_id: int | None
    respondent_unit_id: int | None
    respondent_officer_id: int | None
    recused_ids: list[int]
    past_handler_ids: list[int]
    past_responder_ids: list[int]
    refusing_unit_ids: list[int]
    pause_reason: str | None
    grade: int | None
    verified_at: datetime | None
    next_due_at: datetime | None
    escalated_at: datetime | None
    citizen_wrote_at: datetime | None
    answerable: Named
    unit: Named
    running: Sequence[Promise]
    asks: Sequence[sa.Row[Any]] = field(init=False)
    escalations: Sequence[sa.Row[Any]] = field(init=False)


COLUMNS = tuple(
    getattr(Complaint, one.name) for one in fields(Listed) if one.name in Complaint.__table__.columns
)
NAMES = (Officer.name_zh, Officer.name_en, Unit.name_zh, Unit.name_en)
PROMISE = tuple(getattr(Deadline, one.name) for one in fields(Promise))


def as_listed(query: sa.Select[Any]) -> sa.Select[Any]:
    """A query for complaints, for `read`. Names come last (an outer join): first the complaints, in their order."""
    rows = query.with_only_columns(*COLUMNS, *NAMES).outerjoin(Officer, Officer.id == Complaint.answerable_id)
    return rows.outerjoin(Unit, Unit.id == Complaint.unit_id)


def read(rows: Iterable[sa.Row[Any]]) -> list[Listed]:
    """The rows of a query `as_listed`, with the running promises: one more statement for any number."""
    found = list(rows)
    promises = _promises([row.id for row in found])
    return [_listed(row, promises.get(row.id, [])) for row in found]


def _listed(row: Any, running: list[Promise]) -> Listed:
    *columns, answerable_zh, answerable_en, unit_zh, unit_en = row
    answerable, unit = Text(answerable_zh, answerable_en), Text(unit_zh, unit_en)
    parts: list[Any] = [*columns, Named(answerable), Named(unit), running]
    return Listed(*parts)


def _promises(ids: Sequence[int]) -> dict[int, list[Promise]]:
    runs = (Deadline.met_at.is_(None), Deadline.void_at.is_(None))
    query = sa.select(Deadline.complaint_id, *PROMISE).filter(Deadline.complaint_id.in_(ids), *runs)
    found: dict[int, list[Promise]] = defaultdict(list)
    for complaint_id, *columns in db.session.execute(query.order_by(Deadline.id)) if ids else ():
        found[complaint_id].append(Promise(*columns))
    return found
