"""A corrected category names the unit that the officer complained of was in, never one they came to lead since."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import in_hand


@pytest.mark.parametrize(("category", "with_the_unit"), [("NOTICE", False), ("FEE", True)])
def test_a_unit_led_since_is_not_complained_of(house: House, category: str, with_the_unit: bool) -> None:
    number = in_hand(house, respondent_officer="echeng.xie")
    with transaction(alone=True):
        xie, at = house.officer("echeng.xie"), shanghai("2026-09-18T12:00")
        officers.move(xie, "HR-BUREAU", at)
        officers.set_roles(xie, ["officer", "unit_supervisor"], at)

    words = {"changes": {"category": category}, "reason": "听录音核对"}
    house.does("window", number, "correct", "2026-09-18T15:00", **words)

    named = {row.unit_id for row in house.complaint(number).respondents if row.cleared_at is None}
    assert kept_out_of(number)["other"] == "led_by_respondent"
    assert house.unit("HR-BUREAU").id not in named
    assert (house.unit("EC-BUREAU").id in named) == with_the_unit
