"""Only those who choose who may have a complaint see who is kept out of it, and why."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from tests.house import PASSWORD, House, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import Visitor, words_on


@pytest.fixture(autouse=True)
def _on_a_friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-18T11:00"))


def test_the_api_tells_who_is_kept_out_to_those_who_may_know(house: House) -> None:
    number, api = in_hand(house, respondent_officer="huarong.mo"), Api(house)

    [told] = api.by("window").get(f"/complaints/{number}").json["kept_out"]
    assert (told["officer"], told["reason"], told["reach"]) == ("huarong.mo", "respondent", "all")
    assert told["since"].startswith("2026-09-18T09:00") and not told["provisional"]
    assert api.by("leader").get(f"/complaints/{number}").json["kept_out"] == [told]
    assert api.by("echeng.xie").get(f"/complaints/{number}").json["kept_out"] == []


def test_the_page_shows_likely_matches_and_how_to_settle_them(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="吴舟")
    first = house.complaint(number).first_responder.username
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=first, password=PASSWORD)

    page = visitor.get(f"/desk/c/{number}")

    assert "所写的姓名可能是 吴舟" in words_on(page) and "核实被投诉人" in words_on(page)
    assert visitor.get(f"/desk/c/{number}/settle_respondent").status_code == 200


def test_the_page_says_that_settling_comes_first_and_leads_there(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="鄂城区司法局的人")
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=house.complaint(number).first_responder.username, password=PASSWORD)

    for page in (visitor.get(f"/desk/c/{number}"), visitor.get(f"/desk/c/{number}/accept")):
        assert "请先用“核实被投诉人”写明是不是" in words_on(page)
        assert f'href="/desk/c/{number}/settle_respondent"' in page.text
    form = visitor.get(f"/desk/c/{number}/settle_respondent")
    nothing = visitor.post(f"/desk/c/{number}/settle_respondent", same="false")
    answer = visitor.post(f"/desk/c/{number}/settle_respondent", officer="-", same="false")

    assert "以上各人都不是" in words_on(form) and nothing.status_code == 422
    assert answer.status_code == 303, words_on(answer)
    assert "请先用" not in words_on(visitor.get(f"/desk/c/{number}"))
