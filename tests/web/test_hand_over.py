"""A leader hands over the work of an officer in one act: what is listed, what is refused, what is kept."""

from __future__ import annotations

import re
import time
from datetime import datetime

import pytest
from sqlalchemy.exc import OperationalError

from complaints.casework import moves
from complaints.infrastructure import clock
from complaints.organisation import directory
from tests.house import House, shanghai
from tests.web.pages import Visitor, signed_in, words_on

EC = "EC-BUREAU"
PICK = re.compile(r'name="pick" value="([\d.]+[a-z]+)"')
AT = "2026-09-22T09:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = shanghai(AT)
    monkeypatch.setattr(clock, "now", lambda: at)
    return at


def of_handler(house: House, n: int = 1, **words) -> list[str]:
    """Complaints that the handler took in, was given, and works on: both duties are theirs."""
    numbers = []
    for _ in range(n):
        number = house.logs("2026-09-21T10:00", "handler", **words)
        house.does("handler", number, "accept", "2026-09-21T10:10")
        house.does("handler", number, "assign", "2026-09-21T10:20", unit=EC)
        house.does("handler", number, "sign_for", "2026-09-21T10:30")
        numbers.append(number)
    return numbers


def picks(answer) -> list[str]:
    return PICK.findall(answer.text)


def press(visitor: Visitor, pick: list[str], to: str = "echeng.xie", giver: str = "handler", **words):
    typed = {"officer": to, "reason": "leave", "note": "学习三个月", **words}
    return visitor.post(f"/supervise/hand-over/{giver}", pick=pick, **typed)


def test_both_duties_are_listed_ticked_and_offered_in_one_press(house: House):
    (number,) = of_handler(house)
    leader = signed_in(house, "leader")
    page = leader.get("/supervise/hand-over/handler")
    assert picks(page) == [f"{number}.{house.complaint(number).version}.{kind}" for kind in ("duty", "work")]
    assert page.text.count("checked") == 2 and "交接 吴舟 的工作" in words_on(page)

    answer = press(leader, picks(page))

    assert answer.status_code == 303, words_on(answer)
    complaint = house.complaint(number)
    xie = house.officer("echeng.xie").id
    assert complaint.duty_offered_id == complaint.work_offer.officer_id == xie
    assert (complaint.duty_offer.reason, complaint.work_offer.reason) == ("leave", "休假")
    assert complaint.answerable_id == house.officer("handler").id
    assert "已提交交接 2 项" in words_on(leader.follow(answer))


def test_same_press_twice_changes_nothing_more(house: House):
    (number,) = of_handler(house)
    leader = signed_in(house, "leader")
    found = picks(leader.get("/supervise/hand-over/handler"))
    press(leader, found)
    steps = house.moves(number)

    again = press(leader, found)

    assert again.status_code == 409 and house.moves(number) == steps
    assert "2 项没有办成" in words_on(again) and "首问交接正等待接任人确认" in words_on(again)
    assert "学习三个月" in again.text and not picks(again)


def test_stale_version_is_refused_alone(house: House):
    first, second = of_handler(house, 2)
    leader = signed_in(house, "leader")
    found = picks(leader.get("/supervise/hand-over/handler"))
    house.does("handler", first, "report_progress", "2026-09-21T11:00", note="已约谈。")

    answer = press(leader, found)

    assert answer.status_code == 409 and "别人已经更改了本件" in words_on(answer)
    assert house.complaint(first).duty_offer is None and house.complaint(second).duty_offer is not None


def test_successor_kept_out_is_refused_there_with_its_sentence(house: House):
    (named,) = of_handler(house, respondent_officer="centre.luo")
    (free,) = of_handler(house)
    leader = signed_in(house, "leader")
    duties = [one for one in picks(leader.get("/supervise/hand-over/handler")) if one.endswith("duty")]

    answer = press(leader, duties, to="centre.luo")

    assert answer.status_code == 409 and "1 项已完成，1 项没有办成" in words_on(answer)
    assert "有利害关系，不能经办此件" in words_on(answer)
    assert house.complaint(named).duty_offer is None and house.complaint(free).duty_offer is not None
    again = re.findall(r'value="([\d.]+[a-z]+)" checked', answer.text)
    assert again == [one for one in duties if one.startswith(named)]


def test_work_goes_to_no_other_unit(house: House):
    (number,) = of_handler(house)
    leader = signed_in(house, "leader")
    work = [one for one in picks(leader.get("/supervise/hand-over/handler")) if one.endswith("work")]

    answer = press(leader, work, to="centre.luo")

    assert answer.status_code == 409 and "不是该单位的在岗工作人员" in words_on(answer)
    assert house.complaint(number).work_offer is None


def test_what_the_leader_may_not_see_is_in_no_row_count_or_act(house: House):
    hidden, seen = of_handler(house, 2)
    house.does("leader", hidden, "recuse", "2026-09-21T11:00", reason="投诉人是亲属。")
    leader = signed_in(house, "leader")

    page = leader.get("/supervise/hand-over/handler")
    answer = press(leader, [f"{hidden}.{house.complaint(hidden).version}.duty"])

    assert hidden not in page.text and "在办件 1 件" in words_on(page) and seen in page.text
    assert answer.status_code == 409 and "没有找到这件投诉" in words_on(answer)
    assert house.complaint(hidden).duty_offer is None


