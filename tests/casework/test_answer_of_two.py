"""An answer in which one had a part who is complained of or has stepped aside since is done again by others."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.stories import ANSWER, answered, in_hand, refusal
from workflows.errors import NotNow

AT, SINCE, LATER = "2026-09-21T10:00", "2026-09-21T11:00", "2026-09-21T15:00"
NOTARY = {"category": "NOTARY", "respondent_unit": "EZ-NOTARY-1"}


def in_hand_of_yu(house: House) -> str:
    """Two investigators answer it."""
    number = house.logs("2026-09-18T09:00", **NOTARY)
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EZ-BUREAU")
    house.does("bureau.yu", number, "sign_for", "2026-09-18T10:30")
    return number


def by_two(house: House) -> str:
    number = in_hand_of_yu(house)
    house.does("bureau.yu", number, "answer", AT, second=house.officer("bureau.shi"), **ANSWER)
    return number


def goes_back(house: House, number: str) -> bool:
    first = house.complaint(number).first_responder.username
    with pytest.raises(NotNow, match="不能反馈"):
        house.does(first, number, "give_feedback", LATER, method="phone")
    return refusal(house, first, number, "send_back", LATER, reason="须重新办理") == ""


def test_answer_of_a_second_investigator_named_later_is_sent_back(either_house: House) -> None:
    house = either_house
    number = by_two(house)
    house.does("window", number, "name_respondent", SINCE, officer="bureau.shi", reason="收了礼")

    assert goes_back(house, number)


def test_answer_of_a_second_investigator_who_steps_aside_is_sent_back(house: House) -> None:
    number = by_two(house)
    house.does("bureau.shi", number, "recuse", SINCE, reason="亲属")

    assert goes_back(house, number)


def test_answer_of_a_handler_who_steps_aside_is_sent_back_and_done_again(either_house: House) -> None:
    house = either_house
    number = answered(house)
    house.does("handler", number, "recuse", SINCE, reason="亲属")

    assert goes_back(house, number)
    house.does("leader", number, "answer", "2026-09-22T10:00", **ANSWER)
    assert refusal(house, "window", number, "give_feedback", "2026-09-22T10:10", method="phone") == ""


def test_answer_of_a_handler_whose_recusal_is_granted_since_is_sent_back(house: House) -> None:
    number = in_hand(house)
    words = {"reason": "承办人是对方亲属", "of": "handler"}
    house.does("citizen", number, "request_recusal", "2026-09-18T12:00", **words)
    house.does("handler", number, "answer", "2026-09-18T13:00", **ANSWER)
    house.does("leader", number, "decide_recusal", "2026-09-18T14:00", grant=True, reason="属实")

    assert goes_back(house, number)


def test_answer_on_the_spot_of_one_who_steps_aside_is_sent_back(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "answer_on_the_spot", AT, **ANSWER)
    house.does("window", number, "recuse", SINCE, reason="邻居")

    assert goes_back(house, number)


def test_answer_stands_where_another_steps_aside(house: House) -> None:
    number = answered(house)
    house.does("leader", number, "recuse", SINCE, reason="亲属")

    assert refusal(house, "window", number, "give_feedback", LATER, method="phone") == ""


@pytest.mark.parametrize("second", ["huarong.mo", "admin", "hrtown.qian"])
def test_second_investigator_is_an_officer_who_may_see_complaints(house: House, second: str) -> None:
    """Not an evaluator, an administrator or one whose account is closed."""
    number = in_hand_of_yu(house)
    if second == "hrtown.qian":
        with transaction(alone=True):
            officers.close(house.officer(second), shanghai("2026-09-18T10:40"))
    elif second == "huarong.mo":
        with transaction(alone=True):
            officers.set_roles(house.officer(second), ["evaluator"], shanghai("2026-09-18T10:40"))

    with pytest.raises(NotNow, match="另一名调查人员"):
        house.does("bureau.yu", number, "answer", AT, second=house.officer(second), **ANSWER)
