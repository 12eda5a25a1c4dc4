"""Language, large print, dark: pressed in the middle of a form of administrators or leaders they lose no word."""

from __future__ import annotations

import re
from html import unescape

import pytest

from complaints.infrastructure.database import db
from complaints.rulebooks import store
from tests.house import PASSWORD
from tests.web.pages import Visitor, words_on
from tests.web.test_display_settings import PRESSED, SIGNS, form_of

FORMS = {
    "/admin/rulebook": {"text": "rulebook: 写到一半的规则 ["},
    "/admin/calendar/load?year=2027": {
        "year": "2027",
        "text": "date,working,label\n写到一半",
        "source": "国办发明电",
    },
    "/admin/limits/edit?category=ATTITUDE": {
        "category": "ATTITUDE",
        "version": "2026.写错",
        "limit.ATTITUDE.handling": "三天",
        "verified_by.ATTITUDE": "法制科",
    },
    "/admin/officers/new": {
        "username": "Zhang",
        "name_zh": "张新",
        "email": "不是邮箱",
        "roles": "discipline",
    },
    "/admin/units/new": {"code": "xishan", "name_zh": "西山工作站", "kind": "station"},
    "/supervise/absence": {"officer": "handler", "first": "2026-10-08", "last": "2026-10-01"},
}
CHOSEN = ("handler", "discipline", "ATTITUDE", "station", "2027")  # of a list, not typed


def signed_in(house, username):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username=username, password=PASSWORD)
    return visitor


@pytest.mark.parametrize("button", PRESSED)
@pytest.mark.parametrize("address", FORMS)
def test_in_the_middle_of_a_form_of_the_staff_what_was_typed_stays_and_nothing_is_said_to_be_wrong(
    house, now, address, button
):
    visitor = signed_in(house, "admin" if "admin" in address else "supervisor")
    _, action = form_of(visitor.get(address))

    page = visitor.post(action, **FORMS[address], **button)

    assert page.status_code == 200 and SIGNS[next(iter(button))] in page.text
    assert 'role="alert"' not in page.text and "has-wrong" not in page.text
    shown = unescape(page.text)
    assert [one for one in FORMS[address].values() if one not in CHOSEN and one not in shown] == []
    assert (
        not re.search(r'value="discipline"(?! checked)', shown) or "discipline" not in FORMS[address].values()
    )


def a_checked_draft(visitor):
    visitor.get("/admin/limits/edit?category=ATTITUDE")
    return visitor.post(
        "/admin/limits/edit", category="ATTITUDE", version="2026.9", **{"limit.ATTITUDE.handling": "3wd"}
    )


def text_on(page):
    return unescape(re.search(r'<textarea[^>]*name="text"[^>]*>\n?(.*?)</textarea>', page.text, re.DOTALL)[1])


def test_a_checked_version_stays_checked_and_is_not_published(house, now):
    visitor = signed_in(house, "admin")
    before = store.current().version
    checked = a_checked_draft(visitor)
    _, action = form_of(checked)

    page = visitor.post(action, text=text_on(checked), checked="1", sure="1", locale="en")

    assert page.status_code == 200 and "Publish 2026.9" in words_on(page)
    assert not re.search(r'name="sure" value="1" checked', page.text)  # the text may have been changed
    db.session.rollback()
    assert text_on(page) == text_on(checked) and store.current().version == before


def test_a_password_told_once_has_no_button_that_would_lose_it(house, now):
    visitor = signed_in(house, "admin")
    visitor.get("/admin/officers/handler")

    page = visitor.post("/admin/officers/handler/password", sure="1")

    assert 'class="password' in page.text and 'name="locale"' not in page.text


def test_a_number_typed_on_the_front_page_stays_there(house, li):
    page = li.get("/")
    assert re.search(r'name="locale"[^>]*form="look-up" formaction="/"', page.text)

    page = li.post("/", tracking_number="4831-2207", query_code="123456", locale="en")

    assert page.status_code == 200 and '<html lang="en"' in page.text and 'value="4831-2207"' in page.text
    assert "123456" not in page.text and "The person you ask first" in page.text


def test_a_front_page_with_nothing_typed_stays_an_ordinary_page(house, li):
    li.get("/")

    answer = li.post("/", tracking_number="", query_code="", print="large")

    assert answer.status_code == 303 and answer.headers["Location"] == "/"
    assert 'data-print="large"' in li.follow(answer).text


def way_back(page):
    """Where the buttons of a page that has nothing to lose lead."""
    return unescape(re.search(r'action="/comforts".*?name="next" value="([^"]*)"', page.text, re.DOTALL)[1])


@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("window", "/desk?list=waiting"),
        ("window", "/desk/inbox?before=90000"),
        ("supervisor", "/supervise/charts?x=a%2Fb&x=c"),
        ("admin", "/admin/limits?unit=EC-BUREAU&officer=3"),
        ("admin", "/admin/officers?q=%E5%BC%A0&after=2"),
    ],
)
def test_the_page_comes_back_with_all_its_address_asked_for(house, now, username, address):
    visitor = signed_in(house, username)

    answer = visitor.post("/comforts", theme="dark", next=way_back(visitor.get(address)))

    assert answer.status_code == 303 and answer.headers["Location"] == address


