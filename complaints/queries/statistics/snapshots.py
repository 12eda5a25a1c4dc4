"""Sums that take longer than a person should wait: made ahead by the scheduler and kept as rows; where none is fresh, made
on the spot and remembered in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import KeptCount, Officer
from complaints.queries.statistics.timed_cache import remembered

AHEAD = timedelta(minutes=10)  # so often they are made
LASTS = AHEAD + timedelta(minutes=2)
HERE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows` is what JSON can hold: lists of words and numbers."""

    at: datetime
    rows: Any


def counted(name: str, at: datetime, count: Callable[[], Any], here: timedelta = HERE) -> Counted:
    """The newest sum under this name; one made here lasts `here`."""
    return remembered(name, at, here, lambda: kept(name, at, LASTS) or Counted(at, count()))


def of(what: str, officer: Officer) -> str:
    """The name of a sum for this officer, in this unit, with these roles: whoever is moved sees nothing of before."""
    return f"{what} for {officer.id} in {officer.unit_id} as {' '.join(sorted(officer.roles))}"


def kept(name: str, at: datetime, lasts: timedelta) -> Counted | None:
    row = db.session.execute(select(KeptCount.at, KeptCount.rows).filter_by(name=name)).one_or_none()
    if row is None or not timedelta() <= at - row.at < lasts:
        return None
    return Counted(row.at, row.rows)
