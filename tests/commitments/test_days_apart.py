"""Days off that do not follow on each other: one act, one reason, one step for each complaint, and one act takes them back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from complaints.commitments.calendar import current as current_calendar
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Closure
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api
from tests.web.pages import signed_in

DAYS = ["2026-09-22", "2026-09-24", "2026-09-28"]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T09:00"))


def _runs(house: House, *words: str) -> tuple[int, str]:
    result = house.app.test_cli_runner().invoke(args=["calendar", *words])
    return result.exit_code, result.output


def _off() -> list[str]:
    calendar = current_calendar.calendar()
    return [day for day in DAYS if not calendar.is_working(date.fromisoformat(day))]


def _by_command(house: House) -> None:
    code, said = _runs(house, "set", ",".join(DAYS), "off", "台风停工", "--basis", "市防指〔2026〕9号")
    assert code == 0, said


def _by_page(house: House) -> None:
    visitor = signed_in(house, "admin")
    visitor.get("/admin/calendar?year=2026")
    words = {"day": DAYS[0], "more": "，".join(DAYS[1:]), "kind": "off", "label": "台风停工"}
    assert visitor.post("/admin/calendar/day", **words).status_code == 303
    db.session.remove()  # what was read before


@pytest.mark.parametrize("close", [_by_command, _by_page], ids=["command", "page"])
def test_days_apart_are_one_act(house: House, close) -> None:
    number = in_hand(house)
    before = house.due(number, "handling")

    close(house)

    closures = db.session.scalars(select(Closure)).all()
    assert [(one.reason, sorted(one.days)) for one in closures] == [("台风停工", DAYS)]
    assert _off() == DAYS
    events = Api(house).by("window").get(f"/complaints/{number}/events").json
    moved = [one for one in events if one["move"] == "postpone"]
    assert len(moved) == 1 and moved[0]["detail"]["days"] == DAYS
    assert house.due(number, "handling") > before


@pytest.mark.parametrize("close", [_by_command, _by_page], ids=["command", "page"])
@pytest.mark.parametrize("day", DAYS)
def test_one_act_takes_all_back(house: House, close, day: str) -> None:
    number = in_hand(house)
    close(house)
    later = house.due(number, "handling")

    code, said = _runs(house, "undo", day, "台风解除")

    assert code == 0, said
    assert _off() == [] and house.due(number, "handling") == later
    assert _runs(house, "undo", day, "台风解除")[0] == 1  # there is nothing left to take back


def test_page_takes_all_back_with_one_press(house: House) -> None:
    _by_page(house)
    visitor = signed_in(house, "admin")
    page = visitor.get("/admin/calendar?year=2026").get_data(as_text=True)
    assert "停办 3 天" in page and f"day={DAYS[0]}" in page
    filled = visitor.get(f"/admin/calendar?year=2026&day={DAYS[0]}&more={'，'.join(DAYS[1:])}&kind=working")
    assert f'value="{DAYS[0]}"' in filled.get_data(as_text=True)

    words = {"day": DAYS[0], "more": "，".join(DAYS[1:]), "kind": "working", "label": "台风解除"}
    visitor.post("/admin/calendar/day", **words)

    assert _off() == []


def test_day_that_another_act_decided_since_is_left(house: House) -> None:
    _by_command(house)
    assert _runs(house, "set", DAYS[1], "off", "停电")[0] == 0

    assert _runs(house, "undo", DAYS[0], "台风解除")[0] == 0

    assert _off() == [DAYS[1]]


@pytest.mark.parametrize("words", ["2026-09-22,soon", ",", "2026-09-22,2026-02-30"])
def test_list_with_a_day_that_is_none_is_refused_whole(house: House, words: str) -> None:
    assert _runs(house, "set", words, "off", "台风停工")[0] != 0
    assert _off() == []
    visitor = signed_in(house, "admin")
    visitor.get("/admin/calendar?year=2026")
    sent = {"day": "2026-09-22", "more": words.replace(",", "、x、"), "kind": "off", "label": "台风"}
    assert visitor.post("/admin/calendar/day", **sent).status_code == 422
    assert _off() == []


def test_days_made_working_in_a_list_explain_due_times_from_before(house: House) -> None:
    """An act that makes days apart working does not make those between them working."""
    number = in_hand(house)
    assert _runs(house, "set", "2026-09-26,2026-10-10", "working", "调休")[0] == 0

    code, said = _runs(house, "why", number, "handling")

    assert code == 0 and "不再逐日" not in said
