"""A review goes up; where no unit is above, to one that is competent by its kind: never to a peer that only has no interest."""

from __future__ import annotations

import pytest

from tests.commitments.test_second_steps import reviewed_once, taker, told_at
from tests.house import House

COMPETENT = {"bureau", "petition", "review_body"}


def logged_for(house: House, unit: str, category: str) -> str:
    number = house.logs("2026-09-18T09:00", category=category)
    house.does("window", number, "assign", "2026-09-18T10:00", unit=unit)
    told_at(house, number, taker(house, number), "2026-09-21")
    return number


def test_second_review_goes_to_no_unit_that_only_has_no_interest(either_house: House) -> None:
    number = reviewed_once(either_house)

    either_house.does("citizen", number, "appeal", "2026-09-29T10:00", reason="不服复查意见")

    assert either_house.complaint(number).work_offer.unit.code == "EZ-PETITION"


@pytest.mark.parametrize("category", ["PETITION", "ATTITUDE"])
@pytest.mark.parametrize(
    ("unit", "reviewer"),
    [
        ("EZ-PETITION", "EZ-BUREAU"),
        ("EZ-BUREAU", "EZ-PETITION"),
        ("EZ-PLATFORM", "EZ-BUREAU"),
        ("EZ-ARB", "EZ-BUREAU"),
        ("EC-BUREAU", "EZ-BUREAU"),
        ("EZ-REVIEW", "EZ-BUREAU"),
    ],
)
def test_review_of_a_unit_goes_to_a_competent_one(
    house: House, category: str, unit: str, reviewer: str
) -> None:
    number = logged_for(house, unit, category)

    house.does("citizen", number, "appeal", "2026-09-22T10:00", reason="不服")

    assert house.complaint(number).work_offer.unit.code == reviewer


@pytest.mark.parametrize("unit", ["EZ-PETITION", "EZ-BUREAU", "EZ-PLATFORM", "EZ-REVIEW"])
def test_both_reviews_are_by_competent_units_that_had_no_part(house: House, unit: str) -> None:
    number, had = logged_for(house, unit, "PETITION"), {unit}
    for day, next_day in (("2026-09-22", "2026-09-28"), ("2026-09-29", "2026-10-09")):
        house.does("citizen", number, "appeal", f"{day}T10:00", reason="不服")
        offered = house.complaint(number).work_offer.unit
        assert offered.kind in COMPETENT and offered.code not in had
        had.add(offered.code)
        told_at(house, number, taker(house, number), next_day)
