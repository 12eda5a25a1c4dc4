"""In a category judged above the unit, the unit of a likely match judges nothing until the match is settled."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, refusal

UNIT = {"handler", "leader", "echeng.xie"}


@pytest.mark.parametrize("category", ["FEE", "PRIVACY"])
def test_named_late_in_words_the_unit_loses_it(either_house: House, category: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", category=category)
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T09:20", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T09:30")

    house.does("window", number, "name_respondent", "2026-09-18T09:40", name="谢南", reason="补充")

    complaint = house.complaint(number)
    assert complaint.handler.username not in UNIT
    assert complaint.likely_respondent_ids == {house.officer("echeng.xie").id}
    assert kept_out_of(number, "judging")["handler"] == "unit_of_match"
    assert complaint.shuts_out(house.unit("EC-BUREAU"))
    assert refusal(house, "handler", number, "answer", "2026-09-18T09:50", **ANSWER) != ""

    house.does("window", number, "settle_respondent", "2026-09-18T10:00", officer="echeng.xie", same=False)
    assert kept_out_of(number) == kept_out_of(number, "judging") == {}
    assert not house.complaint(number).shuts_out(house.unit("EC-BUREAU"))


def test_colleagues_of_a_match_settle_nothing(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", category="FEE", respondent_name="林溪")

    for colleague in ("centre.chen", "centre.he", "centre.luo"):
        assert refusal(house, colleague, number, "settle_respondent", "2026-09-18T09:10", same=False) != ""
    assert refusal(house, "supervisor", number, "settle_respondent", "2026-09-18T09:10", same=False) == ""


def test_in_other_categories_the_unit_keeps_it(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="林溪")

    assert kept_out_of(number, "judging") == {}
