"""Who may ask at all: sessions, tokens, and the answers to a stranger."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from tests.house import PASSWORD, House, opened
from tests.web.api import Api, problem
from tests.web.pages import Visitor, words_on


@pytest.fixture
def api(house: House) -> Api:
    return Api(house)


def signs_in(api: Api, username: str, password: str = PASSWORD):
    return api.by(None).post("/session", {"username": username, "password": password})


def test_a_password_gives_a_token_that_says_who_you_are(api):
    answer = signs_in(api, "window")

    assert answer.status_code == 200 and answer.json["expires_in"] == 12 * 3600
    me = api.by(None, Authorization=f"Bearer {answer.json['token']}").get("/me").json
    assert (me["username"], me["unit"], me["roles"]) == ("window", "EZ-CENTRE", ["officer"])


def test_a_wrong_password_an_unknown_name_and_a_closed_account_are_answered_alike(api):
    with transaction():
        api.house.officer("other").active = False

    answers = [signs_in(api, "window", "wrong"), signs_in(api, "nobody"), signs_in(api, "other")]

    assert len({str(problem(answer, 401)) for answer in answers}) == 1


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer x", "Basic d2luZG93Og==", "Bearer a.b.c", "bearer  "]
)
def test_without_a_token_of_ours_nothing_is_said(api, token):
    answer = api.by(None, **({"Authorization": token} if token else {})).get("/me")

    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_of_another_house_is_foreign_here(api):
    with opened("sqlite", SHOUWEN_SECRET_KEY="the secret of quite another house") as other:
        token = Api(other).by("window").headers["Authorization"]

    problem(api.by(None, Authorization=token).get("/me"), 401)


def test_a_token_ends_when_the_account_is_closed_or_renewed(api):
    window = api.by("window")
    assert window.get("/me").status_code == 200

    with transaction():
        api.house.officer("window").fs_uniquifier = "renewed"

    problem(window.get("/me"), 401)


def test_a_token_in_the_address_is_not_read(api):
    token = api.by("window").headers["Authorization"].split()[1]

    problem(api.by(None).get(f"/me?auth_token={token}&token={token}"), 401)


def test_only_failed_sign_ins_count_against_the_rate():
    with opened("sqlite", SHOUWEN_LOGIN_RATE="2 per minute") as house:
        api = Api(house)
        good = [signs_in(api, "window").status_code for _ in range(4)]
        bad = [signs_in(api, "window", "wrong").status_code for _ in range(3)]

    assert (good, bad) == ([200] * 4, [401, 401, 429])


def tries(house: House, door: str, username: str, password: str, place: str, **carried: str):
    """One sign-in from somewhere, by the page or by a program."""
    where = {"REMOTE_ADDR": place}
    if door == "program":
        words = {"username": username, "password": password}
        return house.app.test_client().post("/api/v1/session", json=words, environ_base=where)
    visitor = Visitor(house.app)
    visitor.get("/login")
    words = {"csrf_token": visitor.token, "username": username, "password": password, **carried}
    return visitor.client.post("/login", data=words, environ_base=where)


@pytest.mark.parametrize("username", ["window", "nobody-by-this-name"])
def test_address_tries_one_account_a_few_times_by_any_door(username):
    doors, place = ["page", "program"], "10.0.0.1"
    with opened("sqlite", SHOUWEN_ACCOUNT_RATE="4 per 10 minutes") as house:
        codes = [
            tries(house, doors[n % 2], f" {username}" if n > 3 else username, "wrong", place).status_code
            for n in range(6)
        ]
        told = tries(house, "page", username, PASSWORD, place, kept="what was typed", kept_for="/desk/new")
        other = tries(house, "page", "other", PASSWORD, place)

    assert codes == [401] * 4 + [429] * 2 and told.status_code == 429 and int(told.headers["Retry-After"]) > 0
    assert "请过十分钟再试" in words_on(told) and "找管理员" in words_on(told)
    assert 'value="what was typed"' in told.text and other.status_code == 303


def test_strangers_wrong_passwords_lock_nobody_out():
    with opened("sqlite", SHOUWEN_ACCOUNT_RATE="4 per 10 minutes") as house:
        for n in range(30):
            tries(house, "program", "window", "wrong", f"10.0.0.{n % 5}")
        owner = tries(house, "page", "window", PASSWORD, "10.0.1.1")

    assert owner.status_code == 303


def test_an_address_is_counted_over_pages_and_programs_together():
    with opened("sqlite", SHOUWEN_LOGIN_RATE="2 per minute") as house:
        codes = [
            tries(house, door, username, "wrong", "10.0.0.1").status_code
            for door, username in (("page", "window"), ("program", "other"), ("page", "handler"))
        ]

    assert codes == [401, 401, 429]


def test_who_is_signed_in_guesses_neither_their_own_password_nor_anothers_more_often():
    with opened("sqlite", SHOUWEN_ACCOUNT_RATE="2 per 10 minutes") as house:
        visitor = Visitor(house.app)
        visitor.get("/login")
        visitor.post("/login", username="window", password=PASSWORD)
        visitor.get("/password")
        typed = {"password": "x" * 12, "password_again": "x" * 12, "password_now": "wrong"}
        own = [visitor.post("/password", username=f"name{n}", **typed) for n in range(3)]
        others = [visitor.post("/login", username="other", password="wrong").status_code for _ in range(3)]

    assert [answer.status_code for answer in own] == [401, 401, 429] and others == [401, 401, 429]
    assert "请过十分钟再试" in words_on(own[2])


@pytest.mark.parametrize("door", ["page", "program"])
def test_both_doors_read_the_same_usernames(door: str) -> None:
    with opened("sqlite") as house:
        codes = {
            name: tries(house, door, name, PASSWORD, "10.0.0.1").status_code
            for name in (
                "window",
                " window ",
                "Window",
                "ｗｉｎｄｏｗ",
                "\u200bwindow",
                "windows",
                "win\x07dow",
            )
        }

    right = 303 if door == "page" else 200
    assert codes == {name: right for name in codes if name[:2] != "wi"} | {
        "window": right,
        "windows": 401,
        "win\x07dow": 422,
    }


def test_one_account_is_counted_once_however_typed() -> None:
    with opened("sqlite", SHOUWEN_ACCOUNT_RATE="2 per 10 minutes") as house:
        codes = [
            tries(house, door, name, "wrong", "10.0.0.1").status_code
            for door, name in (("page", "window"), ("program", "WINDOW"), ("page", "ｗindow"))
        ]

    assert codes == [401, 401, 429]
