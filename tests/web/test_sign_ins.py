"""Every sign-in leaves a row; officers see their own, end any of them, and a session left idle ends."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from complaints.infrastructure.database import db
from tests.house import PASSWORD, opened
from tests.web.pages import Visitor, words_on
from tests.web.test_rate_limits import STRANGER


def signed_in(house, username="window"):
    visitor = Visitor(house.app)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=PASSWORD).status_code == 303
    return visitor


def token_of(house, username="window", password=PASSWORD):
    words = {"username": username, "password": password}
    return house.app.test_client().post("/api/v1/session", json=words, environ_base=STRANGER)


def asks(house, token, path="/me", method="GET"):
    headers = {"Authorization": f"Bearer {token}"}
    return house.app.test_client().open(f"/api/v1{path}", method=method, headers=headers)


def test_sign_ins_and_failures_are_listed_to_their_officer_alone(house, now):
    assert token_of(house, password="wrong").status_code == 401
    token = token_of(house).json["token"]
    lin = signed_in(house)

    said = words_on(lin.get("/sign-ins"))
    assert all(word in said for word in ("密码不对", "接口令牌", "10.0.0.1", "就是这里"))
    items = asks(house, token, "/me/sign-ins").json["items"]
    assert [(one["door"], one["outcome"], one["open"]) for one in items] == [
        ("pages", "in", True),
        ("api", "in", True),
        ("api", "password", False),
    ]
    other = token_of(house, "handler").json["token"]
    assert len(asks(house, other, "/me/sign-ins").json["items"]) == 1


@pytest.mark.parametrize("door", ["page", "api"])
def test_officer_ends_one_session_and_the_others_go_on(house, now, door):
    lost, kept = signed_in(house), signed_in(house)
    token = token_of(house).json["token"]
    if door == "page":
        addresses = re.findall(r'action="(/sign-ins/\d+/end)"', kept.get("/sign-ins").text)
        assert kept.post(addresses[-1]).status_code == 303  # the oldest
    else:
        oldest = asks(house, token, "/me/sign-ins").json["items"][-1]
        assert asks(house, token, f"/me/sign-ins/{oldest['id']}", "DELETE").status_code == 204
        assert asks(house, token, f"/me/sign-ins/{oldest['id']}", "DELETE").status_code == 404

    assert lost.get("/desk").headers.get("Location", "").startswith("/login")
    assert kept.get("/desk").status_code == 200 and asks(house, token).status_code == 200


def test_token_is_ended_by_its_officer_and_by_signing_out(house, now):
    first, second = token_of(house).json["token"], token_of(house).json["token"]
    lin = signed_in(house)
    address = re.findall(r'action="(/sign-ins/\d+/end)"', lin.get("/sign-ins").text)[-1]

    assert lin.post(address).status_code == 303
    assert asks(house, first).status_code == 401 and asks(house, second).status_code == 200
    assert asks(house, second, "/session", "DELETE").status_code == 204
    assert asks(house, second).status_code == 401


def test_no_other_officer_ends_it(house, now):
    signed_in(house)
    lin, zhou = token_of(house).json["token"], token_of(house, "handler").json["token"]
    [row, *_] = asks(house, lin, "/me/sign-ins").json["items"]

    assert asks(house, zhou, f"/me/sign-ins/{row['id']}", "DELETE").status_code == 404
    assert asks(house, lin).status_code == 200


def test_idle_session_ends_and_a_used_one_goes_on(now):
    with opened("sqlite", SHOUWEN_IDLE_MINUTES="30") as house:
        idle, used = signed_in(house), signed_in(house)
        now("2026-09-21T10:20")
        assert used.get("/desk").status_code == 200
        now("2026-09-21T10:40")

        assert idle.get("/desk").headers.get("Location", "").startswith("/login")
        assert used.get("/desk").status_code == 200


def test_session_of_a_working_day_ends_however_much_it_is_used(now):
    with opened("sqlite", SHOUWEN_IDLE_MINUTES="90", SHOUWEN_TOKEN_HOURS="2") as house:
        used = signed_in(house)
        now("2026-09-21T11:10")
        assert used.get("/desk").status_code == 200
        now("2026-09-21T12:10")
        assert used.get("/desk").headers.get("Location", "").startswith("/login")


def test_addresses_are_sealed_in_the_database(house, now):
    token_of(house)

    stored = db.session.execute(text("SELECT address FROM sign_in")).scalars().all()
    assert stored and not any("10.0.0.1" in one for one in stored)
