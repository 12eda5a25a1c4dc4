"""Precomputed sums equal those made on the spot, are not too old, and exist only where a person would wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from complaints.infrastructure.database import db, transaction
from complaints.models import KeptCount, Officer, OfficerRole
from complaints.queries.statistics import (
    commitments_kept,
    due_calendar,
    precompute,
    snapshots,
    trends,
    workload,
)
from complaints.queries.statistics.precompute import count_ahead
from tests.house import House, shanghai

AT = shanghai("2026-09-21T10:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    snapshots.forget("")
    yield
    snapshots.forget("")


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a house where every sum takes a while."""
    monkeypatch.setattr(precompute, "QUICK", 0)


@pytest.fixture
def busy(either_house: House) -> House:
    """One complaint late and escalated, one sent back by the unit it was offered to, one new."""
    house = either_house
    for day in ("2026-08-03", "2026-09-17", "2026-09-21"):
        number = house.logs(f"{day}T09:00")
        house.does("window", number, "accept", f"{day}T09:05")
        if day == "2026-09-17":
            house.does("window", number, "assign", f"{day}T09:10", unit="EC-BUREAU")
    house.sweeps("2026-09-21T09:30")
    _leave_two_leaders(house)
    return house


def _leave_two_leaders(house: House) -> None:
    """Each of them has sums of their own: a few say as much as all."""
    kept = [house.officer(name).id for name in ("supervisor", "leader")]
    with transaction() as session:
        session.execute(delete(OfficerRole).where(OfficerRole.officer_id.not_in(kept)))


def ahead(at: datetime) -> int:
    return count_ahead(lambda: at)


def shown(house: House, at: datetime) -> list[Any]:
    """What the pages of a supervisor and the published commitments tell."""
    officer = house.officer("supervisor")
    found = workload.load_of(officer, at)
    weeks = due_calendar.weeks(officer, at).weeks
    return [
        (found.units, found.officers),
        weeks,
        trends.kept_and_broken(officer, at),
        trends.breaches(officer, at),
        trends.open_by_unit(officer, at),
        commitments_kept.shares(at),
    ]


def test_precomputed_sums_equal_fresh_sums(busy: House, slow: None) -> None:
    """What was summed ahead says the same as what is summed when asked."""
    on_the_spot = shown(busy, AT)
    snapshots.forget("")

    assert ahead(AT) > 0
    assert shown(busy, AT) == on_the_spot
    assert on_the_spot[0][1] and any(day.due for week in on_the_spot[1] for day in week) and on_the_spot[2]


def test_fresh_sums_are_not_recomputed(busy: House, slow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead(AT)
    for part in (workload, due_calendar, trends, commitments_kept):
        monkeypatch.setattr(part, "count", lambda *_: pytest.fail("summed again"))

    assert shown(busy, AT + snapshots.AHEAD)
    assert workload.load_of(busy.officer("supervisor"), AT + 5 * MINUTE).at == AT
    assert ahead(AT + MINUTE) == 0


def test_stale_sum_is_recomputed(busy: House, slow: None) -> None:
    """A sum that is too old is made when asked."""
    ahead(AT)
    later = AT + snapshots.LASTS

    assert workload.load_of(busy.officer("supervisor"), later).at == later


def test_what_is_quickly_summed_is_always_of_this_minute(
    busy: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precompute, "QUICK", 60)

    assert ahead(AT) == 0
    assert db.session.query(KeptCount).count() == 0


def test_slow_first_run_keeps_no_small_sum(busy: House, monkeypatch: pytest.MonkeyPatch) -> None:
    passed, seen, count = [0.0], set[int](), workload.count

    def slow_the_first_time(officer: Officer, at: datetime) -> Any:
        passed[0] += 0.0 if officer.id in seen else 1.0
        seen.add(officer.id)
        return count(officer, at)

    monkeypatch.setattr(precompute, "perf_counter", lambda: passed[0])
    monkeypatch.setattr(workload, "count", slow_the_first_time)

    assert ahead(AT) == 0 and seen
    assert workload.load_of(busy.officer("supervisor"), AT + MINUTE).at == AT + MINUTE


def test_abandoned_sums_go_after_a_day(busy: House, slow: None) -> None:
    with transaction() as session:
        session.add(KeptCount(name="due for 1 from 2026-08-31", at=AT - timedelta(days=2), rows=[]))
    ahead(AT)

    assert db.session.get(KeptCount, "due for 1 from 2026-08-31") is None


def test_moved_officer_sees_no_old_sums(busy: House, slow: None) -> None:
    ahead(AT)
    assert workload.load_of(busy.officer("supervisor"), AT + MINUTE).units
    with transaction():
        officer = busy.officer("supervisor")
        officer.roles = ["officer"]

    assert workload.load_of(busy.officer("supervisor"), AT + MINUTE).at == AT + MINUTE
