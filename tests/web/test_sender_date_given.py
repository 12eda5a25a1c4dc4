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


@pytest.mark.parametrize(
    "typed",
    [
        "EZ_2026_0918",
        "EZ-2026-0918（重复）",
        "ez/2026/0918 (转办)",
        "EZ*2026?0918%",
        "工单号：EZ-2026-0918【加急件】",
    ],
)
@pytest.mark.parametrize("again_first", [False, True])
def test_number_typed_with_other_signs_or_a_remark_is_the_same(
    house: House, typed: str, again_first: bool
) -> None:
    api = Api(house).by("window")
    numbers = [typed, "EZ-2026-0918"] if again_first else ["EZ-2026-0918", typed]
    first, again = (api.post("/complaints", {**COMPLAINT, **SENT, "sender_number": one}) for one in numbers)

    assert again.json["same_sender_number"] == [first.json["tracking_number"].replace("-", "")]


@pytest.mark.parametrize("other", ["EZ-2026-0919", "EZ-2026-0918（二）", "EZ-2026-0918（2）", "（重复）"])
def test_another_number_of_the_sender_is_not_the_same(house: House, other: str) -> None:
    api = Api(house).by("window")
    api.post("/complaints", {**COMPLAINT, **SENT, "sender_number": "EZ-2026-0918"})

    again = api.post("/complaints", {**COMPLAINT, **SENT, "sender_number": other})

    assert "same_sender_number" not in again.json


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
