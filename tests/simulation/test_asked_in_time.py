"""The check of extensions knows the due time of that moment: a day taken off by then moved it later."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.infrastructure.database import db
from complaints.simulation.checks.time import promise_5
from tests.commitments.test_closures import close
from tests.house import House
from tests.support.stories import in_hand

ASK = {"days": 2, "reason": "取证", "basis": "规则第九条"}


@pytest.mark.parametrize(("closed_at", "day"), [("2026-09-21T18:00", 22), ("2026-09-24T18:30", 24)])
def test_asked_after_the_first_date_within_the_one_given_since(
    house: House, closed_at: str, day: int
) -> None:
    """Due on the 24th at first, on the 28th since."""
    number = in_hand(house)
    if day == 24:
        house.sweeps("2026-09-24T18:00")
    close(closed_at, date(2026, 9, day))
    house.does("handler", number, "request_extension", "2026-09-24T20:00", **ASK)
    house.does("leader", number, "grant_extension", "2026-09-28T09:00")

    assert promise_5(db.session()) == []
