"""What was broken on a joined complaint: each rung climbed once, wherever, and the breach is named at every door."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from tests.casework.test_joined_promises import leading_of_sixty_days, merge
from tests.house import House, shanghai
from tests.support.stories import in_hand, rungs
from tests.web.api import Api


def joined_and_late(house: House) -> tuple[str, str]:
    leading, number = leading_of_sixty_days(house), in_hand(house)
    merge(house, number, leading, "2026-09-21T09:00")
    house.sweeps("2026-09-28T09:00")
    return leading, number


def test_separated_complaint_climbs_no_rung_again(house: House) -> None:
    leading, number = joined_and_late(house)
    climbed = rungs(house, leading, "joined")
    assert climbed == ["-1wd", "0", "+1wd"]

    house.does("window", number, "unmerge", "2026-09-28T10:00", reason="不是同一件事")
    house.sweeps("2026-09-28T10:10")
    assert not {*climbed} & {*rungs(house, number)}

    house.sweeps("2026-10-20T10:00")
    assert rungs(house, number) == ["+3wd", "+5wd"]


def test_breach_of_a_joined_promise_is_named_at_every_door(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, number = joined_and_late(house)
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-28T10:00"))
    seen = {"tracking_number": number, "query_code": house.codes[number]}
    answers = [
        Api(house).by("window").get(f"/complaints/{number}").json,
        Api(house).by(None).post("/status", seen).json,
    ]

    for answer in answers:
        (row,) = [one for one in answer["deadlines"] if one["commitment"] == "handling"]
        assert row["breached_at"] == "2026-09-24T17:30:00+08:00"
    why = house.app.test_cli_runner().invoke(args=["calendar", "why", number])
    assert "broken at 2026-09-24T17:30:00+08:00" in why.output
