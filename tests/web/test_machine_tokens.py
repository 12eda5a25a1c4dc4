"""Programs of other systems come with tokens: named, for some scopes, until a day, shown once, kept as a hash."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from complaints.access import machine_tokens
from complaints.access.machine_tokens import FIGURES, INTAKE, MOVE, READ, SCOPES
from complaints.infrastructure.database import db, transaction
from complaints.models import AuditNote, MachineToken, Officer, SignIn
from complaints.organisation import officers
from complaints.web.api.machines import ANY_SCOPE, REACH
from tests.house import PASSWORD, House, opened, shanghai
from tests.web.api import COMPLAINT
from tests.web.pages import Visitor, signed_in, words_on

AT = shanghai("2026-09-21T09:00")
NAME = "12345 平台转办"


def machine(house: House, unit: str = "EZ-CENTRE", username: str = "platform") -> str:
    names = {"name_zh": "市民热线平台", "name_en": "Hotline platform"}
    with transaction(alone=True):
        officers.add({"username": username, "unit": unit, **names}, ["machine"], AT)
    return username


def token_for(house: House, *scopes: str, account: str = "", days: str = "30") -> str:
    account = account or machine(house)
    with transaction():
        return machine_tokens.add({"account": account, "name": NAME, "days": days}, scopes, AT)[1]


def asks(house: House, token: str, method: str, path: str, body: Any = None) -> Any:
    db.session.remove()
    headers = {"Authorization": f"Bearer {token}"}
    answer = house.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, json=body)
    db.session.remove()
    return answer


def moves(house: House, token: str, number: str, move: str, **words: Any) -> Any:
    return asks(house, token, "POST", f"/complaints/{number}/moves/{move}", words)


@pytest.mark.parametrize("scopes", [(), *((one,) for one in SCOPES), SCOPES], ids=str)
def test_scopes_guard_every_route(house: House, now, scopes) -> None:
    """Each route that asks who comes is tried: a token reaches what its scopes name, and 403 answers everywhere else."""
    token = token_for(house, *(scopes or (INTAKE,)))
    if not scopes:
        with transaction():
            db.session.scalars(select(MachineToken)).one().scopes = []
    reached = set()
    for rule in house.app.url_map.iter_rules():
        view = house.app.view_functions[rule.endpoint]
        if not rule.rule.startswith("/api/v1") or not getattr(view, "signed_in", False):
            continue
        address = str(rule.build(dict.fromkeys(rule.arguments, "1"), append_unknown=False)[1])  # type: ignore[index]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            answer = asks(house, token, method, address.removeprefix("/api/v1"))
            if answer.status_code != 403 or "接口令牌" not in answer.json["detail"]:
                reached.add(rule.endpoint)

    assert reached == ANY_SCOPE.union(*(REACH[one] for one in scopes))


def test_scopes_name_routes_that_exist(house: House) -> None:
    assert REACH.keys() == set(SCOPES)
    assert ANY_SCOPE.union(*REACH.values()) <= house.app.view_functions.keys()


def test_logged_complaint_belongs_to_a_person(house: House, now) -> None:
    """The officer on duty of the machine's unit is answerable; the record says which machine logged it."""
    answer = asks(house, token_for(house, INTAKE, READ), "POST", "/complaints", COMPLAINT)

    assert answer.status_code == 201, answer.text
    complaint = house.complaint(answer.json["tracking_number"].replace("-", ""))
    responder = db.session.get_one(Officer, complaint.first_responder_id)
    assert "officer" in responder.roles and responder.unit.code == "EZ-CENTRE"
    assert db.session.get_one(Officer, complaint.received_by_id).username == "platform"


def test_machine_sees_progress_of_its_own_alone(house: House, now) -> None:
    token = token_for(house, INTAKE, READ)
    own = asks(house, token, "POST", "/complaints", COMPLAINT).json["tracking_number"]
    other = house.logs("2026-09-21T09:30")

    seen = asks(house, token, "GET", f"/complaints/{own}")
    assert seen.status_code == 200 and seen.json["state"] == "received"
    assert seen.json["narrative"] == "" and "李大爷" not in seen.text and "13800138000" not in seen.text
    assert asks(house, token, "GET", f"/complaints/{other}").status_code == 404
    assert asks(house, token, "GET", f"/complaints/{other}/events").status_code == 404


def test_machine_passes_on_what_its_citizens_say(house: House, now) -> None:
    token = token_for(house, INTAKE, READ, MOVE)
    own = asks(house, token, "POST", "/complaints", COMPLAINT).json["tracking_number"]
    other = house.logs("2026-09-21T09:30")
    said = {"heard": {"how": "phone", "note": "12345 来电"}, "note": "还有一位证人。"}

    assert moves(house, token, own, "add", **said).status_code == 201
    assert moves(house, token, own, "accept").status_code == 403
    assert moves(house, token, other, "add", **said).status_code == 404


