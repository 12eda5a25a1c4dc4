"""Names in old steps stay as they were; new steps show the name of now."""

from __future__ import annotations

import re

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.organisation import former_names, units
from tests.house import PASSWORD, House, shanghai
from tests.organisation.test_conflicts import moves_to
from tests.support.stories import EC, offered
from tests.web.pages import Visitor, words_on

RENAMED = "2026-09-18T10:10"
OLD, NEW = "鄂城区司法局", "鄂城区法治局"


def rename(house: House, code: str, zh: str, at: str = RENAMED) -> None:
    with transaction():
        units.rename(house.unit(code), {"name_zh": zh, "name_en": "Another name"}, shanghai(at))


def history(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-21T10:00"))
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    return words_on(visitor.get(f"/desk/c/{number}"))


def test_unit_is_called_by_its_name_of_the_time(either_house: House) -> None:
    house = either_house
    rename(house, EC, NEW)
    rename(house, EC, "第三名", "2026-09-20T10:00")
    unit = house.unit(EC)

    past = former_names.past_of([unit.id], ())

    names = [past.name_of(unit, shanghai(f"2026-09-{day}T09:00")).zh for day in (18, 19, 21)]
    assert names == [OLD, NEW, "第三名"]


def test_old_steps_of_a_page_keep_the_name_of_then(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = offered(house)  # at 10:00
    rename(house, EC, NEW)
    house.does("window", number, "recall", "2026-09-18T10:20", reason="…")
    house.does("window", number, "assign", "2026-09-18T10:30", unit=EC)

    page = history(house, number, monkeypatch)

    assert len(re.findall(f"派给 {OLD}", page)) == 1
    assert len(re.findall(f"派给 {NEW}", page)) == 1


def test_unit_of_an_officer_in_old_steps_is_that_of_then(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = house.logs("2026-09-18T09:00", by="centre.he")
    words = {"officer": "window", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-18T09:10", **words)
    house.does("window", number, "take_first_responder", "2026-09-18T09:20")
    moves_to(house, "centre.he", EC, "2026-09-19T10:00")
    assert house.officer("centre.he").unit.code == EC

    page = history(house, number, monkeypatch)

    assert re.search("首问登记 何安 [^ ]*公共法律服务中心", page), page[:3000]
