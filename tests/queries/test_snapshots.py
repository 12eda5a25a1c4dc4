"""Counts kept for a moment: each officer's own, few, and safe with several threads in one process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from complaints.queries.statistics import snapshots as module
from complaints.queries.statistics.snapshots import forget, remember
from tests.house import House, opened, shanghai

AT = shanghai("2026-09-18T10:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> Iterator[None]:
    forget("")
    yield
    forget("")


def test_remembered_count_lasts_its_time(house: House) -> None:
    """What was counted is kept for its time and no longer."""
    counts = iter(range(9))

    def asked(minutes: float) -> int:
        return remember("board of 1;", AT + MINUTE * minutes, MINUTE, lambda: next(counts))

    assert [asked(0), asked(0.9), asked(1), asked(0)] == [0, 0, 1, 2]


def test_to_forget_one_officer_leaves_the_others(house: House) -> None:
    for officer in (1, 12):
        remember(f"board of {officer};", AT, MINUTE, lambda: "old")
    forget("board of 1;")

    assert remember("board of 1;", AT, MINUTE, lambda: "new") == "new"
    assert remember("board of 12;", AT, MINUTE, lambda: "new") == "old"


def test_remembered_counts_are_per_database(house: House) -> None:
    remember("board of 1;", AT, MINUTE, lambda: "here")

    with opened("sqlite"):
        assert remember("board of 1;", AT, MINUTE, lambda: "there") == "there"


def test_no_more_is_kept_than_so_much(house: House) -> None:
    for officer in range(module.MOST + 10):
        remember(f"board of {officer};", AT, MINUTE, lambda: officer)  # noqa: B023

    assert len(module._remembered) <= module.MOST


class EmptiedByOthers(dict):  # type: ignore[type-arg]
    """As if another thread forgot everything right after each touch."""

    def __contains__(self, key: object) -> bool:
        was_there = super().__contains__(key)
        self.clear()
        return was_there

    def __setitem__(self, key: object, value: object) -> None:
        super().__setitem__(key, value)
        if len(self) > 1:
            self.clear()


def test_forgetting_in_another_thread_is_safe(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_remembered", EmptiedByOthers())
    for officer in (1, 1, 2, 3):
        assert remember(f"board of {officer};", AT, MINUTE, lambda: "counted") == "counted"
