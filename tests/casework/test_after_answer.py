"""“Handled” is not “over” (promise 9)."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.intake.complainant import Person
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, HR, answered, badly_rated, refusal, rungs, told
from workflows.errors import NotNow, NotYours


def test_only_the_first_responder_tells_the_result(house: House) -> None:
    number = answered(house)

    for somebody in ("handler", "leader", "supervisor"):
        assert (
            refusal(house, somebody, number, "give_feedback", "2026-09-21T15:00", method="phone")
            == "NotYours"
        )
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")


def test_an_answer_is_not_closed_before_the_citizen_was_told(house: House) -> None:
    number = answered(house)

    with pytest.raises(NotNow):
        house.does("window", number, "close", "2026-09-21T15:00")


def test_a_good_rating_closes_it(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=4)

    assert house.complaint(number).state == "closed"


def test_a_middling_rating_leaves_it_to_the_first_responder(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=3)
    assert house.complaint(number).state == "feedback"

    house.does("window", number, "close", "2026-09-22T11:00")
    assert house.complaint(number).state == "closed"


def test_nobody_rates_for_the_citizen(house: House) -> None:
    number = told(house)

    with pytest.raises(NotYours):
        house.does("window", number, "rate", "2026-09-22T10:00", grade=5)


def test_without_a_rating_the_system_closes_it_when_the_time_is_over(either_house: House) -> None:
    house = either_house
    number = told(house)
    with pytest.raises(NotNow, match="须在投诉人评价后"):
        house.does("window", number, "close", "2026-09-22T10:00")

    house.sweeps("2026-09-29T17:29")
    assert house.complaint(number).state == "feedback"
    house.sweeps("2026-09-29T17:30")

    complaint = house.complaint(number)
    assert complaint.state == "closed"
    assert complaint.grade is None  # unrated is not satisfied
    assert house.moves(number)[-2:] == [
        "close",
        "end_reviews",
    ]  # no one had called back; nothing is left to call for


def test_a_bad_rating_is_verified_by_somebody_else_after_a_call(either_house: House) -> None:
    house = either_house
    number = badly_rated(house)
    with pytest.raises(NotYours):
        house.does("window", number, "uphold", "2026-09-22T10:30", reason="…")
    with pytest.raises(NotNow, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T10:30", reason="…")

    house.does("supervisor", number, "contact", "2026-09-22T11:00", how="phone", reached=False)
    with pytest.raises(NotNow, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T11:30", reason="…")
    house.does("supervisor", number, "contact", "2026-09-22T15:00", how="phone", reached=True)
    house.does("supervisor", number, "uphold", "2026-09-22T15:30", reason="核实无误")

    assert house.complaint(number).state == "closed"


def test_a_bad_rating_by_somebody_without_a_phone_is_verified_without_a_call(either_house: House) -> None:
    house = either_house
    number = badly_rated(house, person=Person(anonymous=True))

    assert {row.commitment for row in house.complaint(number).running} == {"verification"}
    with pytest.raises(NotYours):
        house.does("window", number, "uphold", "2026-09-22T11:00", reason="…")
    house.does("supervisor", number, "uphold", "2026-09-22T11:00", reason="查阅监控，原答复适当")

    assert house.complaint(number).state == "closed"


def test_a_bad_rating_by_somebody_without_a_phone_that_nobody_verifies_climbs(house: House) -> None:
    number = badly_rated(house, person=Person(anonymous=True))
    house.sweeps("2026-10-30T18:00")

    assert rungs(house, number, "verification")[-1] == "+1wd"
    assert rungs(house, number, "verification_contact") == []


def test_a_call_by_the_handler_is_no_verification(house: House) -> None:
    number = badly_rated(house)
    house.does("handler", number, "contact", "2026-09-22T11:00", how="phone", reached=True)

    with pytest.raises(NotNow, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T11:30", reason="…")


def test_a_call_by_a_first_responder_who_is_a_supervisor_too_is_no_verification(house: House) -> None:
    with transaction():
        officers.set_roles(house.officer("window"), ["officer", "supervisor"], shanghai("2026-09-01T09:00"))
    number = badly_rated(house)
    house.does("window", number, "contact", "2026-09-22T11:00", how="phone", reached=True)

    with pytest.raises(NotNow, match="先联系投诉人"):
        house.does("supervisor", number, "uphold", "2026-09-22T11:30", reason="…")
    assert house.due(number, "verification_contact") is not None


def test_a_bad_rating_outlives_the_rating_period(house: House) -> None:
    number = badly_rated(house)
    house.sweeps("2026-10-30T18:00")

    complaint = house.complaint(number)
    assert complaint.state == "feedback"
    assert {row.commitment for row in complaint.escalations} >= {"verification", "verification_contact"}


def test_reopened_it_goes_to_other_hands(house: House) -> None:
    number = badly_rated(house)
    with pytest.raises(NotNow, match="换承办人"):
        house.does("supervisor", number, "reopen", "2026-09-22T11:00", unit=EC, officer="handler", reason="…")
    house.does("supervisor", number, "reopen", "2026-09-22T11:00", unit=EC, reason="未解决")
    assert house.complaint(number).answerable.username == "window"

    with pytest.raises(NotNow, match="曾经办此件"):
        house.does("handler", number, "sign_for", "2026-09-22T11:10")
    house.does("echeng.xie", number, "sign_for", "2026-09-22T11:20")
    house.does("echeng.xie", number, "answer", "2026-09-22T15:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-22T16:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T17:00", grade=5)
    assert house.complaint(number).state == "closed"


def test_a_review_goes_to_the_unit_above_once_and_in_time(either_house: House) -> None:
    house = either_house
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    house.does("citizen", number, "appeal", "2026-09-23T10:00", reason="不服")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.ended_at) == ("assigned", None)
    assert complaint.work_offer.unit.code == "EZ-BUREAU"
    assert complaint.work_offer.designated
    assert {row.commitment for row in complaint.running} == {"signing", "appeal_review"}
    house.does("bureau.yu", number, "sign_for", "2026-09-23T11:00")
    house.does("bureau.yu", number, "answer", "2026-09-23T15:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-23T16:00", method="letter")
    with pytest.raises(NotNow, match="可申请复查一次"):
        house.does("citizen", number, "appeal", "2026-09-24T10:00", reason="仍不服")


def test_too_late_is_too_late_for_a_review(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)

    with pytest.raises(NotNow, match="期限已过"):
        house.does("citizen", number, "appeal", "2026-10-22T09:00", reason="不服")


def test_the_former_unit_never_reviews_itself(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "appeal", "2026-09-22T10:00", reason="不服")

    assert refusal(house, "handler", number, "sign_for") in ("NotFound", "NotYours")
    assert house.complaint(number).work_offer.unit.code not in (EC, HR)