def test_figures_are_of_its_unit_and_below(house: House, now) -> None:
    house.logs("2026-09-21T09:30")
    asked = "/statistics?indicator=accepted&period=2026-09"
    city, county = (
        token_for(house, FIGURES, account=machine(house, unit, f"reader-{n}"))
        for n, unit in enumerate(("EZ-BUREAU", "EC-BUREAU"))
    )

    assert asks(house, city, "GET", asked).json["total"]["denominator"] == 1
    assert asks(house, county, "GET", asked).json["total"]["denominator"] == 0


def test_restricted_complaint_stays_closed_to_the_machine_that_logged_it(house: House, now) -> None:
    token = token_for(house, INTAKE, READ)
    logged = asks(house, token, "POST", "/complaints", {**COMPLAINT, "category": "DISC"})

    assert logged.status_code == 201, logged.text
    assert asks(house, token, "GET", f"/complaints/{logged.json['tracking_number']}").status_code == 404


@pytest.mark.parametrize("how", ["time", "page", "account", "roles"])
def test_token_ends(house: House, now, how: str) -> None:
    token = token_for(house, READ)
    assert asks(house, token, "GET", "/me").status_code == 200
    officer = house.officer("platform")
    if how == "time":
        now("2026-10-21T09:01")
    elif how == "page":
        admin = signed_in(house, "admin")
        action = re.search(r'action="(/admin/machines/\d+/end)"', admin.get("/admin/machines").text)[1]
        assert "不能恢复" in admin.post(action).text
        admin.post(action, sure="1")
    else:
        with transaction(alone=True):
            officer = house.officer("platform")
            officers.close(officer, AT) if how == "account" else officers.set_roles(officer, ["officer"], AT)

    assert asks(house, token, "GET", "/me").status_code == 401


def test_every_use_is_counted_and_a_row_is_written_each_day(now) -> None:
    with opened("sqlite", SHOUWEN_MACHINE_RATE="3 per minute") as house:
        token = token_for(house, READ)
        tried = [asks(house, token, "GET", "/me") for _ in range(4)]
        other = asks(house, token_for(house, READ, account="platform"), "GET", "/me")

        assert [one.status_code for one in tried] == [200, 200, 200, 429] and tried[3].headers["Retry-After"]
        assert other.status_code == 200
        rows = db.session.scalars(select(SignIn).filter_by(door="machine")).all()
        assert len(rows) == 2 and {row.officer_id for row in rows} == {house.officer("platform").id}


def test_use_of_the_next_day_is_another_row(house: House, now) -> None:
    token = token_for(house, READ)
    for moment in ("2026-09-21T10:00", "2026-09-21T23:00", "2026-09-22T00:01"):
        now(moment)
        asks(house, token, "GET", "/me")

    assert len(db.session.scalars(select(SignIn).filter_by(door="machine")).all()) == 2


def test_page_shows_a_token_once_and_keeps_its_hash(house: House, now) -> None:
    machine(house)
    admin = signed_in(house, "admin")
    admin.get("/admin/machines")
    words = {"account": "platform", "name": NAME, "days": "30", "scopes": "intake"}
    shown = admin.post("/admin/machines", **words)
    token = re.search(r"machine-[\w-]{43}", shown.text)[0]

    assert asks(house, token, "GET", "/me").json["roles"] == ["machine"]
    listed = words_on(admin.get("/admin/machines"))
    assert NAME in listed and token not in listed and "登记投诉" in listed
    row = db.session.scalars(select(MachineToken)).one()
    assert token not in str(vars(row))
    notes = db.session.scalars(select(AuditNote).filter_by(what="machine token made")).all()
    assert [note.detail["name"] for note in notes] == [NAME] and notes[0].by == "admin"
    assert "发接口令牌" in words_on(admin.get("/admin/audit"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "window"}, "请选择一个接口账号"),
        ({"name": " "}, "请写明给哪个系统用"),
        ({"days": "367"}, "1 到 366 天"),
        ({"days": "−1"}, "1 到 366 天"),
        ({"scopes": "everything"}, "至少选择一项权限"),
    ],
    ids=str,
)
def test_what_no_token_can_be_is_refused(house: House, now, wrong, said) -> None:
    machine(house)
    admin = signed_in(house, "admin")
    admin.get("/admin/machines")
    words = {"account": "platform", "name": NAME, "days": "30", "scopes": "intake"}

    assert said in admin.post("/admin/machines", **{**words, **wrong}).text
    assert db.session.scalars(select(MachineToken)).all() == []


def test_machine_has_no_password_and_no_pages(house: House, now) -> None:
    machine(house)
    with transaction():
        house.officer("platform").password = house.officer("window").password
    visitor = Visitor(house.app)
    visitor.get("/login")

    assert visitor.post("/login", username="platform", password=PASSWORD).status_code == 401
    words = {"username": "platform", "password": PASSWORD}
    assert house.app.test_client().post("/api/v1/session", json=words).status_code == 401
    admin = signed_in(house, "admin")
    admin.get("/admin/officers/platform")
    assert "不用密码登录" in admin.follow(admin.post("/admin/officers/platform/password", sure="1")).text


def test_machine_holds_no_other_role(house: House, now) -> None:
    admin = signed_in(house, "admin")
    admin.get("/admin/officers/handler")

    assert "不能兼任" in admin.post("/admin/officers/handler/roles", roles=["officer", "machine"]).text
