"""Days and hours as people type them, on the pages that ask for them: one rule at every door."""

from __future__ import annotations

import pytest

from tests.house import PASSWORD, House
from tests.web.api import COMPLAINT, Api
from tests.web.pages import Visitor


def signed(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


@pytest.mark.parametrize(
    "since", ["2026-09-17", "2026年9月17日", "2026/9/17", "9月17日", "２０２６－０９－１７"]
)
def test_search_reads_a_day_however_typed(house: House, now, since: str) -> None:
    number = house.logs("2026-09-18T09:00")
    lin = signed(house, "window")
    lin.get("/desk/search")

    page = lin.post("/desk/search", since=since)

    assert page.status_code == 200 and f"/desk/c/{number}" in page.text and 'value="2026-09-17"' in page.text


def test_a_day_without_a_year_has_been(house: House, now) -> None:
    lin = signed(house, "window")
    lin.get("/desk/search")

    assert 'value="2025-12-31"' in lin.post("/desk/search", until="12月31日").text


def test_hours_are_read_however_typed(house: House, now) -> None:
    chen = signed(house, "admin")
    chen.get("/admin/calendar")

    answer = chen.post(
        "/admin/calendar/hours", **{"from": "6月1日", "spans": "上午8：30—12：00、下午2:30至下午5时30分"}
    )

    assert answer.status_code == 303
    assert "08:30-12:00,14:30-17:30" in chen.get("/admin/calendar").text.replace(", ", ",")


@pytest.mark.parametrize("day", ["2026-09-17", "2026年9月17日", "2026.9.17"])
def test_the_api_reads_the_same_days(house: House, now, day: str) -> None:
    answer = (
        Api(house).by("window").post("/complaints", {**COMPLAINT, "channel": "letter", "received_on": day})
    )

    assert answer.status_code == 201, answer.text
