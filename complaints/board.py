"""What a supervisor looks after, in six sections, each complaint in the first that fits: who holds it, why it stands there.

Every list is scoped by who is asking. A page costs the same number of queries whatever stands on it, and a count stops
at MOST_COUNTED.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from complaints import calendar_rows
from complaints.db import db
from complaints.models import Ask, Complaint, Deadline, Escalation, Officer
from complaints.visibility import not_about, visible_to
from workflows.calendar import SHANGHAI

MOST_COUNTED = 100
OF_THE_CITIZEN = ("closing", "supplement_wait")  # time a citizen has is no promise of the house
OF_THE_BOARD = ("review",)  # a supervisor's own duty stands with the escalation it belongs to


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the board is narrowed to: a unit with those below it (by path), an officer, a commitment."""

    unit_path: str = ""
    officer_id: int | None = None
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks, when, and at what part of the whole."""

    officer: Officer
    at: datetime
    narrowed: Narrowed = field(default_factory=Narrowed)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended. Escalations: 1 while they are mine, else 0. Elsewhere: the next due time."""

    key: datetime | int | None
    id: int


@dataclass(frozen=True, slots=True)
class Found:
    ids: tuple[int, ...]
    next: Place | None


Condition = Callable[[Asked], ColumnElement[bool]]


