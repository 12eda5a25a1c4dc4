"""On a machine in a library nothing remains of a citizen: no cookie that lasts, no page that is kept, nothing to go back to."""

from __future__ import annotations

import base64
import zlib

import pytest
from sqlalchemy import func, select

from complaints.cli.schedule import forget_drafts
from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Attachment, Draft, EndedSitting, Visit
from tests.house import PASSWORD
from tests.web.api import Api
from tests.web.citizens import JPEG, looks_up, paper_of, sends, writes
from tests.web.pages import Visitor, words_on

PLACES = [
    "/status",
    "/receipt",
    "/receipt?paper=slip",
    "/status/supplement",
    "/status/rate",
    "/complain/check",
    "/complain/what",
]
FINISH = "结束并清除"


def cookies_set(answer):
    """Without those that only take one away."""
    return [one for one in answer.headers.getlist("Set-Cookie") if "=;" not in one.split(" ")[0]]


def goes_everywhere(visitor, number, code):
    """Every page of a citizen who writes, sends, and looks up."""
    pages = [visitor.get("/complain"), writes(visitor), visitor.get("/complain/check")]
    pages += [
        visitor.get(f"/complain/{step}") for step in ("category", "what", "files", "who", "reach", "secret")
    ]
    pages.append(visitor.post("/complain/check"))
    pages += [visitor.get(place) for place in PLACES]
    pages += [
        visitor.post("/status/leave"),
        looks_up(visitor, number, "000000"),
        looks_up(visitor, number, code),
    ]
    return [*pages, visitor.get("/status"), visitor.post("/status/urge"), visitor.get("/")]


def shown_at(visitor, cookie):
    """All that the pages show to a person who puts an old cookie back, and goes back."""
    found = ""
    for place in PLACES:
        visitor.client.set_cookie("session", cookie)
        answer = visitor.get(place)
        found += answer.text + (visitor.follow(answer).text if "Location" in answer.headers else "")
    return found


@pytest.fixture
def known(house, now):
    number = house.logs("2026-09-21T09:00")
    return number, house.codes[number]


def test_no_page_of_a_citizen_is_kept_by_the_browser(li, known):
    for page in goes_everywhere(li, *known):
        assert page.headers["Cache-Control"] == "no-store", page.request.path


def test_every_cookie_ends_with_the_browser_and_is_out_of_reach_for_scripts(li, known):
    found = [cookie for page in goes_everywhere(li, *known) for cookie in cookies_set(page)]

    assert found
    for cookie in found:
        assert "Expires" not in cookie and "Max-Age" not in cookie
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_a_cookie_holds_no_word_of_the_person(li, known):
    writes(li)
    li.post("/complain/check")
    paper = paper_of(li.get("/receipt"))

    value = li.client.get_cookie("session").value
    body = value.lstrip(".").split(".")[0]
    raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    text = (zlib.decompress(raw) if value.startswith(".") else raw).decode()
    for secret in (*paper, paper[0].replace("-", ""), "李大爷", "13800138000"):
        assert secret not in text


def test_after_the_receipt_one_button_clears_and_going_back_shows_nothing(li, house):
    number, code = paper_of(sends(li))
    receipt, cookie = li.get("/receipt"), li.client.get_cookie("session").value
    assert FINISH in words_on(receipt) and 'action="/status/leave"' in receipt.text

    cleared = li.follow(li.post("/status/leave"))

    assert "没有留下您的信息" in words_on(cleared)
    for secret in (number, code, f"{code[:3]} {code[3:]}", "希望道歉", "李大爷"):
        assert secret not in shown_at(li, cookie)


def test_after_looking_up_one_button_clears_and_going_back_shows_nothing(li, known):
    number, code = known
    page = li.follow(looks_up(li, number, code))
    cookie = li.client.get_cookie("session").value
    assert FINISH in words_on(page) and 'action="/status/leave"' in page.text

    li.post("/status/leave")

    for secret in (number[-4:], code, "首问责任人"):
        assert secret not in shown_at(li, cookie)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0


def test_what_was_begun_meanwhile_is_cleared_too(li, known):
    looks_up(li, *known)
    writes(li)
    li.post("/complain/files", files={"files": (JPEG, "a.jpg")})
    cookie = li.client.get_cookie("session").value

    li.post("/status/leave")

    assert "希望道歉" not in shown_at(li, cookie)
    left = [
        db.session.scalar(select(func.count()).select_from(model)) for model in (Draft, Attachment, Visit)
    ]
    assert left == [0, 0, 0]


def test_looking_up_another_ends_the_visit_to_the_first(li, house, known):
    other = house.logs("2026-09-21T09:10")
    looks_up(li, *known)
    cookie = li.client.get_cookie("session").value

    looks_up(li, other, house.codes[other])

    assert known[0][-4:] not in shown_at(li, cookie)


def test_the_next_person_at_the_machine_starts_with_nothing(li, known, house):
    sends(li)
    li.post("/status/leave")

    for place in ("/complain", "/complain/category", "/status", "/"):
        assert not [word for word in ("接着上次", "李大爷", "希望道歉") if word in words_on(li.get(place))]


def signed_in(visitor):
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    return visitor.client.get_cookie("session").value


def with_cookie(house, cookie):
    finder = Visitor(house.app)
    finder.client.set_cookie("session", cookie)
    return finder


def test_who_signed_out_is_out_whoever_finds_the_old_cookie(house, li):
    cookie = signed_in(li)
    elsewhere = with_cookie(house, signed_in(Visitor(house.app)))
    token = Api(house).by("window")
    li.get("/desk")

    li.post("/logout")

    assert with_cookie(house, cookie).get("/desk").status_code == 302
    assert elsewhere.get("/desk").status_code == 200 and token.get("/me").status_code == 200
    signed_in(li)
    assert li.get("/desk").status_code == 200


def test_signing_in_once_more_ends_the_session_before(house, li):
    first = signed_in(li)
    li.get("/password")

    li.post("/login", username="window", password=PASSWORD)

    assert with_cookie(house, first).get("/desk").status_code == 302 and li.get("/desk").status_code == 200


@pytest.mark.parametrize("leaving", ["signing in", "signing out"])
def test_what_a_citizen_had_open_is_closed_when_an_officer_signs_in_or_out_there(house, li, leaving):
    if leaving == "signing out":
        signed_in(li)
    number, code = paper_of(sends(li))
    writes(li)
    cookie = li.client.get_cookie("session").value

    if leaving == "signing in":
        signed_in(li)
    else:
        li.post("/logout")

    for secret in (number, code, f"{code[:3]} {code[3:]}", "希望道歉", "李大爷"):
        assert secret not in shown_at(with_cookie(house, cookie), cookie)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0


def test_what_is_written_down_of_a_session_that_was_ended_is_forgotten(house, li, now):
    signed_in(li)
    li.get("/desk")
    li.post("/logout")
    now("2026-09-22T10:00")
    signed_in(li)
    li.get("/desk")

    li.post("/logout")

    count = select(func.count()).select_from(EndedSitting)
    assert db.session.scalar(count) == 1
    now("2026-09-23T10:00")
    forget_drafts(clock.now())
    assert db.session.scalar(count) == 0
