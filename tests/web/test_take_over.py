"""The successor takes over in one act what was handed over to them."""

from __future__ import annotations

import re
import time

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.organisation import absences
from tests.house import House, shanghai
from tests.web.pages import signed_in, words_on
from tests.web.test_hand_over import EC, of_handler, picks, press

AT = "2026-09-22T09:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai(AT))


def hand_over(house: House, to: str = "echeng.xie") -> None:
    leader = signed_in(house, "leader")
    assert press(leader, picks(leader.get("/supervise/hand-over/handler")), to).status_code == 303


def take(visitor, pick):
    return visitor.post("/desk/take-over", pick=pick)


def test_all_is_listed_by_giver_ticked_and_taken_in_one_press(house: House):
    numbers = of_handler(house, 2)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    page = successor.get("/desk/take-over")
    assert len(picks(page)) == page.text.count("checked") == 4
    assert "吴舟 交出的 2 件" in words_on(page) and "休假" in words_on(page)

    answer = take(successor, picks(page))

    assert answer.status_code == 303 and "已接任 4 项" in words_on(successor.follow(answer))
    xie = house.officer("echeng.xie").id
    for number in numbers:
        complaint = house.complaint(number)
        assert {complaint.first_responder_id, complaint.handler_id, complaint.answerable_id} == {xie}


def test_desk_leads_there_where_more_than_one_waits(house: House):
    of_handler(house)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    assert "/desk/take-over" not in successor.get("/desk?list=offered").text

    of_handler(house)
    hand_over(house)

    page = successor.get("/desk?list=offered")
    assert "/desk/take-over" in page.text and "交接给您的 2 件" in words_on(page)


def test_same_press_twice_takes_once(house: House):
    (number,) = of_handler(house)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    found = picks(successor.get("/desk/take-over"))
    take(successor, found)
    steps = house.moves(number)

    again = take(successor, found)

    assert again.status_code == 409 and house.moves(number) == steps
    assert "2 项没有办成" in words_on(again)


def test_offer_recalled_meanwhile_is_refused_alone(house: House):
    first, second = of_handler(house, 2)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    found = picks(successor.get("/desk/take-over"))
    house.does("leader", first, "recall", AT, reason="改由他人承办。")

    answer = take(successor, found)

    assert answer.status_code == 409 and "别人已经更改了本件" in words_on(answer)
    assert house.complaint(first).duty_offer is not None
    assert house.complaint(second).handler_id == house.officer("echeng.xie").id


def test_work_offered_to_a_unit_is_no_hand_over(house: House):
    number = house.logs("2026-09-21T10:00")
    house.does("window", number, "accept", "2026-09-21T10:10")
    house.does("window", number, "assign", "2026-09-21T10:20", unit=EC, officer="echeng.xie")

    page = signed_in(house, "echeng.xie").get("/desk/take-over")

    assert not picks(page) and "没有等您接任的交接" in words_on(page)


def test_offer_to_another_officer_is_not_shown(house: House):
    of_handler(house)
    hand_over(house)

    assert not picks(signed_in(house, "leader").get("/desk/take-over"))


def test_deputy_takes_the_work_of_the_successor_who_left_since(house: House):
    (number,) = of_handler(house)
    hand_over(house)
    with transaction():
        times = shanghai("2026-09-22T00:00"), shanghai("2026-09-30T00:00")
        deputy = house.officer("leader")
        absences.mark(house.officer("echeng.xie"), deputy, times, deputy)
    visitor = signed_in(house, "leader")
    found = picks(visitor.get("/desk/take-over"))

    assert [one.rpartition(".")[2] for one in found] == ["work"]
    assert take(visitor, found).status_code == 303
    assert house.complaint(number).handler_id == house.officer("leader").id


def test_successor_who_steps_aside_finds_no_trace(house: House):
    hidden, seen = of_handler(house, 2)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    found = picks(successor.get("/desk/take-over"))
    house.does("echeng.xie", hidden, "recuse", AT, reason="投诉人是亲属。")

    page = successor.get("/desk/take-over")
    answer = take(successor, [one for one in found if one.startswith(hidden)])

    assert hidden not in page.text and seen in page.text and "吴舟 交出的 1 件" in words_on(page)
    assert answer.status_code == 409 and "没有找到这件投诉" in words_on(answer)


def test_nothing_ticked_says_so(house: House):
    of_handler(house)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    successor.get("/desk/take-over")

    answer = take(successor, [])

    assert answer.status_code == 422 and "请先勾选要接任的件" in words_on(answer)


def test_hundred_are_taken_in_one_act(house: House):
    numbers = of_handler(house, 100)
    hand_over(house)
    successor = signed_in(house, "echeng.xie")
    found = picks(successor.get("/desk/take-over"))
    assert len(found) == 200

    began = time.process_time()
    answer = take(successor, found)
    took = time.process_time() - began

    assert answer.status_code == 303
    assert took < 15, took  # seconds of the processor
    xie = house.officer("echeng.xie").id
    assert all(house.complaint(number).answerable_id == xie for number in numbers)
    assert re.search("没有等您接任的交接", words_on(successor.follow(answer)))
