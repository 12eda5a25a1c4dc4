"""In a category that is judged above the unit, an officer named on any complaint of a group represents their unit there."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import ANSWER, refusal

UNIT = {"handler", "leader", "echeng.xie"}


def in_work(house: House, category: str) -> str:
    number = house.logs("2026-09-18T09:00", category=category)
    house.does("window", number, "accept", "2026-09-18T09:10")
    house.does("window", number, "assign", "2026-09-18T09:20", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T09:30")
    return number


def is_with_the_unit(house: House, number: str) -> bool:
    kept = kept_out_of(number).keys()
    return house.complaint(number).handler.username in UNIT or not kept >= UNIT


@pytest.mark.parametrize("category", ["FEE", "PRIVACY"])
def test_leading_judged_above_with_officer_named_on_a_joined_one(either_house: House, category: str) -> None:
    house = either_house
    leading, joined = in_work(house, category), house.logs("2026-09-18T10:00")
    house.does("window", joined, "merge", "2026-09-18T10:10", leading=leading)

    house.does("window", joined, "name_respondent", "2026-09-18T10:20", officer="echeng.xie", reason="补充")

    assert not is_with_the_unit(house, leading)
    assert refusal(house, "handler", leading, "answer", "2026-09-18T10:30", **ANSWER) == "NotFound"


def test_joined_one_judged_above_with_officer_of_the_leading(house: House) -> None:
    leading = in_work(house, "ATTITUDE")
    house.does("window", leading, "name_respondent", "2026-09-18T09:40", officer="echeng.xie", reason="补充")
    assert house.complaint(leading).handler.username == "handler"
    joined = house.logs("2026-09-18T10:00", category="FEE")

    house.does("window", joined, "merge", "2026-09-18T10:10", leading=leading)

    assert not is_with_the_unit(house, leading)


def test_name_in_words_of_the_joined_one_is_settled_on_the_leading(house: House) -> None:
    leading = in_work(house, "FEE")
    joined = house.logs("2026-09-18T10:00")
    house.does("window", joined, "merge", "2026-09-18T10:10", leading=leading)
    house.does("window", joined, "name_respondent", "2026-09-18T10:15", name="谢南", reason="补充")

    house.does("window", leading, "settle_respondent", "2026-09-18T10:20", officer="echeng.xie", same=True)

    assert not is_with_the_unit(house, leading)


def test_several_in_one_name_of_the_joined_one_are_settled_once(house: House) -> None:
    """What was settled on the leading one stays settled when the joined one changes, and goes with it when it leaves."""
    leading, joined = in_work(house, "ATTITUDE"), house.logs("2026-09-18T10:00")
    house.does("window", joined, "merge", "2026-09-18T10:10", leading=leading)
    house.does("window", joined, "name_respondent", "2026-09-18T10:15", name="谢南和何安", reason="补充")
    house.does("window", leading, "settle_respondent", "2026-09-18T10:20", officer="echeng.xie", same=True)
    assert house.complaint(leading).likely_respondent_ids == {house.officer("centre.he").id}

    house.does("window", joined, "name_respondent", "2026-09-18T10:30", officer="centre.luo", reason="补充")
    assert house.complaint(leading).likely_respondent_ids == {house.officer("centre.he").id}

    house.does("window", joined, "unmerge", "2026-09-18T10:40", reason="不同一事")
    assert not house.complaint(leading).respondent_officer_ids
    assert not house.complaint(leading).likely_respondent_ids


@pytest.mark.parametrize(
    ("leading_in", "joined_in", "with_the_unit"),
    [("ATTITUDE", "ATTITUDE", False), ("FEE", "ATTITUDE", True), ("ATTITUDE", "FEE", True)],
)
@pytest.mark.parametrize("named_on", ["leading", "joined"])
def test_a_unit_that_a_respondent_came_to_later_is_not_complained_of(
    house: House, leading_in: str, joined_in: str, with_the_unit: bool, named_on: str
) -> None:
    """Joining names the unit of the facts where the category asks for it, never the one they were made head of since."""
    leading, joined = in_work(house, leading_in), house.logs("2026-09-18T09:35", category=joined_in)
    words, other = ({"officer": who, "reason": "补充"} for who in ("echeng.xie", "review.du"))
    if named_on == "leading":
        house.does("window", leading, "name_respondent", "2026-09-18T09:40", **words)
        leads(house, "echeng.xie", "HR-BUREAU", "2026-09-18T09:50")
        house.does("window", joined, "merge", "2026-09-18T10:10", leading=leading)
    else:
        house.does("window", joined, "merge", "2026-09-18T09:40", leading=leading)
        house.does("window", joined, "name_respondent", "2026-09-18T09:45", **words)
        leads(house, "echeng.xie", "HR-BUREAU", "2026-09-18T09:50")
        house.does("window", joined, "name_respondent", "2026-09-18T10:10", **other)

    named = {row.unit_id for row in house.complaint(leading).respondents if row.cleared_at is None}
    assert kept_out_of(leading)["other"] == "led_by_respondent"
    assert house.unit("HR-BUREAU").id not in named
    assert (house.unit("EC-BUREAU").id in named) == with_the_unit


def leads(house: House, who: str, code: str, at: str) -> None:
    with transaction(alone=True):
        officers.move(house.officer(who), code, shanghai(at))
        officers.set_roles(house.officer(who), ["officer", "unit_supervisor"], shanghai(at))
