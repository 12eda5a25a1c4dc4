"""The sums of the supervisors' pages and of the published commitments, made ahead where they
take long."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from complaints.infrastructure.database import db, transaction
from complaints.models import OVERSEERS, KeptCount, Officer, OfficerRole
from complaints.queries.statistics import (
    commitments_kept,
    due_calendar,
    indicators,
    snapshots,
    trends,
    workload,
)

FRESH = snapshots.AHEAD - timedelta(minutes=2)  # another scheduler has made it
OLD = timedelta(days=1)
QUICK = 0.03  # seconds; what is summed as fast as this is summed when asked for, and so always of this minute

Count = Callable[[], Any]


def count_ahead(now: Callable[[], datetime]) -> int:
    """Make every sum that is not fresh. Says how many were worth keeping."""
    made = sum(_keep(name, now(), count) for name, count in _of_the_house(now).items())
    overseers = select(OfficerRole.officer_id).filter(OfficerRole.role.in_(OVERSEERS)).distinct()
    for officer_id in list(db.session.scalars(overseers)):
        made += sum(_keep(name, now(), count) for name, count in _of_officer(officer_id, now).items())
    with transaction() as session:
        session.execute(delete(KeptCount).where(KeptCount.at < now() - OLD))
    return made


def _of_the_house(now: Callable[[], datetime]) -> dict[str, Count]:
    return {commitments_kept.NAME: lambda: commitments_kept.count(now())}


def _of_officer(officer_id: int, now: Callable[[], datetime]) -> dict[str, Count]:
    officer = db.session.get_one(Officer, officer_id)
    if not officer.active:
        return {}
    sums: dict[str, Count] = {
        part.name_for(officer, now()): lambda part=part: part.count(officer, now())  # type: ignore[misc]
        for part in (workload, due_calendar, trends)
    }
    usual = indicators.usual(officer, now())
    figures: dict[str, Count] = {
        one.name: partial(indicators.count, one) for one in (usual, *usual.compared_with)
    }
    return sums | figures


def _keep(name: str, at: datetime, count: Count) -> bool:
    if snapshots.read_snapshot(name, at, FRESH):
        return False
    rows, took = _timed(count)
    if took >= QUICK and db.session.get(KeptCount, name) is None:
        rows, took = _timed(count)  # the first run of a process, or of a day, is slow in the smallest house
    if took < QUICK:
        return False
    # Another scheduler may have kept its own meanwhile: as good as this one.
    with suppress(IntegrityError), transaction() as session:
        session.merge(KeptCount(name=name, at=at, rows=rows))
    return True


def _timed(count: Count) -> tuple[Any, float]:
    begun = perf_counter()
    return count(), perf_counter() - begun
