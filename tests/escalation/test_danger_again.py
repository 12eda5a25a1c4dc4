"""A word of danger while offices are closed has the officer on duty called, urgent before or not, the first cry or the next."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.escalation.duty_calls import call_duty
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Notice
from complaints.notifications.texts import message
from complaints.organisation import post_holders
from tests.casework.test_joined_promises import day
from tests.house import House, shanghai
from tests.notifications.test_telling import clock
from tests.support.stories import in_hand, told
from tests.web.api import Api

CRY = "我在楼顶，要跳楼"


def urgent_in_hand(house: House) -> str:
    number = in_hand(house)
    house.does("supervisor", number, "change_urgency", "2026-09-21T10:00", urgency="urgent", reason="来电")
    return number


def answered_cry(house: House) -> str:
    number = in_hand(house)
    house.does("citizen", number, "add", "2026-09-21T22:00", note=CRY)
    house.does("handler", number, "acknowledge", "2026-09-21T22:10")
    return number


@pytest.mark.parametrize("before", [urgent_in_hand, answered_cry])
def test_citizen_in_danger_at_night_has_duty_called(either_house: House, before) -> None:
    house = either_house
    number = before(house)
    house.does("citizen", number, "add", "2026-09-26T23:00", note=CRY)
    call_duty(shanghai("2026-09-26T23:01"))

    duty = clock(house, number, "duty_answer")
    assert duty.is_running and day(duty.due_at) == "09-27 00:00"
    assert house.moves(number)[-2:] == ["change_urgency", "call_duty"]
    assert house.complaint(number).urgency == "urgent"
    house.does("citizen", number, "urge", "2026-09-26T23:05", note=CRY)
    assert house.moves(number).count("change_urgency") == 2  # not once more while duty is called
    cited = {"tracking_number": number, "query_code": house.codes[number]}
    said = [one["sentence"] for one in Api(house).by(None).post("/status", cited).json["steps"]]
    assert [one for one in said if "紧急程度已调整" in one or "再次呼叫" in one][-1].endswith(
        "已再次呼叫值班人员。"
    )
    assert said.count("紧急程度已调整。") == 1


def test_in_office_hours_an_urgent_complaint_calls_no_duty(house: House) -> None:
    number = urgent_in_hand(house)
    house.does("citizen", number, "add", "2026-09-22T09:30", note=CRY)

    assert clock(house, number, "duty_answer") is None and house.moves(number)[-1] == "add"


def test_letter_typed_at_night_calls_from_when_it_was_typed(either_house: House) -> None:
    words = {"channel": "letter", "received_on": date(2026, 9, 18), "urgency": "urgent"}
    number = either_house.logs("2026-09-21T22:00", **words)

    duty = clock(either_house, number, "duty_answer")
    assert (day(duty.started_at), day(duty.due_at)) == ("09-21 22:00", "09-21 23:00")
    either_house.sweeps("2026-09-21T22:01")
    assert clock(either_house, number, "duty_answer").breached_at is None


def withdraws(house: House, at: str, words: str) -> str:
    number = in_hand(house)
    house.does("citizen", number, "withdraw", at, reason=words)
    return number


def rates_well(house: House, at: str, words: str) -> str:
    number = told(house)
    house.does("citizen", number, "rate", at, grade=5, comment=words)
    return number


def rates_badly_after_the_end(house: House, at: str, words: str) -> str:
    number = rates_well(house, "2026-09-22T10:00", "谢谢")
    house.does("citizen", number, "rate", at, grade=4, comment=words)
    return number


ENDING = [withdraws, rates_well, rates_badly_after_the_end]


def called(number: str) -> list[Notice]:
    query = db.select(Notice).filter(Notice.kind == "danger", Notice.key.startswith(number))
    return list(db.session.scalars(query))


@pytest.mark.parametrize("end", ENDING)
@pytest.mark.parametrize("at", ["2026-09-23T10:00", "2026-09-23T23:00"])
def test_danger_named_with_the_end_is_told_on_duty_at_once(either_house: House, end, at: str) -> None:
    house = either_house
    number = end(house, at, "算了，我不想活了，我要跳楼")

    assert house.complaint(number).ended_at is not None
    rows = called(number)
    on_duty = post_holders.duty_officer(house.unit("EZ-CENTRE"), shanghai(at), house.complaint(number))
    assert on_duty is not None and on_duty.id in {row.officer_id for row in rows}
    assert house.complaint(number).first_responder_id in {row.officer_id for row in rows}
    said = message(rows[0], "https://example.test")
    assert "提到危险" in said.title and grouped(number) in said.body and "撤回理由或评价" in said.body
    assert "跳楼" not in said.title + said.body


@pytest.mark.parametrize("end", ENDING)
def test_end_without_danger_calls_no_one(house: House, end) -> None:
    assert called(end(house, "2026-09-23T23:00", "问题已经解决")) == []


def test_officer_who_records_a_withdrawal_is_not_the_only_one_called(house: House) -> None:
    number = in_hand(house)
    heard = {"how": "phone", "note": "来电"}
    house.does("centre.he", number, "withdraw", "2026-09-21T10:00", reason="我要跳楼", heard=heard)

    assert called(number)
