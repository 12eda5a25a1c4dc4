"""What would end or judge an officer's own promise, they do not record in the citizen's name (代录)."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from complaints.models import Complaint, Notice
from tests.house import House
from tests.support.stories import ANSWER, answered, offered, refusal, told
from workflows.errors import NotNow

HEARD = {"reason": "投诉人来电", "heard": {"how": "phone"}}


def confirmed(number: str) -> list[str]:
    query = db.select(Notice.kind).join(Complaint, Complaint.id == Notice.complaint_id)
    query = query.filter(Complaint.tracking_number == number, Notice.recipient == "citizen")
    return list(db.session.scalars(query.order_by(Notice.id)))


@pytest.mark.parametrize("move", ["withdraw", "request_recusal"])
@pytest.mark.parametrize("swept", [False, True])
def test_late_first_responder_records_nothing_that_ends_the_lateness(
    either_house: House, move: str, swept: bool
) -> None:
    """Overdue by the clock, or by a rung that was climbed."""
    house, late = either_house, "2026-10-12T18:00"
    number = house.logs("2026-09-18T09:00")
    if swept:
        house.sweeps(late)

    assert refusal(house, "window", number, move, late, **HEARD) == "NotNow"
    assert refusal(house, "centre.he", number, move, late, **HEARD) in ("", "NotFound")
    assert refusal(house, "supervisor", house.logs("2026-09-18T09:00"), move, late, **HEARD) == ""


def test_first_responder_who_was_late_and_handed_on_the_duty_does_not_either(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.sweeps("2026-10-12T18:00")
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", "2026-10-12T18:10", **words)
    house.does("centre.he", number, "take_first_responder", "2026-10-12T18:20")

    assert refusal(house, "window", number, "withdraw", "2026-10-12T18:30", **HEARD) in ("NotNow", "NotFound")


def test_late_first_responder_records_no_appeal(house: House) -> None:
    """The answer was told long after it was promised."""
    number = answered(house)
    house.sweeps("2026-10-12T18:00")
    house.does("window", number, "give_feedback", "2026-10-12T18:10", method="phone")

    assert refusal(house, "window", number, "appeal", "2026-10-12T18:20", **HEARD) == "NotNow"
    assert refusal(house, "centre.chen", number, "appeal", "2026-10-12T18:20", **HEARD) == ""
    assert confirmed(number)[-1] == "appeal"


def test_first_responder_who_answered_on_the_spot_records_no_appeal(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    words = {"outcome": "unsubstantiated", "findings": "查无此事。", "reply": "已解释。"}
    house.does("window", number, "answer_on_the_spot", "2026-09-18T09:10", **words)
    house.does("window", number, "give_feedback", "2026-09-18T09:20", method="phone")

    assert refusal(house, "window", number, "appeal", "2026-09-18T09:30", **HEARD) == "NotNow"


def test_first_responder_in_time_records_both_and_the_citizen_is_told(house: House) -> None:
    for number, move, at in (
        (offered(house), "withdraw", "2026-09-18T11:00"),
        (told(house), "appeal", "2026-09-22T10:00"),
    ):
        house.does("window", number, move, at, **HEARD)
        assert confirmed(number)[-1] == move


@pytest.mark.parametrize("before_feedback", [True, False])
def test_former_first_responder_neither_rates_nor_reissues_a_code(
    either_house: House, before_feedback: bool
) -> None:
    """The feedback was theirs, or the promise to give it: handing the duty on makes no third person of them."""
    house = either_house
    number = answered(house) if before_feedback else told(house)
    at = "2026-09-22T08:4{}" if before_feedback else "2026-09-24T08:4{}"
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", at.format(0), **words)
    house.does("centre.he", number, "take_first_responder", at.format(1))
    if before_feedback:
        house.does("centre.he", number, "give_feedback", at.format(2), method="phone")

    heard = {"grade": 5, "heard": {"how": "phone", "note": "来电"}}
    assert refusal(house, "window", number, "rate", at.format(3), **heard) in ("NotYours", "NotFound")
    assert refusal(house, "window", number, "reissue_code", at.format(3), checked="身份证") in (
        "NotYours",
        "NotFound",
    )
    assert refusal(house, "supervisor", number, "rate", at.format(3), **heard) == ""


@pytest.mark.parametrize("recorder", ["leader", "echeng.xie"])
@pytest.mark.parametrize("move", ["rate", "appeal", "withdraw"])
def test_unit_of_the_officer_complained_of_records_nothing_for_the_citizen(
    either_house: House, move: str, recorder: str
) -> None:
    """Its head and its colleagues are no third persons; an officer of another unit is."""
    house = either_house
    number = house.logs("2026-09-18T09:00", respondent_officer="handler")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="HR-BUREAU")
    house.does("other", number, "sign_for", "2026-09-18T10:30")
    if move != "withdraw":
        house.does("other", number, "answer", "2026-09-21T10:00", **ANSWER)
        house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    words = {**HEARD, "grade": 5} if move == "rate" else HEARD

    assert refusal(house, recorder, number, move, "2026-09-21T16:00", **words) in ("NotNow", "NotFound")
    assert refusal(house, "supervisor", number, move, "2026-09-21T16:00", **words) == ""


def test_colleague_who_sees_it_is_refused_with_the_reason(house: House) -> None:
    number = house.logs("2026-09-18T09:00", respondent_officer="centre.he")

    with pytest.raises(NotNow, match="所在单位"):
        house.does("window", number, "withdraw", "2026-09-18T10:00", **HEARD)


@pytest.mark.parametrize("swept", [False, True])
def test_late_first_responder_reissues_no_code(either_house: House, swept: bool) -> None:
    house, late = either_house, "2026-10-12T18:00"
    number = house.logs("2026-09-18T09:00")
    assert refusal(house, "window", number, "reissue_code", "2026-09-18T09:30", checked="身份证") == ""
    if swept:
        house.sweeps(late)

    assert refusal(house, "window", number, "reissue_code", late, checked="身份证") == "NotNow"
    assert refusal(house, "supervisor", number, "reissue_code", late, checked="身份证") == ""


def test_first_responder_who_answered_reissues_no_code(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    words = {"outcome": "unsubstantiated", "findings": "查无此事。", "reply": "已解释。"}
    house.does("window", number, "answer_on_the_spot", "2026-09-18T09:10", **words)

    assert refusal(house, "window", number, "reissue_code", "2026-09-18T09:30", checked="身份证") == "NotNow"
