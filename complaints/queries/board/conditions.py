"""The sections of a supervisor's board: which complaints each holds, as conditions for queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from complaints.access.prepared_queries import Asker, When, end_of_tomorrow
from complaints.access.visibility import not_about, reviewed_instead, visible_to, visible_unclimbed
from complaints.models import Complaint, Escalation, Officer
from complaints.models.owed_by_others import NOT_OF_THE_HOUSE


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


@dataclass(frozen=True)
class Scope:
    """The same, as a query knows it."""

    officer: Asker
    at: When
    narrowed: Narrowed

    @cached_property
    def visible(self) -> sa.ColumnElement[bool]:
        """What they may see; building it costs more than the database takes to answer."""
        return visible_to(self.officer, self.at)

    @cached_property
    def visible_unclimbed(self) -> sa.ColumnElement[bool]:
        return visible_unclimbed(self.officer)

    @cached_property
    def seen_of_others(self) -> sa.ColumnElement[bool]:
        """The complaints they may see though the escalations wait for others."""
        return sa.or_(self.visible_unclimbed, reviewed_instead(self.officer, self.at))


Condition = Callable[[Scope], sa.ColumnElement[bool]]
Span = tuple[When | None, When]  # from, if from any time on; until, not included


def seen_by(officer: Officer, at: datetime) -> sa.ColumnElement[bool]:
    """An officer's board holds what they may see, and what waits for their own review."""
    mine = sa.exists().where(
        Escalation.complaint_id == Complaint.id, Escalation.reviewer_id == officer.id, *waits(Escalation)
    )
    return sa.or_(
        visible_to(officer, at), sa.and_(Complaint.climbed_id.is_not(None), mine, not_about(officer))
    )


def _soon(scope: Scope) -> Span:
    """Not late yet, and late before the next working day is over."""
    return scope.at, end_of_tomorrow(scope.at)


def _late(scope: Scope) -> Span:
    return None, scope.at


def _heard(scope: Scope) -> sa.ColumnElement[bool]:
    """Excludes a complaint silent for too long: that one is stalled."""
    return sa.or_(Complaint.progress_due_at.is_(None), Complaint.progress_due_at >= scope.at)


def _waiting(scope: Scope) -> sa.ColumnElement[bool]:
    """The clock is paused, and no other running promise is late or nearly so."""
    at_ease = sa.or_(Complaint.house_due_at.is_(None), Complaint.house_due_at >= end_of_tomorrow(scope.at))
    return sa.and_(Complaint.pause_reason.is_not(None), at_ease)


def within(time: Any, span: Span) -> sa.ColumnElement[bool]:
    begins, ends = span
    return sa.and_(*([time >= begins] if begins is not None else []), time < ends)


def waits(row: Any) -> list[sa.ColumnElement[bool]]:
    return [row.reviewed_at.is_(None), row.reminder.is_(False)]


def running(row: Any) -> list[sa.ColumnElement[bool]]:
    """Of a deadline: its clock runs."""
    return [row.met_at.is_(None), row.void_at.is_(None), row.paused_at.is_(None)]


def of_the_house(row: Any) -> sa.ColumnElement[bool]:
    one: sa.ColumnElement[bool] = row.commitment.not_in(NOT_OF_THE_HOUSE)
    return one


@dataclass(frozen=True, slots=True)
class Section:
    """Open complaints no escalation of which waits, by a time of theirs, earliest first; with a `span`, where that time
    lies in it. What else they hold."""

    by: InstrumentedAttribute[datetime | None]
    span: Callable[[Scope], Span] | None = None
    more: Condition | None = None

    def holds(self, scope: Scope) -> list[sa.ColumnElement[bool]]:
        spans = [within(self.by, self.span(scope))] if self.span else []
        return [*spans, *([self.more(scope)] if self.more else [])]


# In the order of the board, after the escalations; a complaint is in the first that fits.
SECTIONS = {
    "asking": Section(Complaint.asked_at, more=lambda scope: Complaint.asked_at.is_not(None)),
    "soon": Section(Complaint.house_due_at, _soon),
    "stalled": Section(Complaint.progress_due_at, _late),
    "overdue": Section(Complaint.house_due_at, _late, _heard),
    "waiting": Section(Complaint.next_due_at, more=_waiting),
}