def found(section: str, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The complaints of one page of a section, in its order."""
    rows = list(db.session.execute(_ordered(section, asked, after).limit(limit + 1)))
    more, rows = len(rows) > limit, rows[:limit]
    return Found(tuple(row.id for row in rows), Place(rows[-1].key, rows[-1].place) if more else None)


def counts(asked: Asked) -> dict[str, int]:
    """How many stand in each section, in one statement; MOST_COUNTED stands for that many or more."""
    some = {
        name: _of(name, asked).with_only_columns(literal(1)).limit(MOST_COUNTED).subquery()
        for name in SECTIONS
    }
    counted = [
        select(func.count()).select_from(rows).scalar_subquery().label(name) for name, rows in some.items()
    ]
    return dict(db.session.execute(select(*counted)).one()._mapping)


def seen_by(officer: Officer) -> ColumnElement[bool]:
    """What stands on an officer's board: what they may see, and what waits for their own review."""
    mine = _awaits_review(Escalation.reviewer_id == officer.id)
    return or_(visible_to(officer), and_(mine, not_about(officer)))


def due_on(day: date, asked: Asked, limit: int, after: Place | None = None) -> Found:
    """The open complaints with a promise of the house that falls due on a day, earliest first."""
    begins = datetime.combine(day, time(), SHANGHAI)
    falls = _running(Deadline.due_at >= begins, Deadline.due_at < begins + timedelta(days=1), _of_the_house())
    query = _open(asked).filter(falls)
    return _page(query, limit, after)


def _page(query: Select[Any], limit: int, after: Place | None) -> Found:
    rows = list(db.session.execute(_by_due(query, after).limit(limit + 1)))
    more, rows = len(rows) > limit, rows[:limit]
    return Found(tuple(row.id for row in rows), Place(rows[-1].key, rows[-1].place) if more else None)


def _of(section: str, asked: Asked) -> Select[Any]:
    if section == "escalated":
        return _narrow(select(Complaint.id).filter(seen_by(asked.officer), _awaits_review()), asked)
    earlier = [~condition(asked) for condition in _before(section)]
    return _open(asked).filter(SECTIONS[section](asked), *earlier)


def _before(section: str) -> Sequence[Condition]:
    names = list(SECTIONS)
    return [SECTIONS[name] for name in names[: names.index(section)]]


def _open(asked: Asked) -> Select[Any]:
    query = select(Complaint.id).filter(Complaint.ended_at.is_(None), visible_to(asked.officer))
    return _narrow(query, asked)


def _narrow(query: Select[Any], asked: Asked) -> Select[Any]:
    narrowed = asked.narrowed
    if narrowed.unit_path:
        query = query.filter(Complaint.unit_path.startswith(narrowed.unit_path, autoescape=True))
    if narrowed.officer_id is not None:
        query = query.filter(Complaint.answerable_id == narrowed.officer_id)
    if narrowed.commitment:
        query = query.filter(_running(Deadline.commitment == narrowed.commitment))
    return query


def _ordered(section: str, asked: Asked, after: Place | None) -> Select[Any]:
    query = _of(section, asked)
    if section != "escalated":
        return _by_due(query, after)
    first = _first_waiting(asked.officer)
    query = query.join(first, first.c.complaint_id == Complaint.id)
    query = query.add_columns(first.c.mine.label("key"), first.c.first.label("place"))
    if after is not None and isinstance(after.key, int):
        query = query.filter(
            or_(first.c.mine < after.key, and_(first.c.mine == after.key, first.c.first > after.id))
        )
    return query.order_by(first.c.mine.desc(), first.c.first)


def _first_waiting(officer: Officer) -> Any:
    """For each complaint the first escalation that waits, and whether one of them waits for this officer."""
    mine = case((Escalation.reviewer_id == officer.id, 1), else_=0)
    query = select(
        Escalation.complaint_id, func.min(Escalation.id).label("first"), func.max(mine).label("mine")
    )
    waiting = query.where(Escalation.reviewed_at.is_(None), Escalation.reminder.is_(False))
    return waiting.group_by(Escalation.complaint_id).subquery()


def _by_due(query: Select[Any], after: Place | None) -> Select[Any]:
    query = query.add_columns(Complaint.next_due_at.label("key"), Complaint.id.label("place"))
    if after is not None:
        query = query.filter(_beyond(after))
    return query.order_by(Complaint.next_due_at.asc().nulls_last(), Complaint.id)


def _beyond(after: Place) -> ColumnElement[bool]:
    if after.key is None or isinstance(after.key, int):
        return and_(Complaint.next_due_at.is_(None), Complaint.id > after.id)
    same = and_(Complaint.next_due_at == after.key, Complaint.id > after.id)
    return or_(Complaint.next_due_at > after.key, same, Complaint.next_due_at.is_(None))


def _awaits_review(*more: ColumnElement[bool]) -> Exists:
    return exists().where(
        Escalation.complaint_id == Complaint.id,
        Escalation.reviewed_at.is_(None),
        Escalation.reminder.is_(False),
        *more,
    )


def _running(*more: ColumnElement[bool]) -> Exists:
    """A deadline of the complaint whose clock runs."""
    return exists().where(
        Deadline.complaint_id == Complaint.id,
        Deadline.met_at.is_(None),
        Deadline.void_at.is_(None),
        Deadline.paused_at.is_(None),
        *more,
    )


def _of_the_house() -> ColumnElement[bool]:
    return Deadline.commitment.not_in((*OF_THE_CITIZEN, *OF_THE_BOARD))


def _escalated(asked: Asked) -> ColumnElement[bool]:
    return _awaits_review()


def _asking(asked: Asked) -> ColumnElement[bool]:
    """Somebody asked for an extension, a suspension or a recusal, and nobody has decided."""
    later = aliased(Ask)
    answered = exists().where(
        later.complaint_id == Ask.complaint_id, later.kind == Ask.kind, later.id > Ask.id
    )
    return exists().where(Ask.complaint_id == Complaint.id, Ask.step == "asked", ~answered)


def _stalled(asked: Asked) -> ColumnElement[bool]:
    late = _running(Deadline.commitment == "progress", Deadline.due_at < asked.at)
    return and_(Complaint.next_due_at < asked.at, late)


def _overdue(asked: Asked) -> ColumnElement[bool]:
    late = _running(Deadline.due_at < asked.at, _of_the_house())
    return and_(Complaint.next_due_at < asked.at, late)


def _soon(asked: Asked) -> ColumnElement[bool]:
    until = end_of_tomorrow(asked.at)
    falls = _running(Deadline.due_at >= asked.at, Deadline.due_at < until, _of_the_house())
    return and_(Complaint.next_due_at < until, falls)


def _waiting(asked: Asked) -> ColumnElement[bool]:
    return Complaint.pause_reason.is_not(None)


def end_of_tomorrow(at: datetime) -> datetime:
    """The end of the next working day in Shanghai: on a Friday, tomorrow is Monday."""
    today = at.astimezone(SHANGHAI).date()
    tomorrow = calendar_rows.calendar().working_day_after(today, 1)
    return datetime.combine(tomorrow + timedelta(days=1), time(), SHANGHAI)


# In the order of the board. A complaint that is late already is not shown again as late soon.
SECTIONS: dict[str, Condition] = {
    "escalated": _escalated,
    "asking": _asking,
    "soon": lambda asked: and_(_soon(asked), ~_overdue(asked)),
    "stalled": _stalled,
    "overdue": _overdue,
    "waiting": _waiting,
}
