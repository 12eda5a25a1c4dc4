"""A clock that stepped back is named where machines look."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from tests.house import House, shanghai


def ready_at(house: House, monkeypatch: pytest.MonkeyPatch, at: str) -> dict[str, object]:
    monkeypatch.setattr(clock, "now", lambda: shanghai(at))
    answer = house.app.test_client().get("/readyz")
    assert answer.status_code == 200
    return dict(answer.json or {})


def test_ready_machine_says_how_far_its_clock_is_behind(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    either_house.logs("2026-09-18T09:00")

    behind = ready_at(either_house, monkeypatch, "2026-09-18T08:00")

    assert behind == {"status": "ok", "clock_behind_seconds": 3600}


def test_clock_that_runs_right_is_not_named(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ready_at(house, monkeypatch, "2026-09-18T08:00") == {"status": "ok"}
    house.logs("2026-09-18T09:00")

    assert ready_at(house, monkeypatch, "2026-09-18T09:00") == {"status": "ok"}
