"""An officer below a supervisor or last resort complained of passes the complaint on and judges nothing of it."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import refusal

AT = "2026-09-18T09:10"


def below(number: str) -> set[str]:
    return {who for who, why in kept_out_of(number, "judging").items() if why == "below"}


def test_those_below_a_supervisor_judge_nothing(either_house: House) -> None:
    """In the unit of the supervisor; a unit below handles it, for the supervisor directs none."""
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_officer="supervisor")

    kept = below(number)
    assert {"bureau.fang", "bureau.yu", "bureau.shi"} <= kept
    assert not kept & {"bureau.tan", "bureau.jiang", "disc.qin", "window", "handler", "leader", "supervisor"}
    assert refusal(house, "window", number, "assign", AT, unit="EZ-BUREAU") == "NotNow"
    assert refusal(house, "window", number, "assign", AT, unit="EC-BUREAU") == ""
    assert refusal(house, "handler", number, "sign_for", "2026-09-18T09:20") == ""


def test_a_handler_below_a_supervisor_named_late_loses_the_work(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T09:10", unit="EZ-BUREAU", officer="bureau.yu")
    house.does("bureau.yu", number, "sign_for", "2026-09-18T10:00")

    house.does("window", number, "name_respondent", "2026-09-18T11:00", officer="supervisor", reason="补充")

    complaint = house.complaint(number)
    assert complaint.handler is None or complaint.handler.username not in below(number) | {"supervisor"}


@pytest.mark.parametrize("role", ["supervisor", "last_resort"])
def test_those_below_a_respondent_promoted_later_judge_nothing_from_then_on(house: House, role: str) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="echeng.xie")
    assert below(number) == set()

    with transaction(alone=True):
        officers.set_roles(house.officer("echeng.xie"), ["officer", role], shanghai("2026-09-18T10:00"))

    assert "handler" in below(number) and "eccentre.feng" not in below(number)


def test_a_closed_account_has_nobody_below_it(house: House) -> None:
    with transaction(alone=True):
        officers.close(house.officer("bureau.tan"), shanghai("2026-09-17T10:00"))

    assert below(house.logs("2026-09-18T09:00", respondent_officer="bureau.tan")) == set()


def test_a_name_that_may_be_a_supervisors_keeps_those_below_from_judging(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="谭舒")

    assert kept_out_of(number) == {"bureau.tan": "name"}
    assert kept_out_of(number, "judging")["bureau.yu"] == "led_by_match"
    assert "handler" not in kept_out_of(number, "judging")
