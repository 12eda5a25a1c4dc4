"""A move writes to the deadlines it changes, and leaves the others alone: each touched one is compared, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask_sqlalchemy.session import Session
from sqlalchemy import event

from complaints.models import Deadline
from tests.house import House


@pytest.fixture
def touched_in_vain() -> Iterator[list[str]]:
    found: list[str] = []

    def look(session: Session, *_: Any) -> None:
        deadlines = (row for row in session.dirty if isinstance(row, Deadline))
        found.extend(row.commitment for row in deadlines if not session.is_modified(row))

    event.listen(Session, "before_flush", look)
    yield found
    event.remove(Session, "before_flush", look)


def test_move_and_sweep_touch_no_deadline_in_vain(house: House, touched_in_vain: list[str]) -> None:
    number = house.logs("2026-09-21T09:00")
    house.does("window", number, "accept", "2026-09-21T09:10")
    house.sweeps("2026-09-28T09:00")

    assert len(house.complaint(number).running) > 1
    assert touched_in_vain == []
