"""Auditors read who looked at what and what was changed; never who a citizen is, and they write nothing."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import AccessLog, Officer
from complaints.organisation import confirmations, officers
from tests.house import PASSWORD, shanghai
from tests.web.api import COMPLAINT, Api
from tests.web.pages import ADMIN, Visitor, words_on
from tests.web.test_two_persons import DISC, signed_in

SECRETS = (DISC["subject"], DISC["narrative"], "李大爷", "13800138000", "138 0013 8000")
PAGES = ("/audit", "/audit/changes")


@pytest.fixture
def number(house, now):
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["auditor"], shanghai("2026-09-20T09:00"))
    found = house.logs("2026-09-21T09:00", by="citizen", channel="web", unit="EZ-DISC", **DISC)
    assert signed_in(house, "disc.bai").get(f"/desk/c/{found}").status_code == 200
    return found


def test_auditor_reads_who_looked_at_a_tip_off_and_nothing_of_it(house, number):
    auditor = signed_in(house, "other")

    log, steps = auditor.get("/audit"), auditor.get(f"/audit/c/{number}")

    assert "白川" in words_on(log) and "desk page" in words_on(log)
    assert "citizen" in words_on(steps) and steps.status_code == 200
    pages = [
        log,
        steps,
        auditor.get("/audit/changes"),
        auditor.get(f"/audit?officer=disc.bai&number={number}"),
    ]
    assert not [secret for secret in SECRETS for page in pages if secret in page.text]
    assert "没有查阅记录" in words_on(auditor.get("/audit?officer=window"))
    assert "角色变更" in words_on(auditor.get("/audit/changes"))


def test_each_look_of_an_auditor_is_a_row(house, number):
    signed_in(house, "other").get(f"/audit/c/{number}")

    db.session.rollback()
    rows = [
        (one.what, db.session.get_one(Officer, one.officer_id).username)
        for one in db.session.scalars(db.select(AccessLog))
    ]
    assert rows[-1] == ("audit", "other")


def test_auditor_reads_the_same_by_the_api(house, number):
    api = Api(house).by("other")

    items = api.get("/audit/readings").json["items"]
    assert [(one["officer"], one["what"]) for one in items] == [("disc.bai", "desk page")]
    assert "roles changed" in {one["what"] for one in api.get("/audit/changes").json["items"]}


def test_auditor_opens_no_complaint_and_changes_nothing(house, number):
    api, auditor = Api(house).by("other"), signed_in(house, "other")

    assert api.get(f"/complaints/{number}").status_code == 404
    assert api.get("/complaints?queue=unit").json["items"] == []
    assert api.post("/complaints", COMPLAINT).status_code == 403
    assert api.move(number, "accept").status_code == 404
    for page in (*ADMIN, "/desk", "/supervise", "/confirmations", f"/desk/c/{number}"):
        assert auditor.get(page).status_code == 403, page


@pytest.mark.parametrize("username", ["window", "admin", "supervisor", "disc.bai"])
def test_others_read_no_log(house, number, username):
    visitor, api = signed_in(house, username), Api(house).by(username)

    assert {visitor.get(page).status_code for page in (*PAGES, f"/audit/c/{number}")} == {403}
    assert {api.get(f"/audit/{what}").status_code for what in ("readings", "changes")} == {403}


def test_auditor_is_made_by_two_people_and_holds_no_other_role(house, now):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/other")
    both = chen.post("/admin/officers/other/roles", roles=["auditor", "officer"])
    assert both.status_code == 422 and "审计人员只看不办" in words_on(both)
    chen.post("/admin/officers/other/roles", roles=["auditor"])
    assert house.officer("other").roles == ["officer"]

    [row] = confirmations.list_for(house.officer("disc.bai"))
    with transaction(alone=True):
        confirmations.decide(row.id, house.officer("disc.bai"), True, shanghai("2026-09-21T10:00"))
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username="other", password=PASSWORD).headers["Location"] == "/audit"
