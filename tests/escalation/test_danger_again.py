"""A word of danger while offices are closed has the officer on duty called, urgent before or not, the first cry or the next."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.escalation.duty_calls import call_duty
from tests.casework.test_joined_promises import day
from tests.house import House, shanghai
from tests.notifications.test_telling import clock
from tests.support.stories import in_hand

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
