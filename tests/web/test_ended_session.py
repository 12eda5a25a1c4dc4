"""A session that ends in the middle of a long form: the words come back to the person who typed them, and to no one else."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint
from complaints.organisation import passwords
from tests.house import PASSWORD, shanghai
from tests.web.pages import Visitor, words_on

WORDS = "三号窗口没人理，问了半小时。" * 60
TYPED = {
    "phone": "139 0013 9000",
    "name": "王阿姨",
    "category": "SHIRK",
    "urgency": "normal",
    "channel": "window",
    "narrative": WORDS,
    "then": "log",
}
NOT_YOURS = "不是您打开的"


def fields_on(page):
    """Every hidden field, as a browser sends them with the form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: id="[^"]+")? value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def signs_in(visitor, username, **carried):
    if not carried:
        visitor.get("/login")
    return visitor.post("/login", username=username, password=PASSWORD, **carried)


@pytest.fixture
def machine(house, now):
    """The browser at the window."""
    return Visitor(house.app)


@pytest.fixture
def ended(machine, now):
    """What Lin gets who filled in the form yesterday and sends it this morning."""
    signs_in(machine, "window")
    fields = fields_on(machine.get("/desk/new"))
    now("2026-09-22T08:40")
    page = machine.post("/desk/new", **{**TYPED, **fields})
    assert page.status_code == 401 and "没有丢失" in words_on(page)
    return page


def how_many():
    db.session.rollback()
    return db.session.scalar(select(func.count(Complaint.id)))


def test_the_words_come_back_to_whoever_typed_them_and_are_logged(machine, ended):
    again = signs_in(machine, "window", **fields_on(ended))

    assert 'action="/desk/new"' in again.text and how_many() == 0
    assert machine.post("/desk/new", **fields_on(again)).status_code == 303
    assert how_many() == 1 and db.session.scalars(select(Complaint)).one().narrative == WORDS


def test_somebody_else_who_signs_in_gets_no_word_of_it(machine, ended):
    answer = signs_in(machine, "other", **fields_on(ended))

    page = machine.follow(answer)
    assert page.request.path == "/desk" and NOT_YOURS in words_on(page)
    assert "三号窗口" not in answer.text + page.text and "王阿姨" not in answer.text + page.text
    assert how_many() == 0


def test_on_the_page_that_asks_for_the_password_the_words_cannot_be_read(ended):
    assert "三号窗口" not in ended.text and "王阿姨" not in ended.text and "13900139000" not in ended.text


def test_a_wrong_password_first_loses_nothing(machine, ended):
    wrong = machine.post("/login", username="window", password="wrong", **fields_on(ended))

    assert wrong.status_code == 401
    assert "三号窗口" in signs_in(machine, "window", **fields_on(wrong)).text


def test_whose_form_it_was_is_known_without_the_old_session_too(machine, now):
    signs_in(machine, "window")
    fields = fields_on(machine.get("/desk/new"))
    machine.client.delete_cookie("session")

    ended = machine.post("/desk/new", **{**TYPED, **fields})

    assert ended.status_code == 401
    assert NOT_YOURS in words_on(machine.follow(signs_in(machine, "other", **fields_on(ended))))


def test_a_form_left_open_by_one_officer_is_not_sent_by_the_next(machine, now):
    signs_in(machine, "window")
    fields = fields_on(machine.get("/desk/new"))
    machine.post("/logout")
    signs_in(machine, "other")

    answer = machine.follow(machine.follow(machine.post("/desk/new", **{**TYPED, **fields})))

    assert NOT_YOURS in words_on(answer) and "三号窗口" not in answer.text and how_many() == 0


def test_a_form_left_open_is_sent_again_by_the_same_officer(machine, now):
    signs_in(machine, "window")
    fields = fields_on(machine.get("/desk/new"))
    machine.post("/logout")
    signs_in(machine, "window")

    assert "三号窗口" in machine.post("/desk/new", **{**TYPED, **fields}).text


@pytest.mark.parametrize("kept", ["", "x", "[[1, 2]]", "gAAAAA"])
def test_what_was_not_packed_by_us_is_not_unpacked(machine, now, kept):
    machine.get("/login")

    answer = machine.post("/login", username="window", password=PASSWORD, kept=kept, kept_for="/desk/new")

    assert answer.status_code == 303 and answer.headers["Location"] == "/desk"


