"""A clock stops for a citizen who cannot be reached only after three tries on three working days (domain §7).

Saturday 2026-09-19 is off, Sunday the 20th is worked.
"""

from __future__ import annotations

import pytest

from tests.complaints.stories import offered
from tests.house import House
from workflows.errors import NotNow

NOT_YET = "三个不同工作日"


def taken(house: House) -> str:
    number = offered(house)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    return number


def tries(house: House, number: str, *times: str, by: str = "handler", reached: bool = False) -> None:
    for time in times:
        house.does(by, number, "contact", f"2026-09-{time}", how="phone", reached=reached, note="拨打电话")


def asks(house: House, number: str, at: str = "21T16:30", reason: str = "unreachable") -> None:
    house.does("handler", number, "suspend", f"2026-09-{at}", reason=reason, evidence="通话记录")


def test_three_tries_on_three_working_days_are_enough(either_house: House) -> None:
    number = taken(either_house)
    tries(either_house, number, "18T11:00", "20T11:00", "21T11:00")

    asks(either_house, number)

    assert either_house.complaint(number).pending("suspension") is not None


@pytest.mark.parametrize(
    "times",
    [
        (),
        ("18T11:00", "20T11:00"),
        ("18T11:00", "18T15:00", "20T11:00"),
        ("18T11:00", "19T11:00", "20T11:00"),
    ],
    ids=["never tried", "two days", "twice on one day", "one of them a day off"],
)
def test_fewer_working_days_are_not(house: House, times: tuple[str, ...]) -> None:
    number = taken(house)
    tries(house, number, *times)

    with pytest.raises(NotNow, match=NOT_YET):
        asks(house, number)


def test_tries_before_the_citizen_was_reached_do_not_count(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00")
    tries(house, number, "20T15:00", reached=True)
    tries(house, number, "21T11:00")

    with pytest.raises(NotNow, match=NOT_YET):
        asks(house, number)


def test_a_try_of_the_first_responder_counts_too(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00")
    tries(house, number, "21T11:00", by="window")

    asks(house, number)


def test_other_reasons_need_no_try(house: House) -> None:
    asks(house, taken(house), reason="hearing")


def test_who_is_heard_of_meanwhile_is_not_out_of_reach(either_house: House) -> None:
    number = taken(either_house)
    tries(either_house, number, "18T11:00", "20T11:00", "21T11:00")
    either_house.does("citizen", number, "urge", "2026-09-21T15:00")

    with pytest.raises(NotNow, match=NOT_YET):
        asks(either_house, number)


def test_what_an_officer_urges_is_no_word_of_the_citizen(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00", "21T11:00")
    house.does("supervisor", number, "urge", "2026-09-21T15:00")

    asks(house, number)
