"""What another office sent, as it is logged: a date that has passed, and a number that is here already."""

from __future__ import annotations

import pytest

from tests.commitments.test_sender_date import SENT, sender_rows
from tests.house import House, shanghai
from tests.support.stories import rungs
from tests.web.api import COMPLAINT, Api
from tests.web.pages import signed_in


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


@pytest.mark.parametrize("about", [{}, {"respondent": {"officer": "centre.he"}}])
def test_same_number_of_the_sender_is_named_to_other_units_but_the_one_complained_of(
    house: House, now, about
) -> None:
    """They hold the same letter: number and unit are told, and nothing of what the complaint says."""
    first = (
        Api(house).by("handler").post("/complaints", {**COMPLAINT, **SENT, **about}).json["tracking_number"]
    )
    number = first.replace("-", "")

    again = Api(house).by("centre.he").post("/complaints", {**COMPLAINT, **SENT, "subject": "另一件"})
    visitor = signed_in(house, "centre.he")
    visitor.get("/desk/new")
    page = visitor.post("/desk/earlier", sender_number=SENT["sender_number"])

    assert again.json.get("same_sender_number", []) == ([] if about else [number])
    assert (first in page.text) is (not about)
    assert f"/desk/c/{number}" not in page.text and COMPLAINT["subject"] not in page.text


def test_same_number_of_a_restricted_complaint_is_told_to_no_other_unit(house: House, now) -> None:
    sent = {**COMPLAINT, **SENT, "category": "DISC"}
    assert Api(house).by("handler").post("/complaints", sent).status_code == 201
    again = Api(house).by("centre.he").post("/complaints", {**COMPLAINT, **SENT})
    assert "same_sender_number" not in again.json