def test_the_longest_words_a_form_takes_come_through(machine, now):
    long = {**TYPED, "narrative": "长" * 20000, "findings": "查" * 20000, "reply": "答" * 20000}
    long |= {"then": "answer", "outcome": "other"}
    signs_in(machine, "window")
    fields = fields_on(machine.get("/desk/new"))
    now("2026-09-22T08:40")

    ended = machine.post("/desk/new", **{**long, **fields})
    again = signs_in(machine, "window", **fields_on(ended))

    assert machine.post("/desk/new", **fields_on(again)).status_code == 303
    assert how_many() == 1
    complaint = db.session.scalars(select(Complaint)).one()
    assert (len(complaint.narrative), len(complaint.findings), len(complaint.reply)) == (20000,) * 3


def test_signing_in_on_another_page_first_loses_nothing(machine, ended):
    waiting = fields_on(ended)
    signs_in(machine, "window")  # in another tab; the page that waits here is of the session before

    shown = machine.post("/login", username="window", password=PASSWORD, **waiting)

    assert shown.status_code == 200 and 'action="/desk/new"' in shown.text and "三号窗口" in shown.text
    assert machine.post("/desk/new", **fields_on(shown)).status_code == 303 and how_many() == 1


def test_somebody_else_who_signed_in_on_another_page_gets_no_word_of_it(machine, ended):
    waiting = fields_on(ended)
    signs_in(machine, "other")

    shown = machine.post("/login", username="window", password=PASSWORD, **waiting)

    page = machine.follow(shown)
    assert NOT_YOURS in words_on(page) and "三号窗口" not in shown.text + page.text and how_many() == 0


def test_a_page_for_signing_in_that_lost_its_token_is_shown_again_with_what_it_carries(machine, ended):
    waiting = fields_on(ended)
    machine.client.delete_cookie("session")

    shown = machine.post("/login", username="window", password=PASSWORD, **waiting)

    assert shown.status_code == 400 and "请再登录一次" in words_on(shown)
    assert fields_on(shown)["kept"] == waiting["kept"] and 'value="window"' in shown.text
    assert "三号窗口" in signs_in(machine, "window", **fields_on(shown)).text


def test_signing_in_twice_on_two_pages_leads_to_the_desk(machine, now):
    first = fields_on(machine.get("/login"))
    signs_in(machine, "window")

    answer = machine.post("/login", username="window", password=PASSWORD, **first)

    assert answer.status_code == 303 and answer.headers["Location"] == "/desk"


def test_a_session_that_ends_again_while_a_password_is_chosen_loses_nothing(house, machine, now):
    with transaction():
        first = passwords.give(house.officer("window"), shanghai("2026-09-21T10:00"))
    machine.get("/login")
    machine.post("/login", username="window", password=first)
    machine.get("/password")
    asked = machine.post("/desk/new", **TYPED)
    machine.client.delete_cookie("session")

    again = machine.post("/password", password="x", password_again="x", **fields_on(asked))
    used = machine.post("/login", username="window", password=first, **fields_on(again))
    with transaction():
        another = passwords.give(house.officer("window"), shanghai("2026-09-21T10:00"))
    shown = machine.post("/login", username="window", password=another, **fields_on(used))

    assert again.status_code == used.status_code == 401 and "三号窗口" not in again.text + used.text
    assert 'action="/desk/new"' in shown.text and "三号窗口" in shown.text


def test_a_page_for_choosing_a_password_that_lost_its_token_keeps_what_it_carries(house, machine, now):
    with transaction():
        first = passwords.give(house.officer("window"), shanghai("2026-09-21T10:00"))
    machine.get("/login")
    machine.post("/login", username="window", password=first)
    machine.get("/password")
    asked = fields_on(machine.post("/desk/new", **TYPED))
    chosen = dict.fromkeys(("password", "password_again"), "湖水三分绿 with 梧桐 leaves")

    shown = machine.post("/password", **chosen, **{**asked, "csrf_token": "of a session before"})
    done = machine.post("/password", **chosen, **fields_on(shown))

    assert shown.status_code == 400 and "请再填一次" in words_on(shown)
    assert 'action="/desk/new"' in done.text and "三号窗口" in done.text
