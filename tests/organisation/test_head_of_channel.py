"""The head of the discipline channel complained of: the officers below judge neither the complaint nor the match of the name."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import refusal

AT = "2026-09-18T09:10"
CHANNEL = ("disc.qin", "disc.bai")


@pytest.mark.parametrize("name", ["孟禾", "纪委书记", "Meng He"])
def test_own_officers_settle_no_match_of_their_head(either_house: House, name: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", "citizen", category="DISC", respondent_name=name)

    assert kept_out_of(number) == {"disc.meng": "name"}
    first = house.complaint(number).first_responder.username
    assert first not in CHANNEL
    for officer in CHANNEL:
        assert refusal(house, officer, number, "settle_respondent", AT, same=False) != ""
    house.does(first, number, "settle_respondent", AT, same=False)
    assert kept_out_of(number) == kept_out_of(number, "judging") == {}


def test_named_late_the_duty_leaves_the_officers_below(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", category="DISC")
    first = house.complaint(number).first_responder.username
    assert first in CHANNEL

    house.does(first, number, "name_respondent", AT, name="孟禾", reason="投诉人补充")

    now = house.complaint(number).first_responder.username
    assert now not in (*CHANNEL, "disc.meng")
    assert refusal(house, now, number, "settle_respondent", "2026-09-18T09:20", same=False) == ""


def test_a_unit_above_never_keeps_the_channel_from_judging(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", category="DISC", respondent_unit="EZ-BUREAU")

    assert not set(CHANNEL) & kept_out_of(number, "judging").keys()
    assert house.complaint(number).first_responder.username in (*CHANNEL, "disc.meng")
