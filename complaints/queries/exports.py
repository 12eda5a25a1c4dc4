"""Lists for download: plain columns, read a page at a time, so that a year costs no more memory than a day.

No line says who a citizen is: name, number and address stay in the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.personal_data import may_read
from complaints.access.visibility import visible_to
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer, Unit
from complaints.queries.paging import Position
from complaints.queries.queues import QUEUES, Part, ordered, standing
from complaints.queries.statistics.periods import Days
from complaints.queries.worklists import standing_on
from workflows.calendar import SHANGHAI

REGISTERED = "complaints"  # everything registered in a period, ended or not
LISTS = (*QUEUES, REGISTERED)
AT_ONCE = 1000  # complaints read by one statement

_first, _answerable, _handler = (orm.aliased(Officer) for _ in range(3))
_COPIED = (
    Complaint.tracking_number,
    Complaint.rulebook_version,
    Complaint.state,
    Complaint.category,
    Complaint.channel,
    Complaint.urgency,
    Complaint.received_at,
    Complaint.accepted_at,
    Complaint.next_due_at,
    Complaint.escalated_at,
    Complaint.ended_at,
    Complaint.returns,
    Complaint.outcome,
    Complaint.restricted,
    Complaint.confidential,
)
COPIED = tuple(column.key for column in _COPIED)


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint of a list. `values` hold what COPIED names; `subject` is empty for an officer who may not read it."""

    id: int
    values: dict[str, Any]
    subject: str
    unit: tuple[str, str]
    first_responder: tuple[str, str]
    answerable: tuple[str, str]
    handler: tuple[str, str]

    @property
    def restricted(self) -> bool:
        return bool(self.values["restricted"])


Source = Callable[[Part], sa.Select[Any]]  # the query of one part of a list


def of_queue(name: str, officer: Officer, at: datetime) -> Source:
    """A queue of QUEUES."""
    return lambda part: ordered(standing(name, officer, at), part)


def of_desk(name: str, officer: Officer, at: datetime) -> Source:
    """A list of worklists.LISTS."""
    return lambda part: ordered(standing_on(name, officer, at), part)


def of_period(officer: Officer, days: Days) -> Source:
    """Complaints registered from the first to the last day in Shanghai, both included."""
    begins = datetime.combine(days.first, time(), SHANGHAI)
    ends = datetime.combine(days.last + timedelta(days=1), time(), SHANGHAI)
    registered = (Complaint.received_at >= begins, Complaint.received_at < ends)
    query = sa.select(Complaint).filter(visible_to(officer), *registered).order_by(Complaint.id)

    def of_part(part: Part) -> sa.Select[Any]:
        further = [] if part.after is None else [Complaint.id > part.after.id]
        return query.filter(*further).limit(part.limit + 1)

    return of_part


def read_pages(source: Source, officer: Officer) -> Iterator[list[Line]]:
    after: Position | None = None
    while True:
        rows = list(db.session.execute(_with_names(source(Part(after, AT_ONCE)))))
        if rows:
            yield [_line(row, officer) for row in rows[:AT_ONCE]]
        if len(rows) <= AT_ONCE:
            return
        last = rows[AT_ONCE - 1]
        after = Position(last.next_due_at, last.id)


def _with_names(query: sa.Select[Any]) -> sa.Select[Any]:
    names = [column for one in (Unit, _first, _answerable, _handler) for column in (one.name_zh, one.name_en)]
    carriers = (Complaint.first_responder_id, Complaint.answerable_id, Complaint.handler_id)
    columns: tuple[Any, ...] = (Complaint.id, Complaint.subject, *carriers, *_COPIED, *names)
    named: Any = query.with_only_columns(*columns).outerjoin(Unit, Unit.id == Complaint.unit_id)
    for person, carrier in zip((_first, _answerable, _handler), carriers, strict=True):
        named = named.outerjoin(person, person.id == carrier)
    return cast(sa.Select[Any], named)


def _line(row: Any, officer: Officer) -> Line:
    """A restricted complaint may wait for a review by a person who may not read it."""
    complaint_id, subject, *more = row
    carriers, copied, names = more[:3], more[3 : 3 + len(COPIED)], more[3 + len(COPIED) :]
    values = dict(zip(COPIED, copied, strict=True))
    hidden = values["restricted"] and "discipline" not in officer.roles and officer.id not in carriers
    shown = subject if may_read(officer) and not hidden else ""
    pairs = [(zh or "", en or "") for zh, en in zip(names[::2], names[1::2], strict=True)]
    return Line(complaint_id, values, shown, *pairs)
