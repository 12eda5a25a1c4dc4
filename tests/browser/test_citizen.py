"""The citizen in a real browser: on a phone, without scripts, with other eyes."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import citizen
from tests.browser.site import PHONE, WIDE, person

pytestmark = pytest.mark.browser

LOOKS = {
    "chinese, light": {},
    "chinese, dark": {"theme": "dark"},
    "chinese, large": {"large": True},
    "english, light": {"locale": "en"},
    "english, dark and large": {"locale": "en", "theme": "dark", "large": True},
}


def too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(page):
    """What axe finds, in a line for each place."""
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


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


@pytest.mark.parametrize("scripts", [True, False])
def test_after_finish_and_clear_going_back_shows_nothing(browser, site, scripts):
    page = person(browser, site, viewport=PHONE, java_script_enabled=scripts).new_page()
    found = citizen.complain(page)
    page.get_by_text("结束并清除").click()
    citizen.look_up(page, found)
    page.get_by_text("结束并清除").click()

    for _ in range(14):
        page.go_back()
        shown = page.content() + "".join(
            page.locator("input, textarea").evaluate_all("all => all.map(one => one.value)")
        )
        assert not [
            one for one in (found.number, found.code, "李大爷", "13800138000", "3 号窗口") if one in shown
        ]
    page.context.close()


def test_missing_items_are_supplied_and_a_bad_grade_is_given_from_a_phone(browser, site):
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


@pytest.mark.parametrize("look", LOOKS, ids=list(LOOKS))
def test_axe_finds_nothing_and_nothing_is_too_wide(browser, site, look):
    found = a_late_complaint(site)
    site.house.sweeps("2026-09-21T09:00")
    context = person(browser, site, viewport=PHONE)
    page = context.new_page()
    citizen.look(page, **LOOKS[look])
    wrong = {}

    def see(name):
        if bad := faults(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else []):
            wrong[name] = bad

    for address in ("/", "/commitments", "/login", "/nothing", "/complain", "/status"):
        page.goto(address)
        see(address)
    page.goto("/complain/category")
    page.locator("main form .button").last.click()
    see("a step left empty")
    for step in citizen.STEPS:
        page.goto(f"/complain/{step}")
        see(step)
        citizen.fill(page, step)
    see("receipt")
    page.locator("form[action='/status/leave'] button").click()
    citizen.look_up(page, citizen.Paper(found.number, "000001"))
    see("wrong code")
    citizen.look_up(page, found)
    see("status")
    for move in ("withdraw", "supplement", "request_recusal", "rate", "appeal"):
        page.goto(f"/status/{move}")
        see(move)
    context.close()

    assert wrong == {}


def test_pages_reflow_at_four_times_the_size(browser, site):
    """400 % of a window 1280 wide leaves 320 (WCAG 1.4.10)."""
    context = person(browser, site, viewport={"width": 320, "height": 256})
    page = context.new_page()
    citizen.look(page, large=True)

    for address in ("/", "/commitments", "/login", "/complain", "/complain/category", "/status"):
        page.goto(address)
        assert too_wide(page) == 0, address
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


def test_the_code_on_the_paper_fills_in_the_number_and_tells_no_server(browser, site):
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


def test_no_page_is_heavy_on_first_load(browser, site):
    context = person(browser, site, viewport=PHONE)
    page = context.new_page()
    sizes = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))

    page.goto("/commitments", wait_until="networkidle")

    assert sum(sizes) < 250_000
    context.close()
