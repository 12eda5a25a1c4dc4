"""The sections of a supervisor's board: which complaints stand in each, as conditions for queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, or_
from sqlalchemy.orm import aliased

from complaints import calendar_rows
from complaints.models import Ask, Complaint, Deadline, Escalation, Officer
from complaints.visibility import not_about, visible_to
from workflows.calendar import SHANGHAI

LONG_AGO = datetime(2000, 1, 1, tzinfo=SHANGHAI)
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


Condition = Callable[[Asked], ColumnElement[bool]]


def seen_by(officer: Officer) -> ColumnElement[bool]:
    """What stands on an officer's board: what they may see, and what waits for their own review."""
    mine = _awaits_review(Escalation.reviewer_id == officer.id)
    return or_(visible_to(officer), and_(mine, not_about(officer)))


def _escalated(asked: Asked) -> ColumnElement[bool]:
    return _awaits_review()


def _asking(asked: Asked) -> ColumnElement[bool]:
    """Somebody asked for an extension, a suspension or a recusal, and nobody has decided."""
    later = aliased(Ask)
    answered = exists().where(
        later.complaint_id == Ask.complaint_id, later.kind == Ask.kind, later.id > Ask.id
    )
    asking = exists().where(Ask.complaint_id == Complaint.id, Ask.step == "asked", ~answered)
    return and_(asking, _has_a_promise())


def _soon(asked: Asked) -> ColumnElement[bool]:
    until = end_of_tomorrow(asked.at)
    falls = running(Deadline.due_at >= asked.at, Deadline.due_at < until, of_the_house())
    return and_(Complaint.next_due_at < until, falls)


def _stalled(asked: Asked) -> ColumnElement[bool]:
    late = running(Deadline.commitment == "progress", Deadline.due_at < asked.at)
    return and_(Complaint.next_due_at < asked.at, late)


def _overdue(asked: Asked) -> ColumnElement[bool]:
    late = running(Deadline.due_at < asked.at, of_the_house())
    return and_(Complaint.next_due_at < asked.at, late)


def _waiting(asked: Asked) -> ColumnElement[bool]:
    return and_(Complaint.pause_reason.is_not(None), _has_a_promise())


def _has_a_promise() -> ColumnElement[bool]:
    """True of every open complaint (a working state has a commitment running); said so that the index is used."""
    return Complaint.next_due_at > LONG_AGO


def end_of_tomorrow(at: datetime) -> datetime:
    """The end of the next working day in Shanghai: on a Friday, tomorrow is Monday."""
    today = at.astimezone(SHANGHAI).date()
    tomorrow = calendar_rows.calendar().working_day_after(today, 1)
    return datetime.combine(tomorrow + timedelta(days=1), time(), SHANGHAI)


def _awaits_review(*more: ColumnElement[bool]) -> Exists:
    return exists().where(
        Escalation.complaint_id == Complaint.id,
        *waits(Escalation),
        *more,
    )


def waits(row: Any) -> list[ColumnElement[bool]]:
    return [row.reviewed_at.is_(None), row.reminder.is_(False)]


def running(*more: ColumnElement[bool]) -> Exists:
    """A deadline of the complaint whose clock runs."""
    return exists().where(
        Deadline.complaint_id == Complaint.id,
        Deadline.met_at.is_(None),
        Deadline.void_at.is_(None),
        Deadline.paused_at.is_(None),
        *more,
    )


def of_the_house() -> ColumnElement[bool]:
    return Deadline.commitment.not_in((*OF_THE_CITIZEN, *OF_THE_BOARD))


# In the order of the board. A complaint that is late already is not shown again as late soon.
SECTIONS: dict[str, Condition] = {
    "escalated": _escalated,
    "asking": _asking,
    "soon": lambda asked: and_(_soon(asked), ~_overdue(asked)),
    "stalled": _stalled,
    "overdue": _overdue,
    "waiting": _waiting,
}
