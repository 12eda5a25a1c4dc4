"""Language, large print, dark: pressed in the middle of a form they lose no word, and do nothing else."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.house import PASSWORD
from tests.web.citizens import looks_up, paper_of, sends, writes
from tests.web.pages import Visitor, words_on

PRESSED = [{"locale": "en"}, {"print": "large"}, {"theme": "dark"}]
SIGNS = {"locale": '<html lang="en"', "print": 'data-print="large"', "theme": 'data-theme="dark"'}


def buttons(page):
    """The three in the header, and the form each belongs to."""
    return re.findall(
        r'<button name="(locale|print|theme)"[^>]*?form="([^"]+)"[^>]*formnovalidate', page.text
    )


def form_of(page):
    """Id and address of the form the buttons belong to."""
    (name,) = {form for _, form in buttons(page)}
    form = re.search(rf'<form[^>]*id="{name}"[^>]*>', page.text)[0]
    return name, re.search(r'action="([^"]+)"', form)[1]


def hidden_on(page):
    found = re.findall(r'name="(kept|kept_for|next)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def lin(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="window", password=PASSWORD)
    return visitor


@pytest.mark.parametrize("button", PRESSED)
@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("what", {"narrative": "写到一半"}),
        ("who", {"unit": "EC-CENTRE", "respondent_name": "三号窗口"}),
        ("reach", {"named": "yes", "name": "李大爷", "phone": "139"}),
    ],
)
def test_in_the_middle_of_a_step_what_was_typed_stays(li, step, typed, button):
    writes(li)
    _, action = form_of(li.get(f"/complain/{step}"))

    page = li.post(action, **typed, **button)

    assert page.status_code == 200 and "Location" not in page.headers
    assert SIGNS[next(iter(button))] in page.text and 'role="alert"' not in page.text
    for words in (page.text, li.get(f"/complain/{step}").text):
        assert [one for one in typed.values() if one in words] == list(typed.values())


@pytest.mark.parametrize("button", PRESSED)
def test_in_the_middle_of_logging_at_the_window_what_was_typed_stays(house, lin, button):
    page = lin.get("/desk/new")
    once = re.search(r'name="once"[^>]*value="([^"]+)"', page.text)[1]
    typed = {
        "phone": "139 0013 9000",
        "name": "王阿姨",
        "category": "SHIRK",
        "narrative": "互相推",
        "then": "log",
    }
    typed |= {"urgency": "normal", "channel": "window"}

    page = lin.post(form_of(page)[1], once=once, **typed, **button)

    assert page.status_code == 200 and SIGNS[next(iter(button))] in page.text
    for words in ('value="139 0013 9000"', 'value="王阿姨"', "互相推", f'value="{once}"'):
        assert words in page.text
    assert re.search(r'value="SHIRK"[^>]* selected', page.text) and re.search(
        r'value="log" checked', page.text
    )
    assert lin.post("/desk/new", once=once, **typed).status_code == 303


@pytest.mark.parametrize("button", PRESSED)
def test_in_the_middle_of_a_move_what_was_typed_stays_and_nothing_is_done(house, lin, button):
    number = house.logs("2026-09-21T09:00")
    _, action = form_of(lin.get(f"/desk/c/{number}/decline"))

    page = lin.post(action, version="1", seq="1", competent_body="市人社局", contact="12333", **button)

    assert page.status_code == 200 and SIGNS[next(iter(button))] in page.text
    assert 'value="市人社局"' in page.text and 'value="12333"' in page.text
    assert house.moves(number) == ["receive"]


def test_a_form_shown_again_is_as_old_as_it_was_so_what_happened_meanwhile_is_still_told(house, lin):
    number = house.logs("2026-09-21T09:00")
    page = lin.get(f"/desk/c/{number}/decline")
    seen = dict(re.findall(r'name="(version|seq)" value="(\d+)"', page.text))
    house.does("window", number, "accept", "2026-09-21T09:30")
    typed = {"reason_code": "not_our_remit", "competent_body": "市人社局", "contact": "12333"}

    page = lin.post(f"/desk/c/{number}/decline", **seen, **typed, locale="en")
    assert dict(re.findall(r'name="(version|seq)" value="(\d+)"', page.text)) == seen

    told = words_on(lin.post(f"/desk/c/{number}/decline", **seen, **typed))
    assert "What happened after you opened it" in told


@pytest.mark.parametrize(
    ("move", "typed"),
    [
        ("urge", {"note": "补一句"}),
        ("request_recusal", {"reason": "是亲戚"}),
        ("withdraw", {"reason": "不用了"}),
    ],
)
def test_in_the_middle_of_an_act_of_the_citizen_what_was_typed_stays(house, li, move, typed):
    sends(li)
    _, action = form_of(li.get(f"/status/{move}"))

    page = li.post(action, **typed, theme="dark")

    assert page.status_code == 200 and next(iter(typed.values())) in page.text
    assert house.moves(paper_of(li.get("/receipt"))[0].replace("-", "")) == ["receive"]


def test_a_number_typed_stays_and_is_not_counted_as_a_guess(house, li):
    _, action = form_of(li.get("/status"))

    page = li.post(action, tracking_number="4831-2207", locale="en")

    assert (
        page.status_code == 200 and 'value="4831-2207"' in page.text and "query_code-wrong" not in page.text
    )


def test_while_signing_in_again_what_was_carried_along_stays(house, now):
    visitor = Visitor(house.app)
    visitor.get("/login")
    ended = visitor.post("/desk/new", narrative="写了半小时")

    page = visitor.post(form_of(ended)[1], locale="en", **hidden_on(ended))

    assert page.status_code == 200 and '<html lang="en"' in page.text
    assert hidden_on(page) == hidden_on(ended) and hidden_on(page)["kept_for"] == "/desk/new"


def test_what_waits_to_be_confirmed_has_no_button_that_would_lose_it(li):
    li.get("/complain/category")
    li.client.delete_cookie("session")

    assert 'name="locale"' not in li.post("/complain/what", narrative="写了很久的话").text


def test_in_the_middle_of_an_act_on_many_nothing_is_done(house, now):
    number = house.logs("2026-09-21T09:00")
    visitor = Visitor(house.app)
    visitor.get("/login")
    visitor.post("/login", username="supervisor", password=PASSWORD)
    visitor.get("/supervise")
    pick = f"{number}.{house.complaint(number).version}"
    _, action = form_of(visitor.post("/supervise/act/supervise", pick=pick))

    page = visitor.post(action, pick=pick, sure="1", instruction="三日内办结", locale="en")

    assert page.status_code == 200 and "三日内办结" in page.text and house.moves(number) == ["receive"]


def test_from_a_page_that_only_answers_a_post_the_way_leads_to_the_one_above(house, li):
    li.get("/")

    assert li.post("/comforts", theme="dark", next="/status/leave").headers["Location"] == "/status"


def test_enter_sends_the_form_and_changes_no_language(li):
    writes(li)
    page = li.get("/complain/reach")
    form, _ = form_of(page)

    first = re.search(rf'<button[^>]*form="{form}"[^>]*>', page.text)[0]

    assert "name=" not in first


def test_a_page_with_nothing_to_lose_keeps_the_buttons_to_itself(house, li):
    number = house.logs("2026-09-21T09:00")

    assert (
        buttons(li.get("/commitments")) == buttons(li.follow(looks_up(li, number, house.codes[number]))) == []
    )
