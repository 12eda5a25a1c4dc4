"""The date another office gave: one promise, late at once where the letter came late, and in the figures exactly once."""

from __future__ import annotations

import pytest

from complaints.models import Deadline
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC
from tests.web.api import Api

SENT = {"channel": "12345", "sender_number": "热线-2026-0918"}


def sender_rows(house: House, number: str) -> list[Deadline]:
    return [row for row in house.complaint(number).deadlines if row.commitment == "sender"]


def answered_late(house: House) -> str:
    number = house.logs("2026-09-18T09:00", sender_due_at=shanghai("2026-09-21T17:30"), **SENT)
    house.does("window", number, "accept", "2026-09-18T09:30")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.does("handler", number, "answer", "2026-09-22T10:00", **ANSWER)
    return number


def test_missed_date_is_broken_once_however_often_the_answer_comes_back(either_house: House) -> None:
    house = either_house
    number = answered_late(house)
    house.does("window", number, "send_back", "2026-09-22T11:00", reason="未答复诉求")
    house.sweeps("2026-09-24T09:00")
    house.does("handler", number, "answer", "2026-09-24T10:00", **ANSWER)

    (row,) = sender_rows(house, number)
    assert row.breached_at == shanghai("2026-09-21T17:30") and row.met_at == shanghai("2026-09-24T10:00")


def test_review_makes_no_new_promise_to_the_sender(house: House) -> None:
    number = answered_late(house)
    house.does("window", number, "give_feedback", "2026-09-22T15:00", method="phone")
    house.does("citizen", number, "appeal", "2026-09-23T09:00", reason="不服")
    house.does("bureau.yu", number, "sign_for", "2026-09-23T10:00")
    house.does("bureau.yu", number, "answer", "2026-09-23T11:00", **ANSWER)
    house.does("window", number, "send_back", "2026-09-23T15:00", reason="未答复诉求")

    assert len(sender_rows(house, number)) == 1


@pytest.mark.parametrize("indicator", ["sender_date_kept", "dispatched_in_time"])
def test_promises_to_the_sender_and_to_dispatch_are_in_the_figures(house: House, indicator: str) -> None:
    answered_late(house)
    answer = Api(house).by("supervisor").get(f"/statistics?indicator={indicator}&period=2026-09&by=category")

    assert answer.status_code == 200
    (row,) = [one for one in answer.json["rows"] if one["denominator"]]
    expected = {"sender_date_kept": (0, 1), "dispatched_in_time": (1, 1)}[indicator]
    assert (row["numerator"], row["denominator"]) == expected
