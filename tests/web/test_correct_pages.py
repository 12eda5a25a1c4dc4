"""Correcting at the window: the form, what the history shows, and to whom."""

from __future__ import annotations

from typing import Any

from tests.house import House
from tests.support.stories import in_hand
from tests.web.api import Api, problem
from tests.web.pages import words_on


def test_wrong_phone_is_corrected_at_the_window(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house), at_desk("window")
    assert "更正" in words_on(lin.get(f"/desk/c/{number}"))
    lin.get(f"/desk/c/{number}/correct")

    answer = lin.post(f"/desk/c/{number}/correct", changes_phone="139 0013 9000", reason="少抄一位")

    assert answer.status_code == 303, words_on(answer)
    said = words_on(lin.follow(answer))
    assert "+8613800138000 → +8613900139000" in said
    assert not house.complaint(number).confidential


def test_of_a_confidential_complaint_others_do_not_read_what_was_corrected(
    house: House, at_desk: Any
) -> None:
    number, lin = in_hand(house, confidential=True), at_desk("window")
    lin.get(f"/desk/c/{number}/correct")
    lin.post(
        f"/desk/c/{number}/correct", changes_phone="139 0013 9000", changes_category="NOTICE", reason="x"
    )

    said = words_on(at_desk("supervisor").get(f"/desk/c/{number}"))

    assert "已封存" in said and "13900139000" not in said.replace(" ", "")
    assert "窗口服务态度、作风 → 未一次性告知" in said


def test_form_names_the_field_that_is_wrong(house: House, at_desk: Any) -> None:
    number, lin = in_hand(house), at_desk("window")
    lin.get(f"/desk/c/{number}/correct")

    answer = lin.post(f"/desk/c/{number}/correct", changes_phone="12", reason="x")

    assert answer.status_code == 422 and 'href="#changes_phone"' in answer.text


def test_rating_by_call_back_is_recorded_at_the_desk(house: House, at_desk: Any) -> None:
    from tests.support.stories import told

    number, gu = told(house), at_desk("supervisor")
    page = gu.get(f"/desk/c/{number}")
    assert 'data-record="rate"' in page.text
    assert 'data-record="rate"' not in at_desk("window").get(f"/desk/c/{number}").text
    gu.get(f"/desk/c/{number}/rate")

    answer = gu.post(f"/desk/c/{number}/rate", grade="2", comment="没解决", heard_how="call_back")

    assert answer.status_code == 303, words_on(answer)
    assert house.complaint(number).grade == 2
    said = words_on(gu.get(f"/desk/c/{number}"))
    assert "代录 回访电话" in said


def test_unknown_category_and_nothing_to_correct_are_refused(house: House, now: Any) -> None:
    api = Api(house)
    number = api.logged()["tracking_number"]

    wrong = problem(
        api.by("window").move(number, "correct", {"changes": {"category": "X"}, "reason": "x"}), 422
    )
    empty = problem(api.by("window").move(number, "correct", {"changes": {}, "reason": "x"}), 422)

    assert "category" in wrong["errors"]["changes"] and empty["errors"]
