"""Prepared queries: written once for everybody with the same roles, with places for who asks and when, filled in each time.

Writing the queries of a desk takes Python longer than the database takes to answer them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, ClassVar

import sqlalchemy as sa

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure.database import Key, UTCDateTime, db
from complaints.models import Officer
from complaints.organisation import absences
from workflows.calendar import SHANGHAI

MOST_KEPT = 256

When = datetime | sa.BindParameter[datetime]
AT, MIDNIGHT, TOMORROW_ENDS = (sa.bindparam(name, type_=UTCDateTime()) for name in ("at", "midnight", "ends"))


@dataclass(frozen=True, slots=True)
class Anybody:
    """Who asks, as a prepared query knows them: the roles decide what it says, the rest is filled in."""

    roles: tuple[str, ...]
    awaits_confirmation: bool

    id: ClassVar[Any] = sa.bindparam("asker", type_=Key)
    unit_id: ClassVar[Any] = sa.bindparam("unit", type_=Key)
    unit_and_below: ClassVar[Any] = sa.bindparam("unit_and_below", type_=sa.String())


Asker = Officer | Anybody
Write = Callable[..., sa.Select[Any]]


def ask(write: Write, officer: Officer, at: datetime | None = None, *shape: Any) -> sa.Result[Any]:
    """The result of `write(officer, at, *shape)`. A deputy of others runs a query of their own."""
    if absences.stood_in_for(officer):
        return db.session.execute(write(officer, at, *shape))
    query, places = _prepared(write, Anybody(tuple(officer.roles), officer.awaits_confirmation), shape)
    return db.session.execute(query, {place: FILLED[place](officer, at) for place in places})


@lru_cache(maxsize=MOST_KEPT)
def _prepared(write: Write, asker: Anybody, shape: tuple[Any, ...]) -> tuple[sa.Select[Any], tuple[str, ...]]:
    """The query, and which places it has: what it does not ask for is not found out."""
    query = write(asker, AT, *shape)
    return query, tuple(FILLED.keys() & query.compile().params.keys())


def away_for(asker: Asker, at: When) -> list[int]:
    """The officers whose deputy the asker is now; none in a prepared query."""
    if isinstance(asker, Officer) and isinstance(at, datetime):
        return absences.stood_in_for_now(asker, at)
    return []


def midnight(at: When) -> When:
    """The end of this day in Shanghai."""
    if not isinstance(at, datetime):
        return MIDNIGHT
    return datetime.combine(at.astimezone(SHANGHAI).date() + timedelta(days=1), time(), SHANGHAI)


def end_of_tomorrow(at: When) -> When:
    """The end of the next working day in Shanghai: on a Friday, tomorrow is Monday."""
    if not isinstance(at, datetime):
        return TOMORROW_ENDS
    tomorrow = current_calendar.calendar().working_day_after(at.astimezone(SHANGHAI).date(), 1)
    return datetime.combine(tomorrow + timedelta(days=1), time(), SHANGHAI)


FILLED: dict[str, Callable[[Officer, Any], Any]] = {
    "asker": lambda officer, at: officer.id,
    "unit": lambda officer, at: officer.unit_id,
    "unit_and_below": lambda officer, at: officer.unit_and_below,
    "at": lambda officer, at: at,
    "midnight": lambda officer, at: midnight(at),
    "ends": lambda officer, at: end_of_tomorrow(at),
}
