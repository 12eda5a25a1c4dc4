"""Complaints keep the rules they were logged under; a supervisor's act that those rules do not know harms no other."""

from __future__ import annotations

import re

import pytest

from complaints import clock, rulebooks
from complaints.db import transaction
from tests.house import PASSWORD, House, shanghai
from tests.web.pages import Visitor, words_on

MOVE = re.compile(r"^  change_urgency:.*?(?=^  \w+:$)", re.MULTILINE | re.DOTALL)
PICK = re.compile(r'name="pick" value="([\d.]+)"')
RAISED = {"sure": "1", "urgency": "critical", "reason": "来电扬言自伤"}


def publish(version: str, at: str, without: bool) -> None:
    text = rulebooks.SHIPPED.read_text("utf8").replace('version: "2026.1"', f'version: "{version}"')
    shorter, cut = MOVE.subn("", text)
    assert cut == 1
    with transaction():
        rulebooks.publish(shorter if without else text, shanghai(at))


@pytest.fixture
def supervisor(house: House, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-30T10:00"))
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="supervisor", password=PASSWORD)
    return visitor


def test_the_act_is_done_where_it_is_known_and_told_where_it_is_not(house, supervisor):
    publish("2026.2", "2026-09-07T08:00", without=True)
    older = house.logs("2026-09-08T10:00")
    publish("2026.3", "2026-09-08T11:00", without=False)
    newer = house.logs("2026-09-08T12:00")
    chosen = PICK.findall(supervisor.get("/supervise").text)
    assert {one.split(".")[0] for one in chosen} == {older, newer}

    asked = supervisor.post("/supervise/act/change_urgency", pick=chosen)
    answer = supervisor.post("/supervise/act/change_urgency", pick=chosen, **RAISED)

    sentence = "按登记时的规则办理，那一版规则没有“调整紧急程度”这一操作"
    assert asked.status_code == 200 and sentence in words_on(asked)
    assert answer.status_code == 409 and "1 件已完成，1 件没有办成" in words_on(answer)
    assert sentence in words_on(answer) and "来电扬言自伤" in answer.text
    assert house.complaint(newer).urgency == "critical" and house.complaint(older).urgency == "normal"


def test_an_act_the_rules_in_force_do_not_know_is_not_found(house, supervisor):
    number = house.logs("2026-09-08T10:00")
    publish("2026.2", "2026-09-09T08:00", without=True)
    chosen = PICK.findall(supervisor.get("/supervise").text)

    answer = supervisor.post("/supervise/act/change_urgency", pick=chosen, **RAISED)

    assert answer.status_code == 404 and house.complaint(number).urgency == "normal"
