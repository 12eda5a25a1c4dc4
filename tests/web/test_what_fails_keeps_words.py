"""Whatever fails, the page that says so holds what was typed: to be sent once more, or to be copied."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy.exc import OperationalError

from complaints.casework import moves
from complaints.infrastructure.database import db
from complaints.intake import drafts
from complaints.models import Attachment
from tests.house import PASSWORD, opened
from tests.web.citizens import JPEG, looks_up, writes
from tests.web.pages import Visitor, words_on

WORDS = "很长的一段话，\n写了半小时。"
FORM = re.compile(r'<form method="post" action="([^"]+)" id="again">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<input type="hidden" name="([^"]+)"(?: id="[^"]+")? value="([^"]*)"')


def again_on(page):
    """Where the page would send what was typed once more, and what."""
    address, inside = FORM.search(page.text).groups()
    return address, {name: unescape(value) for name, value in FIELD.findall(inside)}


def sends_again(visitor, page):
    address, fields = again_on(page)
    return visitor.post(address, **fields)


@pytest.fixture
def away(monkeypatch):
    """The database goes away in the middle of an act, until the test brings it back."""

    def fails(*args, **words):
        raise OperationalError("", {}, Exception("database is locked"))

    def goes(module, name):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, fails)
        return lambda: monkeypatch.setattr(module, name, real)

    return goes


@pytest.fixture
def lin(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    return visitor


@pytest.fixture
def inside(house, li):
    """A citizen at their complaint, and its number."""
    number = house.logs("2026-09-18T09:30")
    li.follow(looks_up(li, number, house.codes[number]))
    return li, number


def test_what_a_citizen_wrote_is_sent_once_more_when_the_house_is_back(house, inside, away):
    li, number = inside
    li.get("/status/request_recusal")
    back = away(moves, "perform")

    failed = li.post("/status/request_recusal", reason=WORDS)
    back()
    done = sends_again(li, failed)

    assert failed.status_code == 503 and "没有丢失" in words_on(failed) and "写了半小时。" in words_on(failed)
    assert done.status_code == 303 and house.moves(number)[-1] == "request_recusal"


def test_a_step_of_a_complaint_is_kept_once_the_house_is_back(house, li, away):
    writes(li)
    li.get("/complain/what")
    back = away(drafts, "keep")

    failed = li.post("/complain/what", narrative=WORDS)
    back()

    assert failed.status_code == 503 and sends_again(li, failed).status_code == 303
    assert "写了半小时。" in li.get("/complain/what").text


def test_what_an_officer_wrote_is_sent_once_more_when_the_house_is_back(house, lin, away):
    number = house.logs("2026-09-18T09:30")
    page = lin.get(f"/desk/c/{number}/decline")
    whose = re.search(r'name="whose" value="([^"]+)"', page.text)[1]
    back = away(moves, "perform")
    typed = {"reason_code": "not_our_remit", "competent_body": WORDS[:7], "contact": "12333"}

    failed = lin.post(f"/desk/c/{number}/decline", whose=whose, **typed)
    back()

    address, fields = again_on(failed)
    assert address == f"/desk/c/{number}/decline" and fields | typed == fields and fields["whose"] == whose
    assert sends_again(lin, failed).status_code == 303 and house.moves(number)[-1] == "decline"


def test_a_complaint_that_went_to_others_meanwhile_leaves_what_was_written_to_be_copied(house, now):
    number = house.logs("2026-09-18T09:30")
    house.does("window", number, "assign", "2026-09-18T10:05", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:10")
    zhou = Visitor(house.app)
    zhou.get("/login")
    zhou.post("/login", username="handler", password=PASSWORD)
    zhou.get(f"/desk/c/{number}/answer")
    house.does("supervisor", number, "designate", "2026-09-21T09:00", unit="HR-BUREAU", reason="改由华容办")
    house.does("other", number, "sign_for", "2026-09-21T09:10")

    answer = zhou.post(f"/desk/c/{number}/answer", findings=WORDS, reply="已当面道歉。")

    told = words_on(answer)
    assert answer.status_code == 404 and "写了半小时。" in told and "已当面道歉。" in told
    assert "可以复制下来" in told and "再提交一次" not in told and "返回" not in told


def test_a_password_is_never_handed_back(house, lin):
    lin.get("/password")

    answer = lin.post("/nowhere", password="secret words", password_now="other words", narrative=WORDS)

    assert answer.status_code == 404 and "写了半小时。" in words_on(answer)
    assert "secret words" not in answer.text and "other words" not in answer.text


def test_files_are_never_said_to_be_kept(house, li, away):
    writes(li)
    li.get("/complain/files")
    away(drafts, "keep")

    failed = li.post("/complain/files", files={"files": (JPEG, "a.jpg")})

    assert failed.status_code == 503 and "文件需要重新选一次" in words_on(failed)
    assert not FORM.search(failed.text) and 'href="/complain/files"' in failed.text


def test_files_sent_from_a_page_of_a_session_before_are_asked_for_again(house, li):
    writes(li)
    li.get("/complain/files")
    li.token = "of a session before"

    answer = li.post("/complain/files", files={"files": (JPEG, "a.jpg")})
    page = li.follow(answer)

    assert answer.headers["Location"] == "/complain/files" and "文件需要重新选一次" in words_on(page)
    done = li.post("/complain/files", files={"files": (JPEG, "a.jpg")})
    assert done.status_code == 303 and db.session.query(Attachment).count() == 1


def test_while_the_house_is_away_signing_in_again_loses_nothing_either(house, li, away, monkeypatch):
    li.get("/login")
    ended = li.post("/desk/new", narrative=WORDS)
    kept = re.search(r'name="kept" value="([^"]+)"', ended.text)[1]
    back = away(db.session, "scalars")

    failed = li.post("/login", username="window", password=PASSWORD, kept=kept, kept_for="/desk/new")
    back()
    shown = sends_again(li, failed)

    assert failed.status_code == 503 and shown.status_code == 200 and PASSWORD not in failed.text
    assert f'name="kept" value="{kept}"' in shown.text and 'role="alert"' not in shown.text
    assert (
        "写了半小时。"
        in li.post("/login", username="window", password=PASSWORD, kept=kept, kept_for="/desk/new").text
    )


def test_what_is_too_large_to_be_read_promises_nothing(now):
    with opened("sqlite", SHOUWEN_MAX_UPLOAD_MB="1") as house:
        li = Visitor(house.app)
        li.get("/complain/category")
        answer = li.post("/complain/what", narrative="长" * 400_000)

    assert answer.status_code == 413 and "没有丢失" not in words_on(answer)


def test_a_page_that_only_shows_something_says_nothing_of_what_was_typed(house, li):
    assert "填写" not in words_on(li.get("/nothing-here"))
