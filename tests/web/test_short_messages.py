"""Pages that would say nothing, or the same thing many times, say it in one line."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from complaints.infrastructure import clock
from complaints.web.page.svg import bars
from complaints.web.page.template_globals import phrases
from tests.house import PASSWORD, House, shanghai
from tests.web.pages import Visitor, words_on

LONG = "Administrative Committee of the Gedian Economic and Technological Development Zone"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-30T10:00"))


def signed_in(house: House, username: str) -> Visitor:
    visitor = Visitor(house.app, "zh")
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


def test_where_no_promise_falls_due_the_calendar_says_so_instead_of_standing_empty(house, at):
    page = words_on(signed_in(house, "supervisor").get("/supervise/calendar"))

    assert "这几周没有承诺到期。" in page


def test_where_no_promise_was_broken_the_weeks_say_so_instead_of_drawing_nothing(house, at):
    page = signed_in(house, "supervisor").get("/supervise/charts").text

    assert "最近 12 周没有失约。" in page and "chart weeks" not in page


def test_where_nobody_has_anything_in_hand_the_load_says_so(house, at):
    page = words_on(signed_in(house, "supervisor").get("/supervise/load"))

    assert "各单位现在都没有在办的件" in page


def test_a_name_that_leaves_no_room_for_its_bar_is_cut_in_the_picture(house: House):
    with house.app.test_request_context():
        drawing = bars([LONG, "鄂城区司法局"], [("open", [3, 2])], "Open")

    assert "Administrative Committee of the Ged…" in drawing and LONG not in drawing
    assert "鄂城区司法局" in drawing


def test_what_climbed_in_the_same_way_many_times_stands_on_one_line_with_how_often(house: House, at):
    number = house.logs("2026-09-08T10:00")
    house.does("window", number, "accept", "2026-09-08T10:30")
    house.does("window", number, "assign", "2026-09-08T10:40", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-08T14:30")
    house.does("handler", number, "contact", "2026-09-08T15:30", how="phone", reached=True, note="已了解")
    for day in (18, 21, 22, 23, 24, 28):
        house.sweeps(f"2026-09-{day}T09:50")

    page = words_on(signed_in(house, "supervisor").get(f"/desk/c/{number}/review"))

    assert re.search(r"升级处理 \S+ ×\d", page)


def test_a_title_falls_apart_after_its_commas_and_nothing_written_in_it_is_lost():
    assert (
        phrases("没人理，问了<b>三次")
        == '<span class="phrase">没人理，</span><span class="phrase">问了&lt;b&gt;三次</span>'
    )
    assert phrases("Nobody, three times") == "Nobody, three times"
    assert Markup(phrases("，先登记；后办理。")).striptags() == "，先登记；后办理。"
