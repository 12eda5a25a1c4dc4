"""What the handler asks for falls with their having the work (promise 5): it never waits in other hands."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from tests.house import House
from tests.support.misplaced import misplaced
from tests.support.stories import ANSWER, EC, HR, in_hand, refusal


def asking(house: House) -> str:
    number = in_hand(house)
    asked = {"days": 5, "reason": "待外省核实", "basis": "投诉办法"}
    house.does("handler", number, "request_extension", "2026-09-21T09:00", **asked)
    return number


def waits(house: House, number: str) -> bool:
    """Whether the board has it among what waits for a decision."""
    waiting = house.complaint(number).asked_at is not None
    assert misplaced(db.session()) == []
    return waiting


def test_whoever_takes_the_work_over_does_not_grant_what_the_one_before_asked_for(
    either_house: House,
) -> None:
    house, number = either_house, asking(either_house)
    house.does("leader", number, "reassign", "2026-09-21T09:30", officer="leader", reason="…")
    assert waits(house, number)

    house.does("leader", number, "sign_for", "2026-09-21T09:40")

    assert refusal(house, "leader", number, "grant_extension", "2026-09-21T10:00") == "NotNow"
    assert not waits(house, number)


def test_what_was_asked_before_a_bad_rating_is_not_granted_on_the_rework(house: House) -> None:
    number = asking(house)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    house.does("supervisor", number, "reopen", "2026-09-22T11:00", unit=HR, reason="…")
    house.does("huarong.lei", number, "sign_for", "2026-09-22T12:00")

    assert refusal(house, "supervisor", number, "grant_extension", "2026-09-22T15:00") == "NotNow"


@pytest.mark.parametrize("taken", [False, True])
def test_a_suspension_asked_for_before_an_appeal_stops_no_clock_of_the_review(
    house: House, taken: bool
) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-21T09:00", reason="court_case", evidence="…")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "appeal", "2026-09-22T10:00")
    if taken:
        house.does("bureau.yu", number, "sign_for", "2026-09-22T10:30")

    assert refusal(house, "supervisor", number, "confirm_suspension", "2026-09-22T11:00") == "NotNow"
    assert not waits(house, number)


def test_once_answered_nothing_the_handler_asked_for_waits_on_the_board(either_house: House) -> None:
    house, number = either_house, asking(either_house)
    assert waits(house, number)

    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)

    assert not waits(house, number)


def test_an_answer_sent_back_lets_wait_again_what_its_handler_asked_for(either_house: House) -> None:
    house, number = either_house, asking(either_house)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "send_back", "2026-09-21T11:00", reason="…")

    assert waits(house, number)
    house.does("leader", number, "grant_extension", "2026-09-21T12:00")
    assert not waits(house, number)


def test_back_with_whoever_asked_it_waits_again(house: House) -> None:
    number = asking(house)
    house.does("leader", number, "reassign", "2026-09-21T09:30", officer="echeng.xie", reason="…")
    house.does("echeng.xie", number, "sign_for", "2026-09-21T09:40")
    assert not waits(house, number)
    house.does("leader", number, "reassign", "2026-09-21T09:50", officer="handler", reason="…")
    house.does("handler", number, "sign_for", "2026-09-21T10:00")

    assert waits(house, number)


def test_what_a_unit_returned_with_the_complaint_waits_for_nobody(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.does("handler", number, "suspend", "2026-09-18T10:40", reason="transfer_dispute", evidence="…")
    house.does("handler", number, "return", "2026-09-18T11:00", reason="not_our_remit")

    assert not waits(house, number)
    house.does("window", number, "assign", "2026-09-18T11:30", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T11:40")
    assert waits(house, number)


def test_the_citizens_wish_that_somebody_steps_aside_outlives_the_one_who_has_the_work(house: House) -> None:
    number = in_hand(house)
    house.does("citizen", number, "request_recusal", "2026-09-21T09:00", reason="亲属关系")
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)

    assert waits(house, number)
    house.does("leader", number, "decide_recusal", "2026-09-21T11:00", grant=False, reason="…")
    assert not waits(house, number)
