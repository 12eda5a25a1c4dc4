"""Those asked for an opinion give it on a page of their own or by the API, and see nothing else of the complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.casework.test_consultations import ASKED_AT, LATER, OPINION, QUESTION, asked, makes, notified
from tests.house import House
from tests.support.stories import HR, in_hand
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

AtDesk = Callable[[str], Visitor]
NARRATIVE = "工作人员态度差。"


def test_handler_asks_and_withdraws_on_the_page(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    handler = at_desk("handler")

    assert "要问的问题" in words_on(handler.get(f"/desk/c/{number}/consult"))
    handler.post(f"/desk/c/{number}/consult", unit="HR-BUREAU", question=QUESTION)
    page = words_on(handler.get(f"/desk/c/{number}"))
    assert QUESTION in page and "期限照常计算" in page
    assert QUESTION in words_on(handler.get(f"/desk/c/{number}/withdraw_consultation"))
    handler.post(f"/desk/c/{number}/withdraw_consultation", of="1")

    assert "已撤回" in words_on(handler.get(f"/desk/c/{number}"))


def test_officer_asked_answers_with_a_file_and_sees_no_complaint(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    asked(house, number)
    other = at_desk("other")

    assert "1 项征求意见等您答复" in words_on(other.get("/desk"))
    assert QUESTION in words_on(other.get("/desk/consultations"))
    page = other.follow(other.get(f"/desk/c/{number}"))
    assert QUESTION in words_on(page) and NARRATIVE not in page.text and "李大爷" not in page.text
    empty = other.post(f"/desk/consultations/{number}", of="1", opinion="")
    assert empty.status_code == 422
    file = {"files": (b"%PDF-1.4 something\n%%EOF", "台账.pdf")}
    done = other.post(f"/desk/consultations/{number}", file, of="1", opinion=OPINION)

    assert done.status_code == 303
    assert OPINION in words_on(other.get(f"/desk/consultations/{number}"))
    assert "没有等您答复的问题" in words_on(other.get("/desk/consultations"))
    lead = at_desk("handler").get(f"/desk/c/{number}")
    assert OPINION in words_on(lead) and "台账.pdf" in lead.text
    late = other.post(f"/desk/consultations/{number}", of="1", opinion=OPINION)
    assert late.status_code in (404, 409)


def test_officer_asked_says_why_there_is_no_opinion(house: House, at_desk: AtDesk) -> None:
    number, why = in_hand(house), "不是我单位经办，请问市局。"
    asked(house, number)
    other, address = at_desk("other"), f"/desk/consultations/{number}/decline"

    other.get(f"/desk/consultations/{number}")
    assert other.post(address, of="1", opinion="").status_code == 422
    done = other.post(address, of="1", opinion=why)

    assert done.status_code == 303 and "已说明不作答复" in words_on(other.follow(done))
    assert why in words_on(at_desk("handler").get(f"/desk/c/{number}"))
    assert other.post(address, of="1", opinion=why).status_code in (404, 409)


@pytest.mark.parametrize("whom", [{"officer": "other"}, {"unit": HR}])
@pytest.mark.parametrize("answered", [True, False])
def test_misconduct_report_is_unknown_to_those_once_asked(
    either_house: House, at_desk: AtDesk, whom: dict[str, str], answered: bool
) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number, **whom)
    if answered:
        makes(house, "other", number, "answer_consultation", of=1, opinion=OPINION)

    house.does("window", number, "correct", LATER, changes={"category": "DISC"}, reason="反映收钱")

    other = at_desk("other")
    assert "end_consultations" not in notified(house, "other")
    assert other.get(f"/desk/consultations/{number}").status_code == 404
    assert other.get(f"/desk/c/{number}").status_code == 404
    assert number not in other.get("/desk/consultations").text
    refused = other.post(f"/desk/consultations/{number}", of="1", opinion=OPINION)
    assert refused.status_code == 404


def test_page_of_those_asked_speaks_english(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    asked(house, number)
    other = at_desk("other")

    page = words_on(other.get(f"/desk/consultations/{number}", headers={"Accept-Language": "en"}))

    assert "Give the opinion asked for" in page and "答复征求意见" not in page


def test_nobody_else_finds_the_question(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house, respondent_officer="arb.song")
    asked(house, number)

    for username in ("arb.song", "arb.jin"):
        visitor = at_desk(username)
        assert visitor.get(f"/desk/consultations/{number}").status_code == 404
        assert visitor.get(f"/desk/c/{number}").status_code == 404
        assert number not in visitor.get("/desk/consultations").text


def test_api_shows_and_answers_a_question(house: House) -> None:
    api = Api(house)
    number = api.with_handler()["tracking_number"]
    moves = f"/complaints/{number}/moves"
    made = api.by("handler").post(f"{moves}/consult", {"officer": "other", "question": QUESTION})
    assert made.status_code == 201, made.text

    [mine] = api.by("other").get("/consultations").json["items"]
    assert (mine["tracking_number"], mine["question"], mine["unit"], mine["officer"]) == (
        number,
        QUESTION,
        "HR-BUREAU",
        "other",
    )
    assert api.by("other").get(f"/complaints/{number}").status_code == 404
    given = api.by("other").post(f"{moves}/answer_consultation", {"of": 1, "opinion": OPINION})
    assert given.status_code == 201, given.text

    [shown] = api.by("handler").get(f"/complaints/{number}").json["consultations"]
    assert (shown["step"], shown["opinion"], shown["answered_by"]) == ("answered", OPINION, "other")
    assert api.by("other").get("/consultations").json["items"] == []


def test_citizen_reads_nothing_of_a_question(house: House, at_desk: AtDesk) -> None:
    number = in_hand(house)
    asked(house, number, ASKED_AT)
    visitor = Visitor(house.app)
    visitor.get("/status")
    page = visitor.follow(visitor.post("/status", tracking_number=number, query_code=house.codes[number]))

    assert QUESTION not in page.text and "征求" not in page.text
