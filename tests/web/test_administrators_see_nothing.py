"""An escalation that ends with an administrator, because no one else is left: they act, and see no content (promise 7)."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.models import OfficerRole
from tests.house import PASSWORD, House, shanghai
from tests.web.api import Api
from tests.web.pages import Visitor

SECRETS = ("李大爷", "13800138000", "工作人员态度差", "窗口态度", "已了解经过")


@pytest.fixture
def number(house: House) -> str:
    """No one above holds a post, as in a badly set up organisation: the last rung of a late complaint is an administrator's."""
    with transaction() as session:
        above = OfficerRole.role.in_(["last_resort", "supervisor", "unit_supervisor"])
        session.execute(db.delete(OfficerRole).where(above))
    found = house.logs("2026-09-08T10:00", sender_number="热线-77", respondent_name="李某某")
    house.does("window", found, "urge", "2026-09-08T15:30", note="已了解经过")
    house.sweeps("2026-09-24T09:00")
    assert "admin" in {row.reviewer.username for row in house.complaint(found).escalations if row.reviewer}
    return found


@pytest.fixture
def admin(house: House, number: str) -> Api:
    return Api(house).by("admin")


def test_the_complaint_is_shown_without_person_narrative_and_subject(admin, number):
    shown = admin.get(f"/complaints/{number}")

    assert shown.status_code == 200
    assert not [secret for secret in (*SECRETS, "热线-77", "李某某") if secret in shown.text]
    body = shown.json
    assert (body["subject"], body["narrative"], body["findings"], body["reply"]) == ("", "", None, None)
    assert body["complainant"]["hidden"] and body["answerable"] == "window" and body["deadlines"]


def test_lists_and_the_record_tell_no_content_either(admin, number):
    for address in ("/escalations", "/complaints?queue=escalated", f"/complaints/{number}/events"):
        answer = admin.get(address)
        assert answer.status_code == 200 and ("escalat" in answer.text or number[:4] in answer.text)
        assert not [secret for secret in SECRETS if secret in answer.text], address


def test_the_act_itself_can_be_recorded(admin, number):
    waiting = admin.get("/escalations").json["items"]
    mine = next(row for row in waiting if row["reviewer"] == "admin")

    answer = admin.post(f"/escalations/{mine['id']}/review", {"act": "urge", "note": "已请分管领导督办"})

    assert answer.status_code == 201


def test_whoever_works_with_complaints_sees_them_as_before(house, number):
    body = Api(house).by("window").get(f"/complaints/{number}").json

    assert (body["subject"], body["complainant"]["name"]) == ("窗口态度", "李大爷")


def test_an_administrator_finds_it_in_the_overview_and_records_the_act_on_a_page(house, number, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: shanghai("2026-09-24T10:00"))
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="admin", password=PASSWORD)
    assert 'href="/admin/reviews"' in visitor.get("/admin").text

    pages = [visitor.get("/admin/reviews"), visitor.get(f"/admin/reviews?number={number}")]
    assert f'href="/admin/reviews?number={number}"' in pages[0].text
    assert not [secret for secret in SECRETS for page in pages if secret in page.text]
    words = {"number": number, "act": "urged"}
    assert visitor.post("/admin/reviews", **words, note="").status_code == 422
    assert visitor.post("/admin/reviews", **words, note="已请分管领导督办").status_code == 303

    left = house.complaint(number).escalations
    assert not [row for row in left if row.reviewer and row.reviewed_at is None and not row.reminder]
    assert 'href="/admin/reviews"' not in visitor.get("/admin").text
    assert visitor.get("/admin/reviews?number=100000000008").status_code == 404