def test_duty_of_another_officer_is_not_handed_over_with_it(house: House):
    """The first responder changed after the page was opened, or the form was forged."""
    number = house.logs("2026-09-21T10:00")
    visitor = signed_in(house, "centre.chen")
    visitor.get("/supervise/hand-over/centre.he")

    answer = press(visitor, [f"{number}.{house.complaint(number).version}.duty"], "centre.luo", "centre.he")

    assert answer.status_code == 409 and "首问责任人已经不是此人" in words_on(answer)


def test_what_is_not_the_leaders_says_so_and_cannot_be_ticked(house: House):
    number = house.logs("2026-09-21T10:00")
    house.does("window", number, "accept", "2026-09-21T10:10")
    house.does("window", number, "assign", "2026-09-21T10:20", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-21T10:30")

    page = signed_in(house, "supervisor").get("/supervise/hand-over/handler")

    assert not picks(page) and "现在不能由您进行“改派”" in words_on(page)


@pytest.mark.parametrize("missing", ["officer", "reason", "pick"])
def test_missing_word_keeps_the_rest(house: House, missing: str):
    of_handler(house)
    leader = signed_in(house, "leader")
    found = picks(leader.get("/supervise/hand-over/handler"))
    typed = {"pick": found[:1], "officer": "echeng.xie", "reason": "sick", "note": "学习三个月"}

    answer = leader.post("/supervise/hand-over/handler", **{**typed, missing: []})

    assert answer.status_code == 422 and "学习三个月" in answer.text
    assert answer.text.count("checked") == (0 if missing == "pick" else 1)


def test_unknown_account_and_plain_officer_find_no_page(house: House):
    assert signed_in(house, "leader").get("/supervise/hand-over/no.such").status_code == 404
    assert signed_in(house, "handler").get("/supervise/hand-over/handler").status_code == 403


def test_trouble_in_the_middle_keeps_what_was_done_and_offers_the_rest(house: House, monkeypatch):
    numbers = of_handler(house, 3)
    leader = signed_in(house, "leader")
    found = picks(leader.get("/supervise/hand-over/handler"))
    make, made = moves.perform_as_written, []

    def fail_at_the_third(complaint, act):
        made.append(act)
        if len(made) == 3:
            raise OperationalError("UPDATE", {}, Exception("disk is full"))
        return make(complaint, act)

    monkeypatch.setattr(moves, "perform_as_written", fail_at_the_third)

    answer = press(leader, found)

    assert answer.status_code == 409 and "2 项已完成，4 项没有办成" in words_on(answer)
    assert len(made) == 3 and len(picks(answer)) == 4
    monkeypatch.undo()
    monkeypatch.setattr(clock, "now", lambda: shanghai(AT))
    assert press(leader, picks(answer)).status_code == 303
    assert all(
        house.complaint(number).duty_offer and house.complaint(number).work_offer for number in numbers
    )


def test_hundred_are_handed_over_in_one_act_and_the_rest_stays_listed(house: House):
    numbers = of_handler(house, 102)
    leader = signed_in(house, "leader")
    page = leader.get("/supervise/hand-over/handler")
    found = picks(page)
    assert len(found) == 200 and "这一页是 100 件；后面还有 2 件" in words_on(page)
    assert len(picks(leader.get("/supervise/hand-over/handler?page=2"))) == 4

    began = time.process_time()
    answer = press(leader, found)
    took = time.process_time() - began

    assert answer.status_code == 303
    assert took < 15, took  # seconds of the processor
    offered = [number for number in numbers if house.complaint(number).duty_offer]
    assert len(offered) == 100
    rest = picks(leader.get("/supervise/hand-over/handler"))
    assert {one.split(".")[0] for one in rest} == set(numbers) - set(offered)


def test_more_than_a_hundred_at_once_are_not_looked_at(house: House, monkeypatch):
    monkeypatch.setattr("complaints.web.forms.duty_rows.AT_ONCE", 1)
    of_handler(house, 2)
    leader = signed_in(house, "leader")

    answer = press(leader, picks(leader.get("/supervise/hand-over/handler")))

    assert "已提交交接 2 项" in words_on(leader.follow(answer))


def test_account_that_is_closed_is_still_found(house: House):
    assert directory.officer_of_account("handler") is not None


def test_pages_of_load_and_absence_lead_there(house: House):
    of_handler(house)
    leader = signed_in(house, "leader")
    first = {"officer": "handler", "deputy": "echeng.xie", "first": "2026-09-22", "last": "2026-09-30"}

    assert "/supervise/hand-over/handler" in leader.get("/supervise/load").text
    leader.post("/supervise/absence", **first)
    assert "/supervise/hand-over/handler" in leader.get("/supervise/absence").text
