"""The worked example of domain §9.1, swept day by day: ATTITUDE, logged on Friday 2026-09-18 at 16:00."""

from __future__ import annotations

from datetime import date, timedelta

from tests.house import House
from tests.support.stories import EC, rungs

EXTENSION = {"days": 5, "reason": "需向多方核实", "basis": "安阳条例第五十条"}


def _in_hand(house: House) -> str:
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "accept", "2026-09-18T17:00")
    house.does("window", number, "assign", "2026-09-18T17:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T17:10")
    house.does("handler", number, "contact", "2026-09-18T17:15", how="phone", reached=True)
    return number


def _days_climbed(house: House, number: str, until: date) -> dict[str, str]:
    """The rungs of the handling ladder, each with the day whose evening sweep climbed it."""
    days: dict[str, str] = {}
    day = date(2026, 9, 18)
    while day <= until:
        house.sweeps(f"{day}T23:00")
        for rung in rungs(house, number):
            days.setdefault(rung, f"{day:%m-%d}")
        day += timedelta(days=1)
    return days


def test_the_decision_to_accept_is_due_on_the_working_sunday(house: House) -> None:
    number = house.logs("2026-09-18T16:00")

    assert f"{house.due(number, 'acceptance'):%F %H:%M}" == "2026-09-20 17:30"


def test_the_ladder_is_climbed_on_its_days(either_house: House) -> None:
    house = either_house
    number = _in_hand(house)
    assert f"{house.due(number, 'handling'):%F %H:%M}" == "2026-09-24 17:30"

    assert _days_climbed(house, number, date(2026, 10, 12)) == {
        "-1wd": "09-23",
        "0": "09-24",
        "+1wd": "09-28",
        "+3wd": "09-30",
        "+5wd": "10-09",
    }


def test_an_extension_moves_the_due_time_and_the_ladder_with_it(house: House) -> None:
    number = _in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-22T10:00", **EXTENSION)
    house.does("leader", number, "grant_extension", "2026-09-22T11:00")
    assert f"{house.due(number, 'handling'):%F %H:%M}" == "2026-10-09 17:30"

    assert _days_climbed(house, number, date(2026, 10, 19)) == {
        "-1wd": "10-08",
        "0": "10-09",
        "+1wd": "10-10",  # a working Saturday
        "+3wd": "10-13",
        "+5wd": "10-15",
    }


def test_a_suspension_gives_back_the_two_working_days_it_took(house: House) -> None:
    number = _in_hand(house)
    house.does("handler", number, "suspend", "2026-09-21T08:30", reason="hearing", evidence="听证通知书")
    house.does("leader", number, "confirm_suspension", "2026-09-21T08:30")
    house.does("handler", number, "resume", "2026-09-23T08:30")

    assert f"{house.due(number, 'handling'):%F %H:%M}" == "2026-09-29 17:30"
