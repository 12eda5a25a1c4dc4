"""One sheet for a whole act of handing over: what it holds, and who reads it."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure import clock
from tests.house import House, shanghai
from tests.web.pages import Visitor, signed_in, words_on
from tests.web.test_hand_over import of_handler, picks, press

SHEET = re.compile(r"/desk/hand-over-sheet/\d+")
AT = "2026-09-22T09:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai(AT))


@pytest.fixture
def leader(house: House) -> Visitor:
    return signed_in(house, "leader")


def hand_over(leader: Visitor, to: str = "echeng.xie") -> None:
    page = leader.get("/supervise/hand-over/handler")
    assert press(leader, picks(page), to).status_code == 303


def sheets(page) -> list[str]:
    return SHEET.findall(page.text)


def test_sheet_holds_each_complaint_of_the_act_once(house: House, leader: Visitor):
    numbers = of_handler(house, 3)
    hand_over(leader)

    (address,) = sheets(leader.get("/supervise/hand-over/handler"))
    page = words_on(leader.get(address))

    grouped = re.findall(r"\d{4}-\d{4}-\d{4}|\d{3,4}[ -]\d{4}[ -]\d{4}", page)
    assert len(set(grouped)) == len(numbers) == 3
    assert "吴舟 · 鄂城区司法局" in page and "谢南 · 鄂城区司法局" in page and "休假" in page
    assert page.count("首问责任：待接任") == page.count("承办工作：待接任") == 3
    assert "交出人（签名）" in page and "接任人（签名）" in page and "单位负责人（签名）" in page
    assert "2026年9月" in page


def test_giver_and_taker_read_it_and_see_what_was_taken(house: House, leader: Visitor):
    (number,) = of_handler(house)
    hand_over(leader)
    house.does("echeng.xie", number, "take_first_responder", "2026-09-22T09:00")
    house.does("echeng.xie", number, "refuse_reassignment", "2026-09-22T09:00", reason="手上已满。")

    taker = signed_in(house, "echeng.xie")
    (address,) = sheets(taker.get("/desk/take-over"))
    giver = signed_in(house, "handler")

    for visitor in (taker, giver):
        page = words_on(visitor.get(address))
        assert "首问责任：已接任 2026年9月22日 09:00" in page and "承办工作：未接" in page


def test_another_officer_finds_no_sheet(house: House, leader: Visitor):
    of_handler(house)
    hand_over(leader)
    (address,) = sheets(leader.get("/supervise/hand-over/handler"))

    assert signed_in(house, "other").get(address).status_code == 404
    assert leader.get("/desk/hand-over-sheet/1").status_code == 404


def test_two_acts_have_two_sheets(house: House, leader: Visitor, monkeypatch):
    of_handler(house)
    hand_over(leader)
    of_handler(house)
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T10:00"))
    hand_over(leader)

    found = sheets(leader.get("/supervise/hand-over/handler"))

    assert len(set(found)) == 2
    assert all(words_on(leader.get(address)).count("首问责任：") == 1 for address in found)


def test_complaint_hidden_from_the_reader_is_not_on_it(house: House, leader: Visitor):
    hidden, _seen = of_handler(house, 2)
    hand_over(leader)
    taker = signed_in(house, "echeng.xie")
    (whole,) = sheets(leader.get("/supervise/hand-over/handler"))
    house.does("echeng.xie", hidden, "recuse", AT, reason="投诉人是亲属。")

    (address,) = sheets(taker.get("/desk/take-over"))
    page = words_on(taker.get(address))

    assert "件数 1" in page and page.count("首问责任：") == 1
    assert words_on(leader.get(whole)).count("首问责任：") == 2
    assert taker.get(whole).status_code == (200 if whole == address else 404)


def test_ordinary_assignment_is_no_hand_over(house: House):
    of_handler(house)

    assert not sheets(signed_in(house, "handler").get("/desk/take-over"))


def test_sheet_reads_in_english(house: House):
    of_handler(house)
    leader = signed_in(house, "leader", "en")
    hand_over(leader)
    (address,) = sheets(leader.get("/supervise/hand-over/handler"))

    page = words_on(leader.get(address))

    assert "休假" not in signed_in(house, "echeng.xie", "en").get("/desk/take-over").text
    assert "Hand-over sheet" in page and "First responder's duty: waiting" in page and "On leave" in page
