"""An officer marks their own leave: a colleague becomes deputy, the days are checked, and it can be ended."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.models import Absence
from complaints.organisation import absences
from tests.house import House, shanghai
from tests.web.pages import Visitor, signed_in, words_on


@pytest.fixture
def handler(house: House, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-18T10:00"))
    visitor = signed_in(house, "handler")
    visitor.get("/desk/leave")
    return visitor


def test_deputy_takes_what_comes_by_name_during_own_leave(house: House, handler: Visitor) -> None:
    answer = handler.post("/desk/leave", deputy="echeng.xie", first="2026-09-21", last="2026-09-25")
    page = handler.get("/desk/leave").text
    number = house.logs("2026-09-22T09:00")
    house.does("window", number, "assign", "2026-09-22T09:10", unit="EC-BUREAU", officer="handler")
    house.does("echeng.xie", number, "sign_for", "2026-09-22T10:00")

    assert answer.status_code == 303 and "谢南" in page
    assert house.complaint(number).handler_id == house.officer("echeng.xie").id


def test_leave_is_ended_by_its_officer_alone(house: House, handler: Visitor) -> None:
    handler.post("/desk/leave", deputy="echeng.xie", first="2026-09-18", last="2026-09-25")
    address = re.search(r'action="(/desk/leave/\d+/end)"', handler.get("/desk/leave").text)[1]  # type: ignore[index]

    leader = signed_in(house, "leader")
    leader.get("/desk/leave")

    assert leader.post(address).status_code == 404
    assert handler.post(address).status_code == 303
    assert db.session.scalars(select(Absence)).one().until_at == shanghai("2026-09-18T10:00")
    assert "没有登记请假" in handler.get("/desk/leave").text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"deputy": "window"}, "代理人须是本单位的人"),
        ({"deputy": "handler"}, "代理人须是另一个人"),
        ({"last": "2026-09-17", "first": "2026-09-16"}, "已经过去"),
        ({"last": "2036-09-17"}, "最多登记到今后 2 年"),
        ({"last": ""}, ""),
        ({"deputy": "没有这个人"}, "没有用户名为"),
    ],
)
def test_leave_that_cannot_be_marked_says_why_and_keeps_the_form(
    handler: Visitor, words: dict[str, str], said: str
) -> None:
    typed = {"deputy": "echeng.xie", "first": "2026-09-21", "last": "2026-09-25", **words}
    answer = handler.post("/desk/leave", **typed)

    assert answer.status_code == 422 and said in words_on(answer)
    assert f'value="{typed["first"]}"' in answer.text
    assert db.session.scalars(select(Absence)).first() is None


def test_ending_leave_that_is_over_changes_nothing(handler: Visitor) -> None:
    handler.post("/desk/leave", deputy="echeng.xie", first="2026-09-18", last="2026-09-18")
    row = db.session.scalars(select(Absence)).one()
    until = row.until_at

    with transaction():
        absences.end(db.session.get_one(Absence, row.id), shanghai("2026-09-28T10:00"))

    assert db.session.get_one(Absence, row.id).until_at == until
