"""A citizen says on their page what is written down wrong; an officer free of it decides, and the citizen reads what became of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from complaints.casework.effects.corrections import asked_for
from complaints.infrastructure.database import db
from complaints.models import Complaint, Event, Notice
from tests.house import House
from tests.support.kept_out import kept_out_of
from tests.support.stories import answered, in_hand, refusal
from tests.web.citizens import looks_up
from tests.web.pages import Visitor, words_on
from workflows.calendar import SHANGHAI

AT, LATER = "2026-09-18T14:00", "2026-09-18T15:00"
PHONE = {"what": "phone", "value": "139 0013 9000"}


def reports(house: House, number: str, at: str = AT, **words: Any) -> None:
    house.does("citizen", number, "report_error", at, **words)


def told(number: str, kind: str) -> list[Notice]:
    query = db.select(Notice).join(Complaint, Complaint.id == Notice.complaint_id)
    query = query.filter(Complaint.tracking_number == number, Notice.kind == kind)
    return list(db.session.scalars(query))


@pytest.mark.parametrize("logged", [lambda house: house.logs("2026-09-18T09:00"), in_hand])
def test_phone_reported_wrong_is_corrected(either_house: House, logged: Any) -> None:
    house = either_house
    number = logged(house)

    reports(house, number, **PHONE)
    ledger = json.dumps([row.detail for row in db.session.scalars(db.select(Event))])
    changes = {"phone": "139 0013 9000"}
    house.does("window", number, "correct", LATER, changes=changes, reason="来电更正")

    assert "139" not in ledger and house.complaint(number).pending("correction") is None
    assert house.complaint(number).complainant.phone == "+8613900139000"
    assert {row.recipient for row in told(number, "report_error")} == {"officer", "unit", "citizen"}


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ({"what": "text", "value": "第一行\n第二行"}, {"narrative": "第一行\n第二行"}),
        ({"what": "name", "value": "李大明"}, {"name": "李大明"}),
        ({"what": "address", "value": "滨湖路1号"}, {"address": "滨湖路1号"}),
        ({"what": "category", "category": "FEE"}, {"category": "FEE"}),
    ],
)
def test_each_fact_becomes_a_request(house: House, words: dict[str, str], kept: dict[str, str]) -> None:
    number = house.logs("2026-09-18T09:00")

    reports(house, number, **words)

    assert asked_for(house.complaint(number)) == kept


def test_refusal_is_told_with_its_reason_to_the_citizen_who_asked(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    reports(house, number, **PHONE)

    house.does("window", number, "refuse_correction", LATER, reason="已核对，号码没有错")

    assert [row.recipient for row in told(number, "refuse_correction")] == ["citizen"]


def test_refusal_of_the_handlers_request_stays_inside(house: House, li: Visitor) -> None:
    number = in_hand(house)
    words = {"changes": {"subject": "另一题"}, "reason": "写错"}
    house.does("handler", number, "request_correction", AT, **words)
    house.does("window", number, "refuse_correction", LATER, reason="内部的话")

    assert [row.recipient for row in told(number, "refuse_correction")] == ["officer"]
    page = li.follow(looks_up(li, number, house.codes[number]))
    assert "内部的话" not in words_on(page)


def test_person_who_may_be_meant_refuses_nothing(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    reports(house, number, what="respondent", value="林溪")

    assert refusal(house, "window", number, "refuse_correction", LATER, reason="不是我") == "NotFound"
    house.does("centre.chen", number, "name_respondent", LATER, name="林溪", reason="投诉人指明")
    assert "window" in kept_out_of(number)


def test_joined_citizen_reports_on_their_own_complaint(house: House) -> None:
    leading, number = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", number, "merge", "2026-09-18T11:30", leading=leading)

    reports(house, number, **PHONE)
    house.does("window", number, "refuse_correction", LATER, reason="没有错")

    assert house.moves(number)[-2:] == ["report_error", "refuse_correction"]
    assert "report_error" not in house.moves(leading)


def test_one_report_waits_at_a_time(house: House) -> None:
    number = answered(house)
    reports(house, number, "2026-09-21T11:00", **PHONE)

    assert refusal(house, "citizen", number, "report_error", "2026-09-21T12:00", **PHONE) == "NotNow"


def test_page_without_scripts_takes_it_and_shows_the_outcome(house: House, li: Visitor) -> None:
    number = house.logs("2026-09-18T09:00")
    page = li.follow(looks_up(li, number, house.codes[number]))
    assert "指出登记错误" in words_on(page)

    form = li.get("/status/report_error")
    assert "正确的是" in words_on(form)
    empty = li.post("/status/report_error", what="phone", value="")
    assert empty.status_code == 422
    wrong = li.post("/status/report_error", what="phone", value="一二三")
    assert wrong.status_code == 422 and "一二三" in wrong.text
    unknown = li.post("/status/report_error", what="category", category="NONE")
    assert unknown.status_code == 422
    page = li.follow(li.post("/status/report_error", what="phone", value="139 0013 9000"))
    assert "您指出的错误已收到" in words_on(page)

    house.does("window", number, "refuse_correction", "2026-12-18T15:00", reason="号码已核对")
    page = words_on(li.get("/status"))
    assert "号码已核对" in page and "登记无误" in page


def test_page_speaks_english(house: House, li: Visitor) -> None:
    number = house.logs("2026-09-18T09:00")
    li.language = "en"
    li.follow(looks_up(li, number, house.codes[number]))

    form = words_on(li.get("/status/report_error"))

    assert "What is right" in form and "哪里不对" not in form


def promised(house: House, number: str) -> list[tuple[str, bool]]:
    """What was promised for reports, in order: due, and whether it was kept."""
    rows = [row for row in house.complaint(number).deadlines if row.commitment == "error_answer"]
    return [(f"{row.due_at.astimezone(SHANGHAI):%m-%d %H:%M}", row.met_at is not None) for row in rows]


ANSWERS = {
    "correct": {"changes": {"phone": "139 0013 9000"}, "reason": "来电更正"},
    "refuse_correction": {"reason": "已核对"},
}


@pytest.mark.parametrize("move", ANSWERS)
def test_report_is_answered_within_a_working_day(either_house: House, move: str) -> None:
    house = either_house
    number = in_hand(house)

    reports(house, number, **PHONE)
    assert promised(house, number) == [("09-20 17:30", False)]
    house.does("window", number, move, LATER, **ANSWERS[move])

    assert promised(house, number) == [("09-20 17:30", True)]


def test_correction_of_something_else_keeps_the_promise_running(house: House) -> None:
    number = in_hand(house)
    reports(house, number, what="respondent", value="无此姓名之人")

    house.does("window", number, "correct", LATER, changes={"subject": "另一题"}, reason="笔误")
    assert promised(house, number) == [("09-20 17:30", False)]
    house.does("window", number, "name_respondent", LATER, name="无此姓名之人", reason="投诉人指明")

    assert promised(house, number) == [("09-20 17:30", True)]


def test_report_that_is_not_answered_climbs(house: House) -> None:
    number = in_hand(house)
    reports(house, number, **PHONE)

    house.sweeps("2026-09-22T18:00")

    assert "error_answer" in {row.commitment for row in house.complaint(number).escalations}


ENDS = {
    "closed": ("rate", {"grade": 5}),
    "withdrawn": ("withdraw", {}),
    "declined": ("decline", {"reason_code": "not_our_remit", "competent_body": "市监局", "contact": "12315"}),
}


@pytest.mark.parametrize("end", ENDS)
def test_report_is_answered_after_the_end(either_house: House, end: str) -> None:
    house = either_house
    number = answered(house) if end == "closed" else house.logs("2026-09-18T09:00")
    at = "2026-09-21T15:00"
    if end == "closed":
        house.does("window", number, "give_feedback", at, method="phone")
    reports(house, number, at, **PHONE)
    move, words = ENDS[end]
    house.does("window" if end == "declined" else "citizen", number, move, "2026-09-21T16:00", **words)

    assert house.complaint(number).state == end and promised(house, number) == [("09-22 17:30", False)]
    house.does("window", number, "refuse_correction", "2026-09-22T09:00", reason="没有错")

    assert promised(house, number) == [("09-22 17:30", True)]
    assert house.complaint(number).pending("correction") is None
