"""After an end, on the pages and by the API: a supervisor corrects the category; the first responder sends bribery to its channel."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from tests.house import House, shanghai
from tests.support.stories import told
from tests.web.api import Api
from tests.web.pages import signed_in, words_on

REASON = {"reason": "核对后发现登记有误"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-24T15:00"))


def closed(house: House) -> str:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)
    return number


def test_supervisor_corrects_the_category_on_the_page(house: House) -> None:
    number = closed(house)
    visitor = signed_in(house, "supervisor")
    visitor.get(f"/desk/c/{number}/correct")

    sent = visitor.post(f"/desk/c/{number}/correct", changes_category="NOTICE", **REASON)

    assert (sent.status_code, house.complaint(number).category) == (303, "NOTICE")
    said = words_on(visitor.follow(sent))
    assert "已归档" in said or "更正" in said


def test_first_responder_is_told_who_corrects_it(house: House) -> None:
    number = closed(house)
    visitor = signed_in(house, "window")
    visitor.get(f"/desk/c/{number}/correct")

    refused = visitor.post(f"/desk/c/{number}/correct", changes_category="NOTICE", **REASON)

    assert "由没有经办过本件的督办人员" in words_on(refused)
    assert house.complaint(number).category == "ATTITUDE"


def test_first_responder_sends_bribery_to_its_channel(house: House) -> None:
    number = closed(house)
    visitor = signed_in(house, "window")
    visitor.get(f"/desk/c/{number}/correct")

    sent = visitor.post(f"/desk/c/{number}/correct", changes_category="DISC", **REASON)

    assert visitor.follow(sent).status_code == 200
    assert house.complaint(number).restricted and visitor.get(f"/desk/c/{number}").status_code == 404


@pytest.mark.parametrize(
    ("who", "category", "status"), [("supervisor", "NOTICE", 201), ("window", "NOTICE", 409)]
)
def test_same_by_the_api(house: House, who: str, category: str, status: int) -> None:
    number = closed(house)

    sent = Api(house).by(who).move(number, "correct", {"changes": {"category": category}, **REASON})

    assert sent.status_code == status
