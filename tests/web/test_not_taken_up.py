"""A complaint that is not taken up tells its citizen why, and where to turn instead, whatever kind it is (promise 4)."""

from __future__ import annotations

import pytest

from complaints.casework import moves
from complaints.infrastructure.database import transaction
from tests.house import House, shanghai
from tests.web.api import Api
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on
from workflows.language import Act

DECLINED = {"reason_code": "not_our_remit", "competent_body": "市水务局", "contact": "0711-12314"}


@pytest.fixture
def restricted(house: House, now) -> str:
    number = house.logs("2026-09-18T09:00", category="DISC")
    first = house.complaint(number).first_responder.username
    house.does(first, number, "decline", "2026-09-18T10:00", **DECLINED)
    return number


def page_of(house: House, number: str) -> str:
    visitor = Visitor(house.app)
    return words_on(visitor.follow(looks_up(visitor, number, house.codes[number])))


def answer_for(house: House, number: str):
    keys = {"tracking_number": number, "query_code": house.codes[number]}
    return Api(house).by(None).post("/status", keys).json


def test_a_citizen_whose_report_of_misconduct_is_not_taken_up_reads_why_and_where_to_turn(house, restricted):
    page = page_of(house, restricted)

    assert "不予受理" in page and "已转办" not in page
    assert "市水务局" in page and "0711-12314" in page
    assert "不属于本系统各单位的职责" in page


def test_a_program_that_asks_for_the_citizen_learns_the_same(house, restricted):
    answer = answer_for(house, restricted)

    assert answer["state"] == "declined"
    assert [step["move"] for step in answer["steps"]] == ["receive", "decline"]
    assert answer["steps"][-1]["detail"]["competent_body"] == "市水务局"


def test_one_that_is_taken_up_shows_no_more_than_that_it_was_passed_on(house, now):
    number = house.logs("2026-09-18T09:00", category="DISC")
    first = house.complaint(number).first_responder.username
    house.does(first, number, "assign", "2026-09-18T10:00", unit="EZ-DISC")

    answer = answer_for(house, number)

    assert answer["state"] == "referred"
    assert [step["move"] for step in answer["steps"]] == ["receive"]


def test_whoever_was_joined_to_a_complaint_that_is_not_taken_up_reads_why_as_well(house, now):
    joined, leading = house.logs("2026-09-18T09:00"), house.logs("2026-09-18T09:00")
    with transaction():
        window, at = house.officer("window"), shanghai("2026-09-18T09:30")
        words = {"leading": moves.take(leading, window)}
        moves.perform(moves.take(joined, window), Act("merge", window, at, words))
    house.does("window", leading, "decline", "2026-09-18T10:00", **DECLINED)

    page = page_of(house, joined)

    assert "已并案" in page
    assert "市水务局" in page and "0711-12314" in page
