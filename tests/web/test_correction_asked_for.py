"""What the handler asks to have corrected reaches the first responder, who corrects it or refuses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.house import House
from tests.support.stories import in_hand
from tests.web.pages import words_on

ASKED = {"changes_phone": "139 0013 9000", "changes_category": "NOTICE", "changes_confidential": "true"}


@pytest.fixture
def asked(house: House, at_desk: Any) -> str:
    number, feng = in_hand(house), at_desk("handler")
    feng.get(f"/desk/c/{number}/request_correction")
    answer = feng.post(f"/desk/c/{number}/request_correction", **ASKED, reason="号码打不通")
    assert answer.status_code == 303, words_on(answer)
    return number


def test_first_responder_reads_what_is_asked_and_why(asked: str, at_desk: Any) -> None:
    said = words_on(at_desk("window").get(f"/desk/c/{asked}"))

    assert "承办人请求更正" in said and "139 0013 9000" in said and "号码打不通" in said


def test_form_of_the_correction_is_filled_in_as_asked(asked: str, house: House, at_desk: Any) -> None:
    lin = at_desk("window")

    page = lin.get(f"/desk/c/{asked}/correct")

    assert 'value="139 0013 9000"' in page.text and "号码打不通" in page.text
    assert (
        'value="NOTICE" data-find' in page.text
        and 'name="changes_confidential" value="true" checked' in page.text
    )
    answer = lin.post(f"/desk/c/{asked}/correct", **ASKED, reason="号码打不通")
    assert answer.status_code == 303 and house.complaint(asked).category == "NOTICE"
    assert "承办人请求更正，等" not in words_on(lin.follow(answer))


def test_who_refuses_reads_what_was_asked_beside_it(asked: str, at_desk: Any) -> None:
    said = words_on(at_desk("window").get(f"/desk/c/{asked}/refuse_correction"))

    assert "139 0013 9000" in said and "号码打不通" in said


def test_handler_and_others_are_shown_nothing_to_decide(asked: str, at_desk: Any) -> None:
    feng = at_desk("handler")

    assert "承办人请求更正，等" not in words_on(feng.get(f"/desk/c/{asked}"))
    page = feng.get(f"/desk/c/{asked}/correct")
    assert 'name="changes_phone"' not in page.text and "139 0013 9000" not in page.text


def test_of_a_confidential_complaint_others_do_not_read_the_number_asked_for(
    house: House, at_desk: Any
) -> None:
    number, feng = in_hand(house, confidential=True), at_desk("handler")
    feng.get(f"/desk/c/{number}/request_correction")
    feng.post(f"/desk/c/{number}/request_correction", changes_phone="139 0013 9000", reason="打不通")

    gu = at_desk("supervisor")
    for page in ("", "/correct", "/refuse_correction"):
        assert "13900139000" not in words_on(gu.get(f"/desk/c/{number}{page}")).replace(" ", "")
        assert "139 0013 9000" not in gu.get(f"/desk/c/{number}{page}").text
