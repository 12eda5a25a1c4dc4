"""The lists of an officer's desk, ordered by the next promise, each with its true count.

All lists are scoped by who asks. A page costs the same number of queries whatever it shows, and a count stops at
MOST_COUNTED, so that a full list costs no more to count than a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from complaints.access.prepared_queries import Asker, When, ask, midnight
from complaints.infrastructure.database import db
from complaints.models import Complaint, Officer
from complaints.models.owed_by_others import OF_OTHERS
from complaints.queries import rows
from complaints.queries.paging import STILL_MINE, Carried, by_name
from complaints.queries.queues import OF_A_DESK, On, Page, Part, cut, ordered, overdue
from complaints.queries.rows import Listed, Promise, as_listed
from workflows.language import Milestone

MOST_COUNTED = 100
ON_A_PAGE = 25

FIRST_PAGE = Part(limit=ON_A_PAGE)
Condition = Callable[[Asker, When], sa.ColumnElement[bool]]


def _due_today(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    """A promise falls due before this day ends in Shanghai, and has not yet."""
    return sa.and_(Complaint.next_due_at >= at, Complaint.next_due_at < midnight(at))


def _waiting(officer: Asker, at: When) -> sa.ColumnElement[bool]:
    """Waiting for the citizen: missing items were asked for, or the result was sent and a rating may come.

    The statement holds the words themselves, as the index does, or the index would not be used.
    """
    supplement, told = (
        sa.literal(word, literal_execute=True) for word in ("supplement", Milestone.TOLD.value)
    )
    return sa.or_(Complaint.pause_reason == supplement, Complaint.milestone == told)


LISTS = ("mine", "offered", "today", "overdue", "tracking", "waiting", "unit")
# 仍由我负责: what I answer for, work on, or took in, wherever it is now (domain §1: 谁首问谁跟踪到底); and parts of it.
MINE: dict[str, Condition | None] = {
    "mine": None,
    "today": _due_today,
    "overdue": overdue,
    "waiting": _waiting,
}

_OFFERS = (
    orm.defer(Complaint.narrative),
    orm.joinedload(Complaint.answerable),
    orm.joinedload(Complaint.unit),
    *map(orm.selectinload, (Complaint.running, Complaint.handovers, Complaint.asks, Complaint.escalations)),
)


def page(name: str, officer: Officer, at: datetime, part: Part = FIRST_PAGE) -> Page[Listed]:
    """One page of a list of LISTS."""
    if part.after is not None:
        return cut(rows.read(db.session.execute(_page(officer, at, name, part))), part)
    return cut(rows.read(ask(_page, officer, at, name, part)), part)


def offers(officer: Officer, at: datetime, part: Part = FIRST_PAGE) -> Page[Complaint]:
    """One page of what is offered, with what deciding on an offer needs."""
    query = ordered(standing_on("offered", officer, at), part).options(*_OFFERS)
    return cut(db.session.scalars(query), part)


def _page(officer: Asker, at: When, name: str, part: Part) -> sa.Select[Any]:
    return as_listed(ordered(standing_on(name, officer, at), part))


def counts(officer: Officer, at: datetime) -> dict[str, int]:
    """How many each list holds, in one statement; MOST_COUNTED means that many or more."""
    found = ask(_counts, officer, at).one()._mapping
    return {name: min(found[name], MOST_COUNTED) for name in LISTS}


def _counts(officer: Asker, at: When) -> sa.Select[Any]:
    counted: list[Any] = [_counted(standing_on(name, officer, at)).label(name) for name in LISTS]
    return sa.select(*counted)


def standing_on(name: str, officer: Asker, at: When) -> On:
    """The content of a list of LISTS."""
    if name not in MINE:
        return OF_A_DESK[name](officer, at)
    part = MINE[name]
    return by_name(officer, STILL_MINE, *([part(officer, at)] if part else []))


def _counted(on: On) -> sa.ScalarSelect[int]:
    if isinstance(on, Carried):
        return on.counted(MOST_COUNTED)
    # Counted in order of the next promise, along an index: else the whole table might be read for a few.
    some = (
        sa.select(sa.literal(1))
        .select_from(Complaint)
        .filter(*on)
        .order_by(Complaint.next_due_at, Complaint.id)
    )
    return sa.select(sa.func.count()).select_from(some.limit(MOST_COUNTED).subquery()).scalar_subquery()


def next_promise(complaint: Listed | Complaint) -> Promise | None:
    """The promise that gives a complaint its place: the earliest whose clock runs, else the earliest at all. A duty to
    review is a supervisor's own, and is on the board."""
    own = [row for row in complaint.running if row.commitment not in OF_OTHERS]
    promises: list[Promise] = sorted(own, key=lambda row: (row.paused, row.due_at))
    return promises[0] if promises else None
