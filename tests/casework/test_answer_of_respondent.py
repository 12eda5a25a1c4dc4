"""An answer by an officer whom the complaint has come to be about is not passed on: it goes back, and is done again by others."""

from __future__ import annotations

import pytest

from complaints.queries.search import Wanted, find
from tests.house import House
from tests.support.stories import ANSWER, answered, in_hand, refusal

AT, NAMED, LATER = "2026-09-21T10:00", "2026-09-21T10:20", "2026-09-21T10:40"


def on_the_spot(house: House) -> str:
    number = house.logs("2026-09-21T09:00")
    house.does("window", number, "answer_on_the_spot", AT, **ANSWER)
    return number


def names(house: House, number: str, officer: str) -> None:
    house.does("supervisor", number, "name_respondent", NAMED, officer=officer, reason="来电补充")


@pytest.mark.parametrize("others", [[], ["other"]])
@pytest.mark.parametrize(("story", "answered_by"), [(on_the_spot, "window"), (answered, "handler")])
def test_answer_of_one_named_later_is_sent_back_and_done_again(
    either_house: House, story: object, answered_by: str, others: list[str]
) -> None:
    house = either_house
    number = story(house)  # type: ignore[operator]
    for officer in (*others, answered_by):
        names(house, number, officer)
    first = house.complaint(number).first_responder.username
    assert first != answered_by

    assert refusal(house, first, number, "give_feedback", LATER, method="phone") == "NotNow"
    house.does(first, number, "send_back", LATER, reason="答复人即被投诉人")
    house.does("supervisor", number, "designate", "2026-09-21T11:00", unit="LZ-BUREAU", reason="重新办理")
    house.does("liangzi.kang", number, "sign_for", "2026-09-21T11:10")
    house.does("liangzi.kang", number, "answer", "2026-09-21T15:00", **ANSWER)

    assert refusal(house, first, number, "give_feedback", "2026-09-21T15:10", method="phone") == ""


@pytest.mark.parametrize("story", [on_the_spot, answered])
def test_answer_is_passed_on_where_another_is_named(house: House, story: object) -> None:
    number = story(house)  # type: ignore[operator]
    names(house, number, "other")

    assert refusal(house, "window", number, "give_feedback", LATER, method="phone") == ""


def test_search_finds_joined_complaints_for_the_first_responder_of_the_leading_one(house: House) -> None:
    leading = in_hand(house)
    number = house.logs("2026-09-18T11:00", by="other", narrative="独有的经过")
    house.does("other", number, "merge", "2026-09-18T11:10", leading=leading)

    def found(username: str) -> list[str]:
        return [
            row.tracking_number
            for row in find(Wanted(words="独有的经过"), house.officer(username)).complaints
        ]

    assert found("window") == [number] and found("gedian.zuo") == []
