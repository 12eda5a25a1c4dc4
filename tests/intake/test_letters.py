"""A letter typed days after it came: the day, and what shows it, are named at every door; what comes at once has no such day."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure import clock
from tests.house import House, shanghai
from tests.web.api import COMPLAINT, Api
from tests.web.pages import Visitor, signed_in, words_on

CAME = {"received_on": "2026-10-08"}


@pytest.fixture(autouse=True)
def six_days_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-10-14T09:00"))


def typed(house: House, **more: Any) -> Any:
    return Api(house).by("window").post("/complaints", {**COMPLAINT, "channel": "letter", **more})


def test_letter_typed_late_says_so_at_every_door(house: House) -> None:
    logged = typed(house, **CAME).json
    number, code = logged["tracking_number"], logged["query_code"]
    api, seen = Api(house), {"tracking_number": number, "query_code": code}
    assert api.by("window").get(f"/complaints/{number}").json["received_on"] == "2026-10-08"
    assert api.by(None).post("/status", seen).json["received_on"] == "2026-10-08"

    citizen = Visitor(house.app)
    citizen.get("/")
    pages = [
        citizen.follow(citizen.post("/status", **seen)),
        signed_in(house, "window").get(f"/desk/c/{number.replace('-', '')}"),
    ]
    for page in pages:
        assert "2026年10月8日 收到，6 天后录入" in words_on(page)
    assert "收到几天后录入" in words_on(pages[1])


@pytest.mark.parametrize(
    ("words", "shown"),
    [({}, "未提供证明材料"), ({"received_evidence": "邮戳 10 月 8 日"}, "邮戳 10 月 8 日")],
)
def test_step_says_what_shows_the_day(house: House, words: dict[str, str], shown: str) -> None:
    number = typed(house, **CAME, **words).json["tracking_number"].replace("-", "")

    assert shown in words_on(signed_in(house, "window").get(f"/desk/c/{number}"))


def test_form_of_the_window_asks_for_another_channel_where_the_day_is_before(house: House) -> None:
    """What is said at a window is received as it is logged; the API takes the day all the same, and shows it."""
    visitor = signed_in(house, "window")
    visitor.get("/desk/new")
    words = {
        "category": "ATTITUDE",
        "channel": "window",
        "narrative": "工作人员态度差。",
        **CAME,
        "then": "none",
    }
    answer = visitor.post("/desk/new", **words, once="a" * 24)

    assert answer.status_code == 422 and "登记之时就是收到之时" in words_on(answer)
    assert "工作人员态度差。" in answer.text
    for channel in ("window", "web"):
        assert typed(house, channel=channel, **CAME).status_code == 201


@pytest.mark.parametrize("channel", ["letter", "box", "12345", "petition", "superior", "phone", "media"])
def test_what_lay_before_it_was_typed_has_a_day(house: House, channel: str) -> None:
    assert typed(house, channel=channel, **CAME).status_code == 201
