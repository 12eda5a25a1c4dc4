"""A citizen gets a copy of what is held of them, for the code and a second fact; never a name of staff."""

from __future__ import annotations

import json

import pytest

from complaints.infrastructure.database import db
from complaints.models import Event
from tests.support.stories import told
from tests.web.pages import Visitor, words_on

FIELDS = {"subject": "窗口态度", "narrative": "工作人员态度差。"}
STAFF = ("handler", "林", "EC-BUREAU")


def asks(house, number, **words):
    body = {"tracking_number": number, "query_code": house.codes[number], **words}
    return house.app.test_client().post("/api/v1/status/copy", json=body)


@pytest.fixture
def li(house, now):
    now("2026-10-13T10:00")
    return Visitor(house.app)


def test_copy_holds_what_the_citizen_gave_and_no_name_of_staff(house, now):
    number = told(house)
    now("2026-10-13T10:00")

    held = asks(house, number, second_fact="8000").json

    assert held["complainant"]["name"] == "李大爷" and "138" in held["complainant"]["phone"]
    assert {name: held[name] for name in FIELDS} == FIELDS
    assert not [word for word in STAFF if word in json.dumps(held, ensure_ascii=False)]


@pytest.mark.parametrize("fact", ["8001", "0918", "不知道"])
def test_code_alone_gives_no_copy(house, now, fact):
    number = house.logs("2026-09-18T09:00")

    answer = asks(house, number, second_fact=fact)

    assert answer.status_code == 404 and "李大爷" not in answer.text
    assert asks(house, number).status_code == 422


def test_page_asks_for_the_fact_and_gives_a_file(house, li):
    number = told(house)
    li.get("/status")
    li.post("/status", tracking_number=number, query_code=house.codes[number])
    assert "我的信息副本" in words_on(li.get("/status"))
    li.get("/status/copy")

    wrong = li.post("/status/copy", second_fact="8001")
    file = li.post("/status/copy", second_fact="8000")

    assert wrong.status_code == 404 and "李大爷" not in wrong.text
    assert file.headers["Content-Disposition"].startswith("attachment") and json.loads(file.text)["narrative"]


def test_copy_of_no_visit_leads_to_the_look_up(house, li):
    assert li.get("/status/copy").headers["Location"] == "/status"
    li.get("/status")
    assert li.post("/status/copy", second_fact="8000").headers["Location"] == "/status"


def test_asking_for_a_copy_changes_nothing(house, now):
    number = told(house)
    before = db.session.scalar(db.select(db.func.count(Event.id)))
    now("2026-10-13T10:00")
    asks(house, number, second_fact="8000")

    assert db.session.scalar(db.select(db.func.count(Event.id))) == before
