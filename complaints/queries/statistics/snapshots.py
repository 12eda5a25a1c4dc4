"""Sums that take longer than a person should wait: made ahead by the scheduler and kept as rows; where none is fresh, made
on the spot and remembered in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import KeptCount, Officer

AHEAD = timedelta(minutes=10)  # so often they are made
LASTS = AHEAD + timedelta(minutes=2)
HERE = timedelta(minutes=1)

Made = TypeVar("Made")
MOST = 500  # sums one process remembers

_remembered: dict[tuple[str, str], tuple[datetime, Any]] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows` is what JSON can hold: lists of words and numbers."""

    at: datetime
    rows: Any


def read_or_count(name: str, at: datetime, count: Callable[[], Any], here: timedelta = HERE) -> Counted:
    """The newest sum under this name; one made here lasts `here`."""
    return remember(name, at, here, lambda: read_snapshot(name, at, LASTS) or Counted(at, count()))


def name_for_officer(what: str, officer: Officer) -> str:
    """The name of a sum for this officer, in this unit, with these roles: an officer who moves sees no earlier sums."""
    awaits = ", unconfirmed" if officer.awaits_confirmation else ""
    return f"{what} for {officer.id} in {officer.unit_id} as {' '.join(sorted(officer.roles))}{awaits}"


def read_snapshot(name: str, at: datetime, lasts: timedelta) -> Counted | None:
    row = db.session.execute(select(KeptCount.at, KeptCount.rows).filter_by(name=name)).one_or_none()
    if row is None or not timedelta() <= at - row.at < lasts:
        return None
    return Counted(row.at, row.rows)


def remember(name: str, at: datetime, lasts: timedelta, make: Callable[[], Made]) -> Made:
    """The result of `make` under this name on this database, if younger than `lasts`; else a new one."""
    key = (str(db.engine.url), name)
    found = _remembered.get(key)  # read once: other threads of this process write and forget meanwhile
    if found is None or not timedelta() <= at - found[0] < lasts:
        found = at, make()
        if len(_remembered) >= MOST:
            _remembered.clear()
        _remembered[key] = found
    made: Made = found[1]
    return made


def forget(beginning: str) -> None:
    """What is remembered under names that begin so."""
    for key in list(_remembered):
        if key[1].startswith(beginning):
            _remembered.pop(key, None)
