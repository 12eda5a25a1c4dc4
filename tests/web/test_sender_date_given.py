"""What another office sent, as it is logged: a date that has passed, and a number that is here already."""

from __future__ import annotations

from tests.commitments.test_sender_date import SENT, sender_rows
from tests.house import House, shanghai
from tests.support.stories import rungs
from tests.web.api import COMPLAINT, Api


def test_letter_that_comes_after_its_date_is_late_at_once(either_house: House, now) -> None:
    now("2026-09-18T09:00")  # a working Friday
    api = Api(either_house)
    answer = api.by("window").post("/complaints", {**COMPLAINT, **SENT, "sender_due_at": "2026-09-16"})

    assert answer.status_code == 201
    number = answer.json["tracking_number"].replace("-", "")
    either_house.sweeps("2026-09-18T09:05")
    assert rungs(either_house, number, "sender") == ["0", "+1wd"]
    (row,) = sender_rows(either_house, number)
    assert row.due_at == shanghai("2026-09-16T17:30")


def test_same_number_of_the_sender_is_named_when_logged_again(house: House) -> None:
    api = Api(house).by("window")
    first = api.post("/complaints", {**COMPLAINT, **SENT})
    again = api.post("/complaints", {**COMPLAINT, **SENT, "sender_number": "热线 2026 0918"})

    assert "same_sender_number" not in first.json
    assert again.json["same_sender_number"] == [first.json["tracking_number"].replace("-", "")]
