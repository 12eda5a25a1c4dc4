"""An officer prepares the hand-over of their own work, and asks the leader for it once a day."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Notice
from complaints.notifications.texts import message
from tests.house import House, shanghai
from tests.web.pages import signed_in, words_on
from tests.web.test_hand_over import of_handler


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-22T09:00"))


def asked(house: House) -> list[Notice]:
    db.session.rollback()
    return list(db.session.scalars(select(Notice).filter_by(kind="hand_over_asked")))


def test_draft_lists_all_duties_and_names_the_leader(house: House):
    of_handler(house, 2)

    page = words_on(signed_in(house, "handler").get("/desk/hand-over"))

    assert "首问交接单 （草稿）" in page and "件数 2" in page and "交接由单位负责人办理：周宁" in page
    assert page.count("首问责任 承办工作") == 2 and "交出人（签名）" in page


def test_leader_is_asked_once_a_day_with_a_link(house: House, monkeypatch):
    of_handler(house)
    visitor = signed_in(house, "handler")
    visitor.get("/desk/hand-over")

    first = visitor.follow(visitor.post("/desk/hand-over"))
    second = visitor.follow(visitor.post("/desk/hand-over"))

    assert "已请 周宁 办理交接" in words_on(first).replace("\u2068", "").replace("\u2069", "")
    assert "今天已经请过" in words_on(second) and len(asked(house)) == 1
    inbox = signed_in(house, "leader").get("/desk/inbox")
    assert "/supervise/hand-over/handler" in inbox.text and "吴舟请您办理其手上工作的交接" in words_on(inbox)
    assert "Wu Zhou asks you" in message(asked(house)[0], "").body
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-23T09:00"))
    visitor = signed_in(house, "handler")
    visitor.get("/desk/hand-over")
    visitor.post("/desk/hand-over")
    assert len(asked(house)) == 2


def test_leader_is_led_to_the_act_itself(house: House):
    page = signed_in(house, "leader").get("/desk/hand-over")

    assert "/supervise/hand-over/leader" in page.text and "没有可以交接的在办件" in words_on(page)


def test_page_of_leave_leads_there(house: House):
    assert "/desk/hand-over" in signed_in(house, "handler").get("/desk/leave").text
