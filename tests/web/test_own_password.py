"""A given password is good for one sign-in: officers choose their own, first of all and later as they like."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import select

from complaints.infrastructure import clock
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import AuditNote, Officer
from complaints.organisation import passwords
from tests.house import PASSWORD, House, opened, shanghai
from tests.web.api import Api, problem
from tests.web.pages import Visitor, words_on

OWN = "湖水三分绿 with 梧桐 leaves"
CHOSEN = {"password": OWN, "password_again": OWN}


def given(house: House, username: str = "window") -> str:
    with transaction():
        return passwords.give(house.officer(username), clock.now())


def signed_in(house: House, password: str = PASSWORD, username: str = "window", language: str = "zh", **more):
    visitor = Visitor(house.app, language)
    visitor.get("/login")
    assert visitor.post("/login", username=username, password=password, **more).status_code in (200, 303)
    return visitor


def chooses(visitor: Visitor, **typed: str):
    visitor.get("/password")
    return visitor.post("/password", **CHOSEN, **typed)


def bearer(house: House, password: str, username: str = "window") -> Api:
    api = Api(house).by(None)
    token = api.post("/session", {"username": username, "password": password}).json["token"]
    return Api(house).by(None, Authorization=f"Bearer {token}")


def row(username: str = "window") -> Officer:
    db.session.rollback()
    query = select(Officer).filter_by(username=username).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


@pytest.mark.parametrize(
    "address", ["/desk", "/desk/inbox?before=9", "/supervise", "/admin", "/desk/c/1/files/1"]
)
def test_no_page_answers_before_the_officer_chose_a_password(house, address):
    visitor = signed_in(house, given(house))

    answer = visitor.get(address)

    assert answer.status_code == 302 and answer.headers["Location"].startswith("/password?next=")
    assert "一次性密码" in words_on(visitor.follow(answer))


def test_after_choosing_they_are_where_they_wanted_to_go(house):
    visitor = signed_in(house, given(house))
    visitor.follow(visitor.get("/desk/inbox?before=9"))

    answer = visitor.post("/password", next="/desk/inbox?before=9", **CHOSEN)

    assert answer.headers["Location"] == "/desk/inbox?before=9"
    assert visitor.follow(answer).status_code == 200
    assert signed_in(house, OWN).get("/desk").status_code == 200
    assert not row().password_given and row().password != OWN


def test_the_first_password_opens_nothing_once_their_own_is_chosen(house):
    first = given(house)
    chooses(signed_in(house, first))
    visitor = Visitor(house.app)
    visitor.get("/login")

    assert visitor.post("/login", username="window", password=first).status_code == 401


def test_a_form_sent_before_choosing_is_carried_along(house):
    visitor = signed_in(house, given(house))
    visitor.get("/password")

    held = visitor.post("/desk/c/1/contact", note="说到一半的话")
    kept = re.search(r'name="kept" value="([^"]*)"', held.text)[1]
    shown = visitor.post("/password", kept=unescape(kept), kept_for="/desk/c/1/contact", **CHOSEN)

    assert held.status_code == 403
    assert 'action="/desk/c/1/contact"' in shown.text and "说到一半的话" in shown.text


def test_no_call_with_a_token_answers_before_it_either(house):
    api = bearer(house, given(house))

    for call in (api.get("/me"), api.get("/complaints"), api.post("/complaints", {})):
        assert "one-time password" in problem(call, 403)["detail"] or "一次性密码" in call.json["detail"]


def test_seeded_accounts_keep_their_one_demo_password(house):
    assert {officer.password_given for officer in db.session.scalars(select(Officer))} == {False}
    assert signed_in(house).get("/desk").status_code == 200
    assert bearer(house, PASSWORD).get("/me").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "short", "password_again": "short"}, "至少要有 12 个字符"),
        ({"password": "x" * 201, "password_again": "x" * 201}, "最多 200 个字符"),
        ({"password": OWN, "password_again": OWN + "."}, "两次填写的不一样"),
        ({"password": "abababababab", "password_again": "abababababab"}, "太容易猜到"),
        ({"password": "123456789012", "password_again": "123456789012"}, "太容易猜到"),
        ({"password": "my-Window-2026", "password_again": "my-Window-2026"}, "太容易猜到"),
    ],
)
def test_a_password_that_will_not_do_is_told_with_a_sentence(house, typed, sentence):
    visitor = signed_in(house, given(house))
    visitor.get("/password")

    answer = visitor.post("/password", **typed)

    assert answer.status_code == 422 and sentence in words_on(answer)
    assert row().password_given


def test_the_one_they_were_given_is_not_their_own(house):
    first = given(house)
    visitor = signed_in(house, first)
    visitor.get("/password")

    assert "不同的密码" in words_on(visitor.post("/password", password=first, password_again=first))


def test_later_the_present_password_is_asked_for_and_every_other_session_ends(house):
    mine, elsewhere, token = signed_in(house), signed_in(house), bearer(house, PASSWORD)
    assert "/password" in mine.get("/desk").text
    mine.get("/password")
    before = mine.client.get_cookie("session").value

    wrong = mine.post("/password", password_now="not it", **CHOSEN)
    right = mine.post("/password", password_now=PASSWORD, **CHOSEN)

    assert wrong.status_code == 401 and "现在的密码不对" in words_on(wrong)
    assert right.status_code == 303 and mine.client.get_cookie("session").value != before
    assert mine.get("/desk").status_code == 200
    assert elsewhere.get("/desk").status_code == 302 and token.get("/me").status_code == 401


def test_the_choice_is_noted_without_the_password(house):
    chooses(signed_in(house, given(house)))

    db.session.rollback()
    notes = [(note.by, note.what, note.detail) for note in db.session.scalars(select(AuditNote))]
    assert notes == [("window", "password chosen", {"officer": "window"})]


def test_guessing_the_present_password_is_slowed_down():
    with opened("sqlite", SHOUWEN_LOGIN_RATE="2 per minute") as house:
        visitor = signed_in(house)
        visitor.get("/password")
        codes = [visitor.post("/password", password_now="wrong", **CHOSEN).status_code for _ in range(3)]

    assert codes == [401, 401, 429]


def test_in_english_too(house):
    visitor = signed_in(house, given(house), language="en")

    assert "Choose your password" in words_on(visitor.follow(visitor.get("/desk")))


def test_nobody_chooses_a_password_without_signing_in(house):
    visitor = Visitor(house.app)
    visitor.get("/login")

    assert visitor.get("/password").status_code == 302
    assert visitor.post("/password", **CHOSEN).status_code == 401


def test_the_command_gives_the_first_administrator_a_one_time_password(house):
    run = house.app.test_cli_runner().invoke

    told = run(args=["password", "admin"])

    assert told.exit_code == 0 and row("admin").password_given
    visitor = signed_in(house, told.output.strip(), "admin")
    assert visitor.get("/admin").headers["Location"].startswith("/password")
    assert run(args=["password", "nobody"]).exit_code == 1


def tries(house: House, password: str):
    visitor = Visitor(house.app)
    visitor.get("/login")
    return visitor.post("/login", username="window", password=password)


def test_a_password_that_was_given_signs_in_once(house):
    first = given(house)
    visitor = signed_in(house, first)

    again = tries(house, first)

    assert again.status_code == 401 and "已经用过" in words_on(again)
    assert "已经用过" not in words_on(tries(house, "wrong")), "nobody else learns of it"
    problem(Api(house).by(None).post("/session", {"username": "window", "password": first}), 401)
    assert chooses(visitor).status_code == 303 and signed_in(house, OWN).get("/desk").status_code == 200


def test_a_password_that_was_given_lapses_after_a_week(house, now):
    first = given(house)
    now("2026-09-28T10:01")

    late = tries(house, first)

    assert late.status_code == 401 and "过了七天" in words_on(late)
    problem(Api(house).by(None).post("/session", {"username": "window", "password": first}), 401)
    assert tries(house, given(house)).status_code == 303


def test_a_password_that_was_given_before_times_were_kept_signs_in_once(house):
    with transaction():
        house.officer("window").password_given = True

    assert [tries(house, PASSWORD).status_code for _ in range(2)] == [303, 401]


@pytest.mark.parametrize(
    "known",
    ["password1234", "passw0rd!2345", "qwerty123456", "iloveyou1234", "admin1234567", "welcome12345", "football1234",
     "letmein12345", "shouwen12345", "abcd1234abcd", "1q2w3e4r5t6y", "monkey123456"],
)  # fmt: skip
def test_well_known_passwords_are_refused(house, known):
    with pytest.raises(BadInput), transaction():
        officer = house.officer("window")
        passwords.choose(officer, passwords.Typed(known, known, PASSWORD), shanghai("2026-09-18T09:00"))
