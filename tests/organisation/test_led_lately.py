"""Who was led by the person complained of within the year, or is led by them in the place of an absent head, judges nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import absences, changes, officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, refusal

BEFORE, AT = "2026-09-17T09:00", "2026-09-18T09:00"


def leaves(house: House, how: str) -> None:
    with transaction(alone=True):
        lei, at = house.officer("huarong.lei"), shanghai(BEFORE)
        if how == "moved":
            officers.move(lei, "GD-ZONE", at)
        else:
            officers.set_roles(lei, ["officer"], at)


@pytest.mark.parametrize("words", [{"respondent_officer": "huarong.lei"}, {"respondent_name": "雷远之"}])
@pytest.mark.parametrize("how", ["moved", "demoted"])
def test_a_unit_led_lately_judges_nothing(house: House, how: str, words: dict[str, Any]) -> None:
    leaves(house, how)

    number = house.logs(AT, **words)

    assert {"other", "huarong.mo"} <= kept_out_of(number, "judging").keys() | kept_out_of(number).keys()
    assert house.complaint(number).shuts_out(house.unit("HR-BUREAU"))
    assert not house.complaint(number).shuts_out(house.unit("EC-BUREAU"))


def test_a_respondent_made_deputy_of_the_head_takes_the_work_from_the_unit(either_house: House) -> None:
    house = either_house
    number = house.logs(AT, respondent_officer="echeng.xie")
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T09:20", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T09:30")

    with transaction(alone=True):
        head, deputy, at = house.officer("leader"), house.officer("echeng.xie"), shanghai("2026-09-18T10:00")
        absences.mark(head, deputy, (at, at + timedelta(days=5)), house.officer("supervisor"))
        changes.follow([head.id, deputy.id], at)

    assert house.complaint(number).handler.username not in {"handler", "leader", "echeng.xie"}
    assert refusal(house, "handler", number, "answer", "2026-09-18T10:10", **ANSWER) != ""
    assert house.complaint(number).shuts_out(house.unit("EC-BUREAU"))


def test_absent_head_who_moves_takes_the_deputy_along(either_house: House) -> None:
    """The respondent stands in for a head, who comes to lead another unit: its people judge nothing from then on."""
    house = either_house
    with transaction(alone=True):
        head, deputy, at = house.officer("huarong.lei"), house.officer("echeng.xie"), shanghai(BEFORE)
        absences.mark(head, deputy, (at, at + timedelta(days=9)), house.officer("supervisor"))
        changes.follow([head.id, deputy.id], at)
    number = house.logs(AT, respondent_officer="echeng.xie")
    assert "gedian.zuo" not in kept_out_of(number, "judging")

    with transaction(alone=True):
        officers.move(house.officer("huarong.lei"), "GD-ZONE", shanghai("2026-09-18T10:00"))

    assert "gedian.zuo" in kept_out_of(number, "judging")
    assert house.complaint(number).shuts_out(house.unit("GD-ZONE"))


def stood_in(house: House, head: str, deputy: str) -> None:
    """From Monday to Wednesday of the week before."""
    with transaction(alone=True):
        away, other, at = house.officer(head), house.officer(deputy), shanghai("2026-09-07T08:00")
        absences.mark(away, other, (at, at + timedelta(days=3)), house.officer("supervisor"))
        changes.follow([away.id, other.id], at)


def test_who_stood_in_for_the_head_lately_is_kept_out_with_the_head(either_house: House) -> None:
    """The day of the facts is not asked: the rule assumes the last year."""
    house = either_house
    stood_in(house, "leader", "huarong.lei")

    number = house.logs(AT, respondent_unit="EC-BUREAU")

    assert kept_out_of(number)["huarong.lei"] == "stands_in_for_head"


def test_unit_led_lately_in_place_of_its_head_judges_nothing(house: House) -> None:
    stood_in(house, "leader", "huarong.lei")

    number = house.logs(AT, respondent_officer="huarong.lei")

    assert "handler" in kept_out_of(number, "judging")
    assert house.complaint(number).shuts_out(house.unit("EC-BUREAU"))
