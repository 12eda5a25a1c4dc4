"""A second step at sign-in: of one's own choice, or required by setting; no code is taken twice."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from complaints.infrastructure.database import db
from complaints.infrastructure.one_time_codes import one_time_codes
from complaints.models import SecondStep
from tests.house import PASSWORD, opened
from tests.web.pages import Visitor, words_on


def arrives(house, username="window"):
    visitor = Visitor(house.app)
    visitor.get("/login")
    return visitor, visitor.post("/login", username=username, password=PASSWORD)


def code_of(house, username="window", steps=0):
    """What the officer's app shows."""
    db.session.rollback()
    row = db.session.get(SecondStep, house.officer(username).id, populate_existing=True)
    app = one_time_codes()._totp.from_source(row.secret)
    return app.generate(app.now() + 30 * steps).token


def sets_up(house, username="window"):
    visitor, _ = arrives(house, username)
    visitor.get("/second-step")
    assert 'class="qr"' in visitor.follow(visitor.post("/second-step/start")).text
    shown = visitor.post("/second-step", code=code_of(house, username, -1))
    assert shown.status_code == 200, words_on(shown)
    return visitor, re.findall(r'<li class="digits">([^<]+)<', shown.text)


def signs_in_by_api(house, **words):
    db.session.rollback()
    body = {"username": "window", "password": PASSWORD, **words}
    return house.app.test_client().post("/api/v1/session", json=body).status_code


def test_password_alone_signs_in_no_longer(house, now):
    sets_up(house)
    visitor, asked = arrives(house)

    assert asked.status_code == 200 and 'name="code"' in asked.text
    assert visitor.get("/desk").headers["Location"].startswith("/login")
    wrong = visitor.post("/login/code", code="000000")
    assert wrong.status_code == 401 and "动态码不对" in words_on(wrong)
    assert visitor.post("/login/code", code=code_of(house)).status_code == 303
    assert visitor.get("/desk").status_code == 200
    assert "动态码不对" in words_on(visitor.get("/sign-ins"))


def test_code_signs_in_once(house, now):
    sets_up(house)
    code = code_of(house)
    assert arrives(house)[0].post("/login/code", code=code).status_code == 303

    assert arrives(house)[0].post("/login/code", code=code).status_code == 401


def test_recovery_code_signs_in_once_and_is_not_in_the_database(house, now):
    _, codes = sets_up(house)
    assert len(set(codes)) == 8
    stored = str(db.session.execute(text("SELECT * FROM second_step")).all())
    assert not [code for code in codes if code in stored]

    assert arrives(house)[0].post("/login/code", code=f" {codes[0].upper()} ").status_code == 303
    assert arrives(house)[0].post("/login/code", code=codes[0]).status_code == 401


@pytest.mark.parametrize(
    "written",
    [
        lambda code: f"{code[:3]} {code[3:]}",
        lambda code: f"动态码：{code}",
        lambda code: code.translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
        lambda code: "\u200b".join(code),
        lambda code: code.replace("0", "O"),
        lambda code: code.translate(dict(zip(range(48, 58), "零一二三四五六七八九", strict=True))),
    ],
)
def test_code_is_read_however_it_is_written(house, now, written):
    sets_up(house)

    assert arrives(house)[0].post("/login/code", code=written(code_of(house))).status_code == 303


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code.replace("-", "–"),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: f"\u200b{code.replace('-', ' - ')}",
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ],
)
def test_recovery_code_is_read_however_it_is_written(house, now, written):
    _, codes = sets_up(house)

    assert arrives(house)[0].post("/login/code", code=written(codes[0])).status_code == 303


def test_api_asks_for_the_code_too(house, now):
    sets_up(house)

    assert signs_in_by_api(house) == signs_in_by_api(house, code="000000") == 401
    assert signs_in_by_api(house, code=code_of(house)) == 200


def test_code_page_without_a_right_password_opens_nothing(house, now):
    sets_up(house)
    stranger = Visitor(house.app)
    stranger.get("/login")

    assert stranger.post("/login/code", code=code_of(house)).status_code == 400
    late, _ = arrives(house)
    now("2026-09-21T10:06")
    assert late.post("/login/code", code=code_of(house)).status_code == 400


def test_officer_removes_it_with_their_password(house, now):
    visitor, _ = sets_up(house)
    visitor.get("/second-step")
    assert visitor.post("/second-step/remove", password_now="wrong").status_code == 401
    assert visitor.post("/second-step/remove", password_now=PASSWORD).status_code == 303

    assert arrives(house)[1].status_code == 303


def test_new_password_of_an_administrator_takes_it_away(house, now):
    sets_up(house)
    chen, _ = arrives(house, "admin")
    chen.get("/admin/officers/window")
    page = chen.post("/admin/officers/window/password", sure="1")
    password = re.search(r'class="password digits">([^<]+)<', page.text)[1]
    visitor = Visitor(house.app)
    visitor.get("/login")

    assert visitor.post("/login", username="window", password=password).status_code == 303


@pytest.mark.parametrize(
    ("setting", "username", "asked"),
    [
        ("", "supervisor", False),
        ("leaders", "supervisor", True),
        ("leaders", "window", False),
        ("all", "window", True),
    ],
)
def test_required_step_is_set_up_before_anything_else(now, setting, username, asked):
    with opened("sqlite", SHOUWEN_SECOND_STEP=setting) as house:
        visitor, _ = arrives(house, username)
        token = (
            house.app.test_client()
            .post("/api/v1/session", json={"username": username, "password": PASSWORD})
            .json["token"]
        )
        headers = {"Authorization": f"Bearer {token}"}
        me = house.app.test_client().get("/api/v1/me", headers=headers)

        assert me.status_code == (403 if asked else 200)
        assert (visitor.get("/desk").headers.get("Location") == "/second-step") == asked
        if asked:
            assert "必须使用两步登录" in words_on(visitor.get("/second-step"))
            assert visitor.post("/second-step/start").status_code == 303
            assert visitor.post("/second-step", code=code_of(house, username)).status_code == 200
            assert visitor.get("/commitments").status_code == visitor.get("/desk").status_code == 200
