"""Who may ask at all: sessions, tokens, and what a stranger is told."""

from __future__ import annotations

import pytest

from complaints.db import transaction
from tests.house import PASSWORD, House, opened
from tests.web.api import Api, problem


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
