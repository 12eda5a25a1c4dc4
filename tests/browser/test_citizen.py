"""The citizen in a real browser: on a phone, without scripts, with other eyes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.browser import citizen
from tests.browser.site import PHONE, WIDE, person
from tests.web.citizens import JPEG

pytestmark = pytest.mark.browser


def a_late_complaint(site):
    house = site.house
    number = house.logs("2026-09-10T10:00")
    house.does("window", number, "accept", "2026-09-10T11:00")
    house.does("window", number, "assign", "2026-09-10T11:10", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-10T15:00")
    house.does("handler", number, "ask_supplement", "2026-09-11T09:00", items=["哪个窗口", "大概时间"])
    return citizen.Paper(number, house.codes[number])


def test_the_whole_way_on_a_phone_without_scripts(browser, site):
    context = person(browser, site, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()

    found = citizen.complain(page)
    assert page.locator(".receipt svg.qr").is_visible()
    page.locator("form[action='/status/leave'] button").click()
    assert found.number not in page.content()
    citizen.look_up(page, found)
    assert found.number in page.inner_text("main")
    page.locator("form[action='/status/urge'] button").click()
    assert "已催办" in page.inner_text("main")
    page.click("a[href='/status/withdraw']")
    page.locator("main form .button").first.click()
    assert "已撤回" in page.inner_text("main")
    context.close()


def _go_back(page):
    """Once more where Chromium was still changing the kept page for the one on the screen."""
    try:
        page.go_back()
    except Error as trouble:
        if "Not attached to an active page" not in str(trouble):
            raise
        page.wait_for_timeout(500)
        page.go_back()


@pytest.mark.parametrize("scripts", [True, False])
def test_after_finish_and_clear_going_back_shows_nothing(browser, site, scripts):
    page = person(browser, site, viewport=PHONE, java_script_enabled=scripts).new_page()
    found = citizen.complain(page)
    page.get_by_role("button", name="结束并清除").click()
    citizen.look_up(page, found)
    page.get_by_role("button", name="结束并清除").click()

    for _ in range(14):
        _go_back(page)
        shown = page.content() + "".join(
            page.locator("input, textarea").evaluate_all("all => all.map(one => one.value)")
        )
        assert not [
            one for one in (found.number, found.code, "李大爷", "13800138000", "3 号窗口") if one in shown
        ]
    page.context.close()


def test_citizen_supplements_and_rates_on_phone(browser, site):
    """Missing items are supplied and a bad grade is given from a phone."""
    found = a_late_complaint(site)
    context = person(browser, site, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    citizen.look_up(page, found)
    assert "哪个窗口" in page.inner_text("main")

    page.click("a[href='/status/supplement']")
    page.fill("#note", "三号窗口，上午十点")
    page.locator("main form .button").first.click()
    house = site.house
    house.does(
        "handler",
        found.number,
        "answer",
        "2026-09-21T10:00",
        outcome="partly",
        findings="查过",
        reply="部分属实，已整改",
    )
    house.does("window", found.number, "give_feedback", "2026-09-21T10:00", method="web")
    page.reload()
    assert "部分属实，已整改" in page.inner_text("main")
    page.click("a[href='/status/rate']")
    page.check("input[value='1']")
    page.locator("main form .button").first.click()

    assert house.complaint(found.number).grade == 1
    context.close()


def test_citizen_writes_back_and_forth_on_a_phone_without_scripts(browser, site):
    """A photo and words are added, a question is answered, and the thread tells both in order."""
    found = a_late_complaint(site)
    house = site.house
    context = person(browser, site, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    citizen.look_up(page, found)

    page.click("a[href='/status/add']")
    page.fill("#note", "补一张现场照片。")
    page.set_input_files("#files", {"name": "a.exe", "mimeType": "image/jpeg", "buffer": b"MZ a program"})
    page.locator("main form .button").first.click()
    assert "没有收下" in page.inner_text("main") and page.input_value("#note") == "补一张现场照片。"
    page.set_input_files("#files", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    page.locator("main form .button").first.click()
    assert "现场.jpg" in page.inner_text(".thread")

    house.does("handler", found.number, "ask_citizen", "2026-09-21T10:05", question="照片是哪天拍的？")
    page.reload()
    page.get_by_role("link", name="回答", exact=True).click()
    page.fill("#note", "九月十日。")
    page.locator("main form .button").first.click()
    said = page.inner_text(".thread")
    assert said.index("补一张现场照片。") < said.index("照片是哪天拍的？") < said.index("九月十日。")
    context.close()


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, site):
    context = person(browser, site, viewport=WIDE)
    page = context.new_page()
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    context.close()


def test_qr_code_fills_number_without_telling_server(browser, site):
    """The code on the paper fills in the number and tells no server."""
    context = person(browser, site, viewport=PHONE)
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/status#4831-2207-9516")

    assert page.input_value("#tracking_number") == "4831-2207-9516"
    assert page.url.endswith("/status")
    assert not [url for url in asked if "4831" in url]
    context.close()


def test_what_is_being_written_is_kept_without_sending_it(browser, site):
    context = person(browser, site, viewport=PHONE)
    page = context.new_page()
    page.goto("/complain/category")
    citizen.fill(page, "category")

    page.fill("#narrative", "写到一半")
    page.wait_for_selector("#kept:not(:empty)")
    page.goto("/complain/what")

    assert page.input_value("#narrative") == "写到一半"
    context.close()


def test_text_written_before_script_loads_is_kept(browser, site):
    context = person(browser, site, viewport=PHONE)
    page = context.new_page()
    on_its_way = []
    page.route("**/keep.js*", lambda route: on_its_way.append(route), times=1)
    page.goto("/complain/category")
    with page.expect_request("**/keep.js*"):
        citizen.fill(page, "category")
    page.fill("#narrative", "网络很慢")

    assert page.inner_text("#kept") == ""
    on_its_way[0].continue_()
    page.wait_for_selector("#kept:not(:empty)")
    page.goto("/complain/what")

    assert page.input_value("#narrative") == "网络很慢"
    context.close()


def test_dark_page_prints_on_white(browser, site):
    """What was read in the dark is printed on white."""
    page = person(browser, site, viewport=WIDE, color_scheme="dark").new_page()
    citizen.look(page, theme="dark")
    citizen.look_up(page, a_late_complaint(site))
    page.emulate_media(media="print")

    grounds = page.evaluate(
        """() => ["body", ".card", ".badge", ".note"].map(name =>
            Math.min(...getComputedStyle(document.querySelector(name)).backgroundColor.match(/\\d+/g).slice(0, 3)))"""
    )

    assert min(grounds) > 200, grounds
