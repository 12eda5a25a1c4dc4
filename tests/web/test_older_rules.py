"""Complaints keep the rules they were logged under; a supervisor's act that those rules do not know harms no other."""

from __future__ import annotations

import hashlib
import re

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.models import RulebookText
from complaints.rulebooks import store
from schemas.rulebook import load_rulebook
from tests.house import PASSWORD, House, shanghai
from tests.web.citizens import sends
from tests.web.pages import Visitor, words_on
from workflows.errors import RulebookError

MOVE = re.compile(r"^  change_urgency:.*?(?=^  \w+:$)", re.MULTILINE | re.DOTALL)
PICK = re.compile(r'name="pick" value="([\d.]+)"')
RAISED = {"sure": "1", "urgency": "critical", "reason": "来电扬言自伤"}


def publish(version: str, at: str, without: bool) -> None:
    text = store.SHIPPED.read_text("utf8").replace('version: "2026.1"', f'version: "{version}"')
    shorter, cut = MOVE.subn("", text)
    assert cut == 1
    shorter = shorter.replace(", {move: change_urgency, when: urgent_while_closed}", "")
    with transaction():
        store.publish(shorter if without else text, shanghai(at))


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


def test_rules_from_before_they_could_say_so_still_judge_fees_above_the_unit(house):
    text = store.SHIPPED.read_text("utf8").replace("    judged_above: true\n", "")
    with transaction():
        store.publish(text.replace('version: "2026.1"', 'version: "2026.2"'), shanghai("2026-09-07T08:00"))

    number = house.logs("2026-09-08T10:00", category="FEE", respondent_officer="handler")

    assert house.complaint(number).respondent_unit_id == house.unit("EC-BUREAU").id


def test_rules_that_would_not_be_published_today_go_on_working(house):
    """What is asked of rulebooks since takes no house its rules."""
    text = store.SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2025.9"')
    older = text.replace("\nurgencies:\n", "\nurgencies:\n  soonish:\n    label: {zh: 较急, en: Soonish}\n")
    with pytest.raises(RulebookError, match="soonish"):
        load_rulebook(older)
    sha256 = hashlib.sha256(older.encode()).hexdigest()
    row = RulebookText(
        version="2025.9",
        name="complaint",
        edition="2025.9",
        sha256=sha256,
        text=older,
        published_at=shanghai("2026-09-07T08:00"),
    )
    with transaction():
        db.session.add(row)

    number = house.logs("2026-09-08T10:00", urgency="soonish")

    assert house.complaint(number).rulebook_version == "2025.9"
    house.does("supervisor", number, "change_urgency", "2026-09-08T10:30", urgency="urgent", reason="催得急")
    assert house.sweeps("2026-09-18T09:00").failed == 0


def test_citizen_is_thanked_with_the_sentence_of_their_own_rules(house, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-08T10:00"))
    citizen = Visitor(house.app)
    sends(citizen)
    newer = store.SHIPPED.read_text("utf8").replace('version: "2026.1"', 'version: "2026.2"')
    with transaction():
        store.publish(newer.replace("zh: 已催办。", "zh: 收到您的催促。"), shanghai("2026-09-08T11:00"))

    citizen.get("/status/urge")
    page = words_on(citizen.follow(citizen.post("/status/urge")))

    assert "已催办。" in page and "收到您的催促" not in page
