"""One row a complaint, at the highest rung that waits; the ladder is folded under it, on the board and over the API."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure import clock
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import words_on
from tests.web.test_supervision_pages import picks, signed_in

HEIGHTS = ["urge", "notify_leader", "supervision_order", "bulletin"]


@pytest.fixture
def house(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """On October 12th: several promises of two complaints climbed to the end of their ladders."""
    in_hand(house)
    house.logs("2026-09-18T16:00")
    house.sweeps("2026-10-12T09:00")
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-10-12T10:00"))
    return house


def headline(row: str) -> str:
    return re.search(r'<span class="rung">([^<]+)', row).group(1)


def test_board_shows_highest_rung_with_ladder_under_it(house: House) -> None:
    page = signed_in(house, "supervisor").get("/supervise")

    rows = re.findall(r"<tr class.*?</tr>", page.text, re.DOTALL)
    assert len(rows) == len(picks(page)) == 2
    for row in rows:
        before, ladder = row.split('<details class="ladder">')
        assert headline(before) == "通报批评稿"
        assert before.count('class="rung"') == 1
        assert ladder.count('class="rung"') > 2


def test_folded_ladder_opens_without_scripts_in_english(house: House) -> None:
    page = signed_in(house, "supervisor", "en").get("/supervise")

    assert re.search(r"<details class=\"ladder\"><summary>\D*\d+ more rungs", page.text)
    assert "Draft bulletin" in words_on(page)


def test_grouped_escalations_give_one_item_a_complaint(house: House) -> None:
    api = Api(house)
    plain = api.by("supervisor").get("/escalations?limit=100").json["items"]

    items = api.by("supervisor").get("/escalations?grouped=true").json["items"]

    numbers = [item["tracking_number"] for item in items]
    assert len(numbers) == len(set(numbers)) == 2
    assert {one["id"] for item in items for one in item["ladder"]} == {one["id"] for one in plain}
    for item in items:
        assert item["act"] == max((one["act"] for one in item["ladder"]), key=HEIGHTS.index)
        assert {one["tracking_number"] for one in item["ladder"]} == {item["tracking_number"]}
    assert "ladder" not in plain[0]


def test_pages_of_grouped_escalations_hold_each_complaint_once(house: House) -> None:
    api = Api(house)
    first = api.by("supervisor").get("/escalations?grouped=true&limit=1").json
    second = api.by("supervisor").get(f"/escalations?grouped=true&limit=1&after={first['next']}").json

    assert [len(page["items"]) for page in (first, second)] == [1, 1]
    assert first["items"][0]["tracking_number"] != second["items"][0]["tracking_number"]
    assert second["next"] is None
