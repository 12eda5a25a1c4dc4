"""A unit that is renamed is meant by its old name and by its new one, whenever the complaint came in."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import units
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of

AT, LATER = "2026-09-18T09:00", "2026-09-18T12:00"
NEW = {"name_zh": "鄂城区法治局", "name_en": "Echeng Rule of Law Bureau"}


def rename(house: House, words: dict[str, str] = NEW) -> None:
    with transaction(alone=True):
        units.rename(house.unit("EC-BUREAU"), words, shanghai("2026-09-18T10:00"))


@pytest.mark.parametrize(
    "name", ["鄂城区司法局局长", "鄂城区法治局局长", "head of the Echeng District Bureau of Justice"]
)
def test_a_renamed_unit_is_meant_by_each_of_its_names(house: House, name: str) -> None:
    rename(house)

    number = house.logs(LATER, "citizen", respondent_name=name)

    assert kept_out_of(number) == {"leader": "name"}


@pytest.mark.parametrize("name", ["鄂城区法治局局长", "director of the Echeng Rule of Law Bureau"])
def test_a_name_written_before_is_matched_when_the_unit_takes_it(either_house: House, name: str) -> None:
    house = either_house
    number = house.logs(AT, "citizen", respondent_name=name)
    assert kept_out_of(number) == {}

    rename(house)

    assert kept_out_of(number) == {"leader": "name"}


def test_a_post_alone_is_of_a_renamed_unit_too(house: House) -> None:
    rename(house)

    number = house.logs(LATER, "handler", respondent_name="局长")

    assert kept_out_of(number) == {"leader": "name"}
