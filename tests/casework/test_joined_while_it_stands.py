"""While the clock of the leading complaint stands, what was promised to the citizens of joined ones runs on: no one asked
them for anything. It reminds, climbs and is listed (promises 5, 7 and 9)."""

from __future__ import annotations

import pytest

from tests.casework.test_joined_promises import day, handling, merge
from tests.house import House
from tests.support.stories import ANSWER, in_hand, rungs

SUSPENDED = {"reason": "court_case", "evidence": "受理通知书"}


def stop(house: House, number: str, how: str, at: str) -> None:
    if how == "asked":
        house.does("handler", number, "ask_supplement", at, items=["收据"])
    else:
        house.does("handler", number, "suspend", at, **SUSPENDED)
        house.does("leader", number, "confirm_suspension", at)


@pytest.mark.parametrize("how", ["asked", "suspended"])
def test_a_joined_promise_binds_while_the_leading_clock_stands(either_house: House, how: str) -> None:
    house = either_house
    leading, joined = in_hand(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    assert house.due(leading, "joined") is None  # both are due at the same time
    stop(house, leading, how, "2026-09-21T10:00")

    assert day(house.due(leading, "joined")) == "09-24 17:30"
    assert house.complaint(leading).next_action_at is not None
    house.sweeps("2026-09-24T18:00")
    assert rungs(house, leading, "joined") == ["-1wd", "0"]
    house.sweeps("2026-09-28T09:00")
    assert rungs(house, leading, "joined") == ["-1wd", "0", "+1wd"]
    assert house.complaint(leading).next_due_at is not None


@pytest.mark.parametrize("how", ["asked", "suspended"])
def test_a_complaint_joined_to_one_that_waits_binds_it_at_once(house: House, how: str) -> None:
    leading, joined = in_hand(house), in_hand(house)
    stop(house, leading, how, "2026-09-21T10:00")
    merge(house, joined, leading, "2026-09-21T11:00")

    assert day(house.due(leading, "joined")) == "09-24 17:30"


def test_a_resumed_clock_leaves_the_earliest_date_and_climbs_nothing_late(house: House) -> None:
    leading, joined = in_hand(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    stop(house, leading, "suspended", "2026-09-21T10:00")
    for at in ("2026-09-23T09:00", "2026-09-24T18:00", "2026-09-28T09:00"):
        house.sweeps(at)
    climbed = rungs(house, leading, "joined")
    house.does("handler", leading, "resume", "2026-09-28T10:00")
    house.sweeps("2026-09-28T10:00")

    assert rungs(house, leading, "joined") == climbed == ["-1wd", "0", "+1wd"]
    house.does("handler", leading, "answer", "2026-09-28T11:00", **ANSWER)
    assert day(handling(house, joined).breached_at) == "09-24 17:30"
    assert handling(house, leading).breached_at is None


def test_a_clock_that_runs_again_as_early_binds_by_itself(house: House) -> None:
    leading, joined = in_hand(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    stop(house, leading, "asked", "2026-09-21T18:00")
    assert house.due(leading, "joined") is not None
    house.does("citizen", leading, "supplement", "2026-09-21T19:00", note="收据")

    assert house.due(leading, "joined") is None  # no office time was lost
    assert day(handling(house, leading).due_at) == "09-24 17:30"
