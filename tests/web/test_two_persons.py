"""Accounts that open sealed matters take two people: an administrator alone never reads a restricted complaint."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import AuditNote, Notice, Officer
from tests.house import PASSWORD
from tests.web.api import Api
from tests.web.pages import Visitor, words_on

DISC = {"category": "DISC", "subject": "检举收钱", "narrative": "他收了我三千元。"}
CHOSEN = "horse battery staple 7 correct"


@pytest.fixture
def number(house, now):
    return house.logs("2026-09-21T09:00", by="citizen", channel="web", unit="EZ-DISC", **DISC)


def signed_in(house, username, password=PASSWORD):
    visitor = Visitor(house.app)
    visitor.get("/login")
    answer = visitor.post("/login", username=username, password=password)
    assert answer.status_code == 303, words_on(answer)
    if answer.headers["Location"] == "/desk" and visitor.get("/desk").status_code == 302:
        visitor.get("/password")
        assert visitor.post("/password", password=CHOSEN, password_again=CHOSEN).status_code == 303
    return visitor


def password_told(answer):
    return re.search(r'class="password digits">([^<]+)<', answer.text)[1]


def may_read(house, visitor, username, number):
    """Whether any door shows it: its page, a list, a search, the API."""
    db.session.remove()
    texts = [visitor.get(page).text for page in (f"/desk/c/{number}", "/desk?list=unit", "/desk")]
    api = Api(house).by(username)
    texts += [api.get(f"/complaints/{number}").text, api.get("/complaints?queue=unit").text]
    return [
        secret
        for secret in (DISC["subject"], DISC["narrative"], grouped(number))
        if any(secret in t for t in texts)
    ]


def officer(username):
    db.session.rollback()
    query = db.select(Officer).filter_by(username=username).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def first_request(visitor):
    return re.search(r'action="(/confirmations/\d+)"', visitor.get("/confirmations").text)[1]


def test_reset_account_opens_nothing_restricted_until_second_person_confirms(house, number):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.qin")
    password = password_told(chen.post("/admin/officers/disc.qin/password", sure="1"))
    colleague = signed_in(house, "disc.bai")
    address = first_request(colleague)
    early = words_on(colleague.follow(colleague.post(address, decision="confirmed")))
    assert "还没有用新密码登录" in early and officer("disc.qin").awaits_confirmation

    qin = signed_in(house, "disc.qin", password)
    assert may_read(house, qin, "disc.qin", number) == []
    assert Api(house).by("disc.qin").move(number, "accept").status_code == 404
    assert qin.post(address, decision="confirmed").status_code == 404  # not their own

    colleague.get("/confirmations")
    assert colleague.post(address, decision="confirmed").status_code == 303

    assert not officer("disc.qin").awaits_confirmation
    assert may_read(house, qin, "disc.qin", number)


@pytest.mark.parametrize("how", ["a role", "a new account", "a colleague of the unit", "a move"])
def test_administrator_alone_makes_no_account_that_reads_tip_offs(house, number, how):
    chen = signed_in(house, "admin")
    words = {"username": "ec.zhang", "name_zh": "张新", "name_en": "Zhang Xin", "unit": "EZ-DISC"}
    chen.get("/admin/officers/new")
    if how in ("a new account", "a colleague of the unit"):
        roles = ["officer", "discipline"] if how == "a new account" else ["officer"]
        username, password = "ec.zhang", password_told(chen.post("/admin/officers/new", **words, roles=roles))
    else:
        username, password = "handler", PASSWORD
        act = {"roles": ["officer", "discipline"]} if how == "a role" else {"unit": "EZ-DISC"}
        assert (
            chen.post(f"/admin/officers/handler/{'roles' if how == 'a role' else 'move'}", **act).status_code
            == 303
        )
    visitor = signed_in(house, username, password)

    later = house.logs("2026-09-21T09:30", by="citizen", channel="web", unit="EZ-DISC", **DISC)
    assert may_read(house, visitor, username, number) == []
    assert house.complaint(later).first_responder.username != username
    assert "确认" in words_on(chen.get(f"/admin/officers/{username}"))

    colleague = signed_in(house, "disc.bai")
    assert colleague.post(first_request(colleague), decision="confirmed").status_code == 303
    if how in ("a role", "a new account"):
        assert "discipline" in officer(username).roles
    assert not officer(username).awaits_confirmation
    if how == "a new account":
        assert may_read(house, signed_in(house, username, CHOSEN), username, number)


@pytest.mark.parametrize("decision", ["confirmed", "refused"])
@pytest.mark.parametrize("end", ["roles", "close"])
def test_channel_post_ends_by_two_people(house, now, decision, end):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.qin")
    chen.post(f"/admin/officers/disc.qin/{end}", roles=["officer"], sure="1")
    assert officer("disc.qin").active and "discipline" in officer("disc.qin").roles

    colleague = signed_in(house, "disc.bai")
    colleague.post(first_request(colleague), decision=decision)

    found = officer("disc.qin")
    ended = not found.active or "discipline" not in found.roles
    assert ended == (decision == "confirmed")


def test_holder_and_channel_are_told_of_request_and_decision(house, now):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.qin")
    chen.post("/admin/officers/disc.qin/roles", roles=["officer"])
    colleague = signed_in(house, "disc.bai")
    assert "申请取消纪检权限" in words_on(colleague.get("/desk/inbox"))
    colleague.get("/confirmations")
    colleague.post(first_request(colleague), decision="refused")

    told = {
        (one.kind, officer_id)
        for one in db.session.scalars(db.select(Notice))
        if (officer_id := one.officer_id)
    }
    for kind in ("asked_end", "request_refused"):
        assert {(kind, officer(name).id) for name in ("disc.qin", "disc.bai", "disc.meng")} <= told
    assert [(one.by, one.what) for one in db.session.scalars(db.select(AuditNote))][-2:] == [
        ("admin", "request made"),
        ("disc.bai", "request refused"),
    ]


def test_account_that_waits_confirms_no_other(house, now):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.bai")
    password = password_told(chen.post("/admin/officers/disc.bai/password", sure="1"))
    chen.post("/admin/officers/handler/roles", roles=["officer", "discipline"])

    waiting = signed_in(house, "disc.bai", password)

    assert 'action="/confirmations/' not in waiting.get("/confirmations").text
    assert signed_in(house, "handler").get("/confirmations").status_code == 403


def test_later_reset_takes_the_place_of_an_open_request(house, now):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.qin")
    chen.post("/admin/officers/disc.qin/password", sure="1")
    colleague = signed_in(house, "disc.bai")
    old = first_request(colleague)
    chen.post("/admin/officers/disc.qin/password", sure="1")

    assert colleague.post(old, decision="confirmed").status_code == 404
    assert first_request(colleague) != old


def test_first_officers_of_a_channel_are_confirmed_by_command(house, now):
    run = house.app.test_cli_runner().invoke
    for name in ("disc.qin", "disc.bai", "disc.meng"):
        assert run(args=["password", name]).exit_code == 0
    qin = signed_in(house, "disc.qin", run(args=["password", "disc.qin"]).output.split()[0])

    assert run(args=["confirm", "disc.qin"]).output == "confirmed 1\n"
    assert not officer("disc.qin").awaits_confirmation and qin.get("/confirmations").status_code == 200
    refused = run(args=["confirm", "disc.bai"])
    assert refused.exit_code == 1 and "confirm" in refused.output


def test_api_lists_requests_to_the_channel_alone_and_takes_its_decision(house, now):
    chen = signed_in(house, "admin")
    chen.get("/admin/officers/disc.qin")
    chen.post("/admin/officers/disc.qin/roles", roles=["officer"])
    api = Api(house)
    [item] = api.by("disc.bai").get("/confirmations").json["items"]
    assert (item["username"], item["what"], item["asked_by"]) == ("disc.qin", "end", "admin")

    for other in ("handler", "admin", "disc.qin"):
        assert api.by(other).get("/confirmations").json["items"] == []
        answer = api.by(other).post(f"/confirmations/{item['id']}", {"decision": "confirmed"})
        assert answer.status_code == (404 if other == "disc.qin" else 403)
    assert api.by("disc.bai").post(f"/confirmations/{item['id']}", {"decision": "yes"}).status_code == 422
    done = api.by("disc.bai").post(f"/confirmations/{item['id']}", {"decision": "refused"})
    assert (done.status_code, done.json["decision"]) == (200, "refused")


def test_seeded_accounts_that_cannot_sign_in_confirm_no_one(house, now):
    house.app.config["SHOUWEN"] = replace(house.app.config["SHOUWEN"], production=True)
    run = house.app.test_cli_runner().invoke
    signed_in(house, "disc.qin", run(args=["password", "disc.qin"]).output.split()[0])

    assert run(args=["confirm", "disc.qin"]).output == "confirmed 1\n"