def test_the_answer_to_a_form_takes_no_word_of_it_along(house, now):
    visitor = signed_in(house, "admin")
    visitor.get("/admin/officers/handler")

    page = visitor.post("/admin/officers/handler/move?unit=ZZZ", unit="NOWHERE")

    assert page.status_code == 422 and "ZZZ" not in page.text


def test_what_was_asked_for_by_hand_in_an_address_of_the_search_is_not_carried_on(house, now):
    page = signed_in(house, "window").get("/desk/search?phone=13800138000&words=qzxjv")

    assert "13800138000" not in page.text and "qzxjv" not in page.text


@pytest.mark.parametrize(
    ("pressed_on", "leads_to"),
    [
        ("/status/leave?x=/a/b", "/status"),
        ("//evil.example/desk?list=unit", "/"),
        ("/desk?list=unit\\evil", "/"),
        ("https://evil.example/?list=unit", "/"),
        ("/desk?next=https://evil.example/", "/desk?next=https://evil.example/"),
    ],
)
def test_a_way_back_with_a_question_stays_on_this_site(li, pressed_on, leads_to):
    li.get("/")

    assert li.post("/comforts", theme="dark", next=pressed_on).headers["Location"] == leads_to


BESIDE = {  # pages with a form among other things: where it is, where it is sent, what is typed
    "a day": ("/admin/calendar?year=2027", "/admin/calendar/day", {"year": "2027", "label": "停电检修"}),
    "hours": ("/admin/calendar?year=2027", "/admin/calendar/hours", {"year": "2027", "spans": "08:00-1"}),
    "a name": (
        "/admin/units/EC-BUREAU",
        "/admin/units/EC-BUREAU/name",
        {"name_zh": "新名称", "name_en": "New"},
    ),
    "mail": ("/admin/officers/handler", "/admin/officers/handler/mail", {"email": "写到一半"}),
    "roles": ("/admin/officers/handler", "/admin/officers/handler/roles", {"roles": "supervisor"}),
    "a move": ("/admin/officers/handler", "/admin/officers/handler/move", {"unit": "EC-CENTRE"}),
}


@pytest.mark.parametrize("button", PRESSED)
@pytest.mark.parametrize("form", BESIDE)
def test_in_a_form_among_other_things_what_was_typed_stays_and_nothing_is_changed(house, now, form, button):
    address, sent_to, typed = BESIDE[form]
    visitor = signed_in(house, "admin")
    assert f'action="{sent_to}"' in visitor.get(address).text

    page = visitor.post(sent_to, **typed, **button)

    assert page.status_code == 200 and SIGNS[next(iter(button))] in page.text
    assert 'role="alert"' not in page.text
    kept = (rf'value="{words}"( checked| selected|[^>]*>)' for words in typed.values())
    assert [one for one in kept if not re.search(one, page.text)] == []
    assert visitor.get("/admin/audit").text.count("<tr>") <= 1  # the head of an empty list at most
    assert re.search(r'value="supervisor" checked', page.text) or form != "roles"
    assert re.search(r'value="EC-CENTRE" selected', page.text) or form != "a move"


@pytest.mark.parametrize(
    ("address", "sent_to", "as_it_was"),
    [
        ("/admin/calendar?year=2027", "/admin/calendar/day", {"year": "2027", "label": "", "day": ""}),
        (
            "/admin/units/EC-BUREAU",
            "/admin/units/EC-BUREAU/name",
            {"name_zh": "鄂城区司法局", "name_en": "Echeng District Bureau of Justice"},
        ),
        ("/admin/officers/handler", "/admin/officers/handler/mail", {"email": ""}),
    ],
)
def test_such_a_page_with_nothing_typed_comes_back_at_its_own_address(
    house, now, address, sent_to, as_it_was
):
    visitor = signed_in(house, "admin")
    assert form_of(visitor.get(address))[1] == sent_to

    answer = visitor.post(sent_to, **as_it_was, theme="dark")

    assert answer.status_code == 303 and answer.headers["Location"] == address


@pytest.mark.parametrize("address", ["/supervise", "/supervise/list/escalated"])
def test_what_was_ticked_on_the_board_stays_ticked(house, now, address):
    numbers = [house.logs("2026-09-01T09:00", category="ATTITUDE") for _ in range(2)]
    house.sweeps("2026-09-21T09:00")
    visitor = signed_in(house, "supervisor")
    page = visitor.get(address)
    assert re.search(r'name="locale"[^>]*form="board-form" formaction="/supervise', page.text)

    page = visitor.post(address, pick=f"{numbers[0]}.1", locale="en")

    assert page.status_code == 200 and '<html lang="en"' in page.text
    ticked = re.findall(r'name="pick" value="(\d+)\.\d+"[^>]* checked', page.text)
    assert set(ticked) == {numbers[0]} and house.moves(numbers[0])[0] == "receive"


def test_a_board_with_nothing_ticked_comes_back_as_it_was_narrowed(house, now):
    visitor = signed_in(house, "supervisor")
    visitor.get("/supervise")

    answer = visitor.post("/supervise?unit=EC-BUREAU&commitment=handling", locale="en")

    assert answer.headers["Location"] == "/supervise?unit=EC-BUREAU&commitment=handling"
