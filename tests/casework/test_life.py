"""A complaint's whole life, on both databases."""

from __future__ import annotations

from tests.house import House

EC = "EC-BUREAU"
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已批评教育并道歉。"}


def test_a_complaint_goes_from_the_window_to_closed(either_house: House) -> None:
    house = either_house
    number = house.logs("2026-09-18T16:00")
    house.does("window", number, "accept", "2026-09-18T17:00")
    house.does("window", number, "assign", "2026-09-18T17:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-20T09:00")
    house.does("handler", number, "contact", "2026-09-20T10:00", how="phone", reached=True)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)

    complaint = house.complaint(number)
    assert complaint.state == "closed"
    assert complaint.first_responder.username == "window"
    assert not complaint.running
    assert house.moves(number) == [
        "receive", "accept", "assign", "sign_for", "contact", "answer", "give_feedback", "rate",
    ]  # fmt: skip
