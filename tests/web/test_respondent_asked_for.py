"""The handler, who learns late whom a complaint is about, asks those who may to name or to clear them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from complaints.casework.named_respondents import list_respondents
from complaints.infrastructure.database import db
from complaints.models import Ask, Event, Notice
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import in_hand, refusal
from tests.web.api import Api, problem
from tests.web.pages import words_on


def asks(house: House, number: str, **respondent: Any) -> None:
    words = {"respondent": respondent, "reason": "谈话中才说出姓名"}
    house.does("handler", number, "request_correction", "2026-09-18T14:00", **words)


def test_handler_asks_and_the_first_responder_names(either_house: House) -> None:
    house, number = either_house, in_hand(either_house)
    assert refusal(house, "handler", number, "name_respondent", officer="other", reason="x") == "NotYours"

    asks(house, number, officer="other", wrong=False)
    ledger = json.dumps([row.detail for row in db.session.scalars(db.select(Event))], ensure_ascii=False)
    house.does("window", number, "name_respondent", "2026-09-18T15:00", officer="other", reason="属实")

    assert "other" not in ledger and house.complaint(number).pending("correction") is None
    assert "other" in kept_out_of(number)
    steps = db.session.scalars(db.select(Ask.step).filter_by(kind="correction").order_by(Ask.id))
    assert list(steps) == ["asked", "granted"]


def test_request_reaches_first_responder_and_their_supervisor(house: House) -> None:
    number = in_hand(house)

    asks(house, number, name="三号窗口的人", wrong=False)

    told = db.select(Notice.officer_id).filter_by(kind="request_correction")
    heads = {house.officer("window").id} | {house.complaint(number).first_responder_id}
    assert heads <= set(db.session.scalars(told)) and len(set(db.session.scalars(told))) > 1


def test_other_correction_leaves_the_request_waiting(house: House) -> None:
    number = in_hand(house)
    asks(house, number, officer="other", wrong=False)

    house.does("window", number, "correct", "2026-09-18T15:00", changes={"subject": "改过"}, reason="x")

    assert house.complaint(number).pending("correction") is not None


def test_first_responder_does_not_refuse_to_be_named(house: House) -> None:
    number = in_hand(house)
    asks(house, number, officer="window", wrong=False)

    assert refusal(house, "window", number, "refuse_correction", reason="不是我") == "NotNow"


@pytest.mark.parametrize("meant", [{"officer": "window"}, {"unit": "EZ-CENTRE"}, {"name": "林溪"}])
def test_who_may_be_meant_neither_refuses_nor_grants_by_naming_another(
    either_house: House, meant: dict[str, str]
) -> None:
    house, number = either_house, in_hand(either_house)
    asks(house, number, **meant, wrong=False)

    assert refusal(house, "window", number, "refuse_correction", reason="不是") == "NotNow"
    house.does("window", number, "name_respondent", "2026-09-18T15:00", name="张三丰", reason="x")
    assert house.complaint(number).pending("correction") is not None

    house.does("supervisor", number, "name_respondent", "2026-09-18T16:00", **meant, reason="属实")
    assert house.complaint(number).pending("correction") is None


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"respondent": {"wrong": True}},
        {"respondent": {"officer": "other"}, "changes": {"subject": "x"}},
        {"respondent": {"officer": "no.such"}},
    ],
)
def test_request_says_one_thing_that_there_is(house: House, now: Any, words: dict[str, Any]) -> None:
    number, api = in_hand(house), Api(house)

    problem(api.by("handler").move(number, "request_correction", {**words, "reason": "x"}), 422)


def test_handler_asks_on_the_page_and_the_first_responder_reads_it(house: House, at_desk: Any) -> None:
    number, feng = in_hand(house), at_desk("handler")
    page = feng.get(f"/desk/c/{number}/request_correction")
    assert "被投诉人漏列或者误列" in words_on(page)

    words = {"respondent_officer": "other", "respondent_wrong": "false", "reason": "谈话中才说出姓名"}
    answer = feng.post(f"/desk/c/{number}/request_correction", **words)

    assert answer.status_code == 303, words_on(answer)
    said = words_on(at_desk("window").get(f"/desk/c/{number}"))
    assert "承办人请求更正" in said and "谈话中才说出姓名" in said and "漏列，请求补列" in said


FILLED = {
    "officer": ({"officer": "other"}, 'value="other"'),
    "unit": ({"unit": "HR-BUREAU"}, 'value="HR-BUREAU"'),
    "name": ({"name": "三号窗口的人"}, 'value="三号窗口的人"'),
}


def filled_in(text: str) -> str:
    """Fields that hold a value, and choices that are made."""
    held = re.findall(r"<input[^>]*value=\"[^\"]+\"[^>]*>|<option[^>]*selected[^>]*>", text)
    chosen = [one for one in held if 'type="radio"' not in one or "checked" in one]
    return "\n".join(one for one in chosen if 'type="hidden"' not in one)


@pytest.mark.parametrize("what", FILLED)
def test_form_is_filled_in_as_the_handler_asked(house: House, at_desk: Any, what: str) -> None:
    words, shown = FILLED[what]
    number = in_hand(house)
    asks(house, number, **words, wrong=False)

    page = at_desk("window").get(f"/desk/c/{number}/name_respondent")

    assert shown in filled_in(page.text) and "谈话中才说出姓名" in page.text
    assert shown not in filled_in(at_desk("window").get(f"/desk/c/{number}/correct").text)


def test_respondent_asked_to_be_cleared_is_chosen(house: House, at_desk: Any) -> None:
    number = in_hand(house, respondent_unit="HR-BUREAU")
    house.does("window", number, "name_respondent", "2026-09-18T13:00", name="张三丰", reason="x")
    asks(house, number, name="张三丰", wrong=True)

    page = at_desk("window").get(f"/desk/c/{number}/clear_respondent")

    row = next(one for one in list_respondents(house.complaint(number)) if one.row.name)
    assert re.search(rf'value="{row.key}"[^>]*checked', page.text)
