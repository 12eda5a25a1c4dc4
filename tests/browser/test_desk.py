"""The desk in a real browser: once is once, what is typed stays, and the keys lead where they say."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint
from tests.browser import desk
from tests.browser.site import WIDE, person

pytestmark = pytest.mark.browser


@pytest.fixture
def lin(browser, site):
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "window")
    return page


def how_many():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Complaint))


def test_a_complaint_is_logged_and_assigned_without_the_mouse(lin, site):
    keys = lin.keyboard
    keys.press("n")
    lin.wait_for_url("**/desk/new?form=*")
    keys.type("13900139000")
    keys.press("Tab")  # to the button beside it
    keys.press("Tab")
    keys.type("王阿姨")
    lin.focus("#category")
    keys.type("tuiwei")
    keys.press("Tab")
    lin.focus("#narrative")
    keys.type("三个窗口互相推。")
    lin.focus("#unit")
    keys.type("ecqsfj")
    keys.press("Enter")
    keys.press("Control+Enter")
    lin.wait_for_url("**/desk/receipt/*")

    complaint = db.session.scalars(select(Complaint)).one()
    assert (complaint.category, complaint.state) == ("SHIRK", "assigned")
    assert complaint.offered_unit_id == site.house.unit(desk.EC).id


def begins(page):
    """A complaint with its category chosen, not yet sent."""
    page.goto("/desk/new")
    page.fill("#phone", "13900139000")
    page.fill("#category", "tuiwei")
    page.press("#category", "Enter")
    page.fill("#narrative", "三个窗口互相推。")


def test_what_a_finder_shows_is_what_is_sent(lin, site):
    """Chosen, changed in mind, and sent with the keys from within the field."""
    begins(lin)
    lin.fill("#unit", "ecqsfj")
    lin.press("#unit", "Tab")
    lin.fill("#unit", "hrqsfj")
    lin.press("#unit", "Control+Enter")
    lin.wait_for_url("**/desk/receipt/*")

    complaint = db.session.scalars(select(Complaint)).one()
    assert complaint.offered_unit_id == site.house.unit("HR-BUREAU").id


def test_finder_without_match_sends_no_earlier_choice(lin):
    """Words a finder finds nothing by are not sent as what was chosen before."""
    begins(lin)
    lin.fill("#category", "没有这一类")
    lin.press("#category", "Control+Enter")

    assert how_many() == 0 and lin.input_value("#category") == "没有这一类"
    assert lin.evaluate("document.getElementById('category').validationMessage") != ""


@pytest.mark.parametrize("with_scripts", [True, False])
def test_enter_saves_view_with_chosen_filters(browser, site, with_scripts):
    """Enter in the name of a view saves it with what was chosen."""
    page = person(browser, site, viewport=WIDE, java_script_enabled=with_scripts).new_page()
    desk.sign_in(page, "window")
    page.goto("/desk/search")
    page.select_option("#state", "received")
    page.click("details.save-view summary")
    page.fill("#title", "刚登记的")

    with page.expect_navigation():
        page.press("#title", "Enter")

    assert page.url.endswith("/desk/search?state=received")
    assert page.locator(".views a").inner_text() == "刚登记的"


def test_typing_before_page_loads_is_not_disturbed(lin):
    lin.goto("/desk/new")
    lin.focus("#category")
    lin.keyboard.type("tuiw")
    lin.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    lin.keyboard.type("ei")

    assert lin.input_value("#category") == "tuiwei"


def test_a_double_click_logs_once(lin, site):
    lin.goto("/desk/new")
    lin.fill("#phone", "13900139000")
    lin.fill("#category", "ckfwtd")
    lin.press("#category", "Enter")
    lin.fill("#narrative", "说话难听。")
    lin.check("input[value=log]")
    lin.dblclick("button[data-submit]")
    lin.wait_for_url("**/desk/receipt/*")

    assert how_many() == 1


def test_earlier_complaints_appear_while_the_phone_is_typed(lin, site):
    number = site.house.logs("2026-09-18T10:00")

    lin.goto("/desk/new")
    lin.type("#phone", "13800138000")

    lin.locator("#earlier a").first.wait_for()
    assert number in lin.inner_text("#earlier").replace("-", "")
    assert "13800138000" not in lin.url


def test_earlier_complaints_appear_for_phone_typed_early(lin, site):
    """Earlier complaints appear for a phone typed before the script has come."""
    number = site.house.logs("2026-09-18T10:00")
    on_its_way = []
    lin.route("**/new.js*", lambda route: on_its_way.append(route))
    with lin.expect_request("**/new.js*"):
        lin.goto("/desk/new", wait_until="commit")
    lin.fill("#phone", "13800138000")
    on_its_way[0].continue_()
    lin.locator("#earlier a").first.wait_for()

    assert number in lin.inner_text("#earlier").replace("-", "")


def test_two_officers_at_once_lose_nothing(lin, site):
    number = site.house.logs("2026-09-21T09:00")
    lin.goto(f"/desk/c/{number}/decline")
    lin.select_option("#reason_code", "not_our_remit")
    lin.fill("#competent_body", "市人社局")
    lin.fill("#contact", "12333")
    site.house.does("centre.chen", number, "accept", "2026-09-21T09:30")

    lin.click("button[data-submit]")

    assert "您打开之后发生的事" in lin.inner_text("main")
    assert lin.input_value("#competent_body") == "市人社局"


def test_the_keys_walk_through_a_list_and_open_it(lin, site):
    first, second = site.house.logs("2026-09-20T10:00"), site.house.logs("2026-09-20T11:00")
    lin.goto("/desk")
    lin.keyboard.press("j")
    lin.keyboard.press("j")
    lin.keyboard.press("k")
    lin.keyboard.press("Enter")
    lin.wait_for_url(f"**/desk/c/{first}")
    lin.keyboard.press("g")
    lin.keyboard.press("m")
    lin.wait_for_url("**/desk")
    lin.keyboard.press("?")
    lin.wait_for_url("**/desk/keys")
    assert second != first
