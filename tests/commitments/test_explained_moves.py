"""Every due time that moved is explained step by step, by the command and on the page: pauses and days taken off included."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.casework import closures
from complaints.commitments.calendar import editing
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.pages import words_on
from tests.web.test_supervision_pages import signed_in


@pytest.fixture
def number(house: House) -> str:
    """Paused from Monday 10:00 to Tuesday 10:00, extended by three days, and a day taken off after that."""
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T10:00", items=["收据"])
    house.does("citizen", number, "supplement", "2026-09-22T10:00", note="补上了")
    words = {"days": 3, "reason": "需要走访", "basis": "hotline_extension"}
    house.does("handler", number, "request_extension", "2026-09-22T11:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-22T11:30")
    with transaction():
        editing.set_days(
            date(2026, 9, 23), date(2026, 9, 23), False, editing.Why(shanghai("2026-09-22T16:00"), "台风停工")
        )
    closures.settle(2026, shanghai("2026-09-22T16:00"))
    return number


def steps_told(house: House, number: str) -> list[str]:
    told = (
        house.app.test_cli_runner().invoke(args=["calendar", "why", number, "handling"]).stdout.splitlines()
    )
    return [line for line in told if "→" in line]


def test_command_tells_pause_extension_and_day_off(house: House, number: str) -> None:
    pause, extension, closure = steps_told(house, number)

    assert "停表 stood still 2026-09-21T10:00:00+08:00 – 2026-09-22T10:00:00+08:00" in pause
    assert "1 个工作日 working days = 6.5 工作小时 working hours" in pause
    assert "同意延期" in extension and "停" not in extension
    assert "台风停工" in closure and "停办 closed 2026-09-23" in closure


def test_each_step_goes_on_where_the_one_before_ended(house: House, number: str) -> None:
    spans = [line.split(": ", 1)[1].split("（")[0].split(" → ") for line in steps_told(house, number)]

    assert [later[0] for later in spans[1:]] == [earlier[1] for earlier in spans[:-1]]
    due = house.due(number, "handling")
    assert due is not None and spans[-1][1] == due.isoformat(timespec="seconds")


def test_page_tells_the_same(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T17:00"))

    page = words_on(signed_in(house, "window").get(f"/desk/c/{number}"))

    assert "时钟从" in page and "1 个工作日（6.5 个工作小时）不计" in page
    assert "停办：2026-09-23。" in page


def test_page_tells_the_same_in_english(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T17:00"))

    page = words_on(signed_in(house, "window", "en").get(f"/desk/c/{number}"))

    assert "The clock stood still from" in page and "Closed: 2026-09-23." in page
