"""A citizen who says on their page whom it is about is heard as at intake: who may be meant has no part until it is settled
(promise 6)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Notice
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import in_hand, refusal
from tests.web.citizens import looks_up
from tests.web.pages import words_on

AT, LATER = "2026-09-18T14:00", "2026-09-18T15:00"
LIN, FENG = "林溪", "冯毅"
PAGES = ("", "/correct", "/name_respondent", "/refuse_correction")
YES = {"reason": "投诉人指明"}


def reports(house: House, number: str, name: str) -> None:
    house.does("citizen", number, "report_error", AT, what="respondent", value=name)


def told_of_report(number: str) -> set[int | None]:
    query = db.select(Notice.officer_id).join(Complaint, Complaint.id == Notice.complaint_id)
    query = query.filter(Complaint.tracking_number == number, Notice.kind == "report_error")
    return set(db.session.scalars(query))


@pytest.mark.parametrize("meant", ["window", "handler"])
def test_officer_who_may_be_meant_loses_it_at_once(either_house: House, meant: str) -> None:
    house, number = either_house, in_hand(either_house)

    reports(house, number, house.officer(meant).name_zh)

    found = house.complaint(number)
    assert kept_out_of(number)[meant] == "name"
    held = {found.first_responder_id, found.handler_id, found.answerable_id, *told_of_report(number)}
    assert house.officer(meant).id not in held
    ledger = json.dumps([row.detail for row in db.session.scalars(db.select(Event))], ensure_ascii=False)
    assert house.officer(meant).name_zh not in ledger


def test_officer_who_may_be_meant_reads_nothing(house: House, at_desk: Any) -> None:
    number = in_hand(house)
    reports(house, number, house.officer("window").name_zh)
    window = at_desk("window")

    for page in PAGES:
        answer = window.get(f"/desk/c/{number}{page}")
        assert (
            answer.status_code == 404
            and house.officer("window").name_zh not in answer.text.split("<main")[-1]
        )


def test_officer_whom_the_handler_asks_about_reads_nothing(house: House, at_desk: Any) -> None:
    number = in_hand(house)
    words = {"respondent": {"officer": "window"}, "reason": "谈话中才说出"}
    house.does("handler", number, "request_correction", AT, **words)

    for page in PAGES:
        assert 'id="asked"' not in at_desk("window").get(f"/desk/c/{number}{page}").text
    assert 'id="asked"' in at_desk("supervisor").get(f"/desk/c/{number}/refuse_correction").text


def decider_of(house: House, number: str) -> str:
    return str(house.complaint(number).first_responder.username)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("name_respondent", {"name": LIN, **YES}),
        ("name_respondent", {"officer": "window", **YES}),
        ("settle_respondent", {"officer": "window", "same": True, **YES}),
    ],
)
def test_officer_free_of_interest_confirms_it(house: House, move: str, words: dict[str, Any]) -> None:
    number = in_hand(house)
    reports(house, number, LIN)
    by = decider_of(house, number)

    house.does(by, number, move, LATER, **words)

    assert house.complaint(number).pending("correction") is None and "window" in kept_out_of(number)


def test_refused_report_frees_who_was_meant(either_house: House) -> None:
    house, number = either_house, in_hand(either_house)
    reports(house, number, LIN)

    house.does(decider_of(house, number), number, "refuse_correction", LATER, reason="不是此人")

    assert "window" not in kept_out_of(number) and not house.complaint(number).respondent_name
    assert house.complaint(number).pending("correction") is None


def test_name_given_before_stays_when_its_report_is_refused(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_name=LIN, by="centre.chen")
    reports(house, number, LIN)

    house.does(decider_of(house, number), number, "refuse_correction", LATER, reason="早已列明")

    assert "window" in kept_out_of(number)


def test_report_on_a_joined_complaint_reaches_the_leading_one(house: House) -> None:
    leading, number = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", number, "merge", "2026-09-18T11:30", leading=leading)

    reports(house, number, house.officer("handler").name_zh)

    assert {"handler"} <= kept_out_of(number).keys() & kept_out_of(leading).keys()
    assert house.complaint(leading).handler_id != house.officer("handler").id
    house.does(decider_of(house, number), number, "refuse_correction", LATER, reason="不是此人")
    assert "handler" not in kept_out_of(leading)


def test_form_says_that_the_citizen_reported_it(house: House, at_desk: Any) -> None:
    number = in_hand(house)
    house.does("citizen", number, "report_error", AT, what="phone", value="139 0013 9000")

    page = words_on(at_desk("window").get(f"/desk/c/{number}/correct"))

    assert "投诉人指出登记有误" in page and "承办人请求更正" not in page


def test_report_about_another_leaves_the_work_where_it_is(house: House) -> None:
    number = in_hand(house)

    reports(house, number, "无此姓名之人")

    assert house.complaint(number).handler_id == house.officer("handler").id
    assert refusal(house, "window", number, "refuse_correction", LATER, reason="不是") == ""


def test_citizen_and_free_officer_read_on(house: House, li: Any, at_desk: Any) -> None:
    number = in_hand(house)
    li.follow(looks_up(li, number, house.codes[number]))

    page = li.follow(li.post("/status/report_error", what="respondent", value=LIN))

    assert page.status_code == 200 and "您指出的错误已收到" in words_on(page)
    assert at_desk(decider_of(house, number)).get(f"/desk/c/{number}").status_code == 200
