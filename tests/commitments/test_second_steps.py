"""What some categories have by law beside the rest (domain §12): a second review, more time to accept, a second person."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.casework import ledger
from complaints.infrastructure.database import db
from complaints.models import Deadline, Officer
from complaints.models.deadline import was_renewed
from tests.house import House, shanghai
from tests.support.stories import ANSWER, refusal
from tests.web.api import Api
from workflows.parties import may_review

EXTEND = {"days": 15, "reason": "需补充核实鉴定材料"}


def clock(house: House, number: str, commitment: str) -> Deadline | None:
    rows = [row for row in house.complaint(number).deadlines if row.commitment == commitment]
    return rows[-1] if rows else None


def told_at(house: House, number: str, handler: str, day: str) -> None:
    """Taken, answered and passed on in one day; two hours lie before noon."""
    house.does(handler, number, "sign_for", f"{day}T09:00")
    house.does(handler, number, "answer", f"{day}T09:30", **ANSWER)
    house.does("window", number, "give_feedback", f"{day}T10:00", method="phone")


def petition(house: House) -> str:
    number = house.logs("2026-09-18T09:00", category="PETITION")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    told_at(house, number, "handler", "2026-09-21")
    return number


def taker(house: House, number: str) -> str:
    """An officer of the unit it was offered to who had no part in it."""
    complaint = house.complaint(number)
    unit_id, past = complaint.work_offer.unit_id, complaint.past_handler_ids
    rows = db.session.scalars(db.select(Officer).filter_by(unit_id=unit_id, active=True).order_by(Officer.id))
    return next(one.username for one in rows if "officer" in one.roles and one.id not in past)


def reviewed_once(house: House) -> str:
    number = petition(house)
    house.does("citizen", number, "appeal", "2026-09-22T10:00", reason="不服处理意见")
    told_at(house, number, taker(house, number), "2026-09-28")
    return number


def test_petition_has_a_second_review_with_its_own_clock(either_house: House) -> None:
    house = either_house
    number = reviewed_once(house)

    house.does("citizen", number, "appeal", "2026-09-29T10:00", reason="不服复查意见")

    row = clock(house, number, "second_review")
    assert (row.limit, row.due_at) == ("30cd", shanghai("2026-10-29T17:30"))
    assert "第三十六条" in row.basis_zh
    assert len([one for one in house.complaint(number).deadlines if one.commitment == "appeal_review"]) == 1
    told_at(house, number, taker(house, number), "2026-10-09")
    assert clock(house, number, "second_review").met_at == shanghai("2026-10-09T09:30")
    assert [found for _, found in ledger.breaks() if found] == []


def test_there_is_no_third_review(house: House) -> None:
    number = reviewed_once(house)
    house.does("citizen", number, "appeal", "2026-09-29T10:00")
    told_at(house, number, taker(house, number), "2026-10-09")

    assert refusal(house, "citizen", number, "appeal", "2026-10-10T10:00") == "NotNow"


def test_second_review_taken_back_can_be_asked_for_again(house: House) -> None:
    number = reviewed_once(house)
    first = house.complaint(number).appealed_at
    house.does("citizen", number, "appeal", "2026-09-29T10:00")

    house.does("citizen", number, "withdraw", "2026-09-29T11:00")

    assert house.complaint(number).appealed_at == first
    house.does("citizen", number, "appeal", "2026-09-30T10:00")
    assert clock(house, number, "second_review").is_running
    assert refusal(house, "citizen", number, "appeal", "2026-09-30T11:00") != ""


def test_other_categories_have_one_review(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    told_at(house, number, "handler", "2026-09-21")
    house.does("citizen", number, "appeal", "2026-09-22T10:00")
    told_at(house, number, taker(house, number), "2026-09-28")

    assert refusal(house, "citizen", number, "appeal", "2026-09-29T10:00") == "NotNow"


def forensic(house: House, **words: Any) -> str:
    return house.logs("2026-09-18T09:00", category="FORENSIC", **words)


def test_acceptance_of_forensic_complaints_can_be_extended(either_house: House) -> None:
    """Seven working days end on Wednesday 09-30 (the 20th works, 09-25 to 09-27 are off)."""
    house = either_house
    number = forensic(house)
    first = house.due(number, "acceptance")

    house.does("centre.chen", number, "extend_acceptance", "2026-09-22T10:00", **EXTEND)

    row = clock(house, number, "acceptance")
    assert row.first_due_at == first and row.due_at > first
    assert row.moved[-1]["reason"] == "extend_acceptance"
    assert db.session.scalars(db.select(Deadline.id).filter(was_renewed(), Deadline.id == row.id)).all()
    assert house.moves(number)[-1] == "extend_acceptance"
    assert [found for _, found in ledger.breaks() if found] == []


@pytest.mark.parametrize(
    ("by", "at", "words", "category"),
    [
        ("window", "2026-09-22T10:00", {}, "FORENSIC"),
        ("centre.chen", "2026-10-09T10:00", {}, "FORENSIC"),
        ("centre.chen", "2026-09-22T10:00", {"days": 16}, "FORENSIC"),
        ("centre.chen", "2026-09-18T10:00", {}, "ATTITUDE"),
    ],
    ids=["who owes it", "too late", "too long", "no such basis"],
)
def test_acceptance_is_not_extended(house: House, by: str, at: str, words: dict, category: str) -> None:
    number = house.logs("2026-09-18T09:00", category=category)

    assert refusal(house, by, number, "extend_acceptance", at, **{**EXTEND, **words})


def test_acceptance_is_extended_once(house: House) -> None:
    number = forensic(house)
    house.does("centre.chen", number, "extend_acceptance", "2026-09-22T10:00", **EXTEND)

    assert refusal(house, "supervisor", number, "extend_acceptance", "2026-09-23T10:00", **EXTEND) == "NotNow"


def notary(house: House) -> str:
    number = house.logs("2026-09-18T09:00", category="NOTARY")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    return number


def test_notary_complaint_needs_a_second_person(house: House) -> None:
    number = notary(house)

    assert refusal(house, "handler", number, "answer", "2026-09-21T10:00", **ANSWER) == "NotNow"
    same = {**ANSWER, "second": house.officer("handler")}
    assert refusal(house, "handler", number, "answer", "2026-09-21T10:00", **same) == "NotNow"

    event = house.does(
        "handler", number, "answer", "2026-09-21T10:00", **ANSWER, second=house.officer("leader")
    )
    assert event.detail["second"] == "leader"


def test_second_person_judges_the_answer_no_more(house: House) -> None:
    number = notary(house)
    house.sweeps("2026-10-12T10:00")
    waits = [
        row for row in house.complaint(number).escalations if row.reviewer_id and row.late_post == "handler"
    ]
    second = waits[-1].reviewer.username
    assert waits

    house.does("handler", number, "answer", "2026-10-12T11:00", **ANSWER, second=house.officer(second))

    complaint = house.complaint(number)
    own = [row for row in complaint.escalations if row.late_post == "handler" and row.reviewed_at is None]
    assert all(row.reviewer_id != house.officer(second).id for row in own)
    assert not any(
        may_review(complaint, house.officer(second), row, shanghai("2026-10-12T12:00")) for row in own
    )


def test_second_person_neither_upholds_nor_calls_nor_rates_nor_handles_it_again(house: House) -> None:
    heard = {"heard": {"how": "phone", "note": "…"}}
    number = notary(house)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER, second=house.officer("supervisor"))
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    at = "2026-09-22T10:00"

    assert refusal(house, "supervisor", number, "call_back", at, how="phone", reached=True)
    assert refusal(house, "supervisor", number, "rate", at, grade=5, **heard)
    house.does("citizen", number, "rate", at, grade=1)
    house.does("supervisor", number, "contact", "2026-09-22T11:00", how="phone", reached=True)
    assert refusal(house, "supervisor", number, "uphold", "2026-09-22T11:30", reason="…")
    assert house.complaint(number).past_handler_ids[-1] == house.officer("handler").id


def test_second_person_does_not_do_it_again(house: House) -> None:
    number = notary(house)
    second = house.officer("echeng.xie")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER, second=second)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    house.does("supervisor", number, "reopen", "2026-09-22T11:00", unit=house.unit("EC-BUREAU"), reason="…")

    assert refusal(house, "echeng.xie", number, "sign_for", "2026-09-22T12:00") == "NotNow"


def test_second_person_is_free_of_interest(house: House) -> None:
    number = house.logs("2026-09-18T09:00", category="NOTARY", respondent_officer="leader")
    words = {**ANSWER, "second": house.officer("leader")}

    assert refusal(house, "window", number, "answer_on_the_spot", "2026-09-18T10:00", **words) == "NotNow"


def test_second_person_is_named_over_the_api(house: House) -> None:
    number = notary(house)
    api = Api(house).by("handler")

    assert api.move(number, "answer", ANSWER).status_code == 409
    answer = api.move(number, "answer", {**ANSWER, "second": "leader"})

    assert answer.status_code == 201, answer.text


def test_review_is_joined_to_no_other_complaint(house: House) -> None:
    """Joined and separated again, it could be given to the very unit that had answered."""
    number = petition(house)
    house.does("citizen", number, "appeal", "2026-09-22T10:00", reason="不服")
    leading = house.logs("2026-09-22T09:00", category="PETITION")

    words = {"leading": leading, "reason": "同一事项"}
    assert refusal(house, "window", number, "merge", "2026-09-22T11:00", **words) == "NotNow"


def test_designation_that_waits_is_joined_to_no_other_complaint(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("supervisor", number, "designate", "2026-09-18T10:00", unit="EC-BUREAU", reason="指定")
    leading = house.logs("2026-09-18T10:30")

    words = {"leading": leading, "reason": "同一事项"}
    assert refusal(house, "window", number, "merge", "2026-09-18T11:00", **words) == "NotNow"
    house.does("handler", number, "sign_for", "2026-09-18T11:10")
    assert refusal(house, "window", number, "merge", "2026-09-18T11:20", **words) == ""
