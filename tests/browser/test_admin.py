"""Administration in a real browser: with other eyes, on a phone, and by keyboard alone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import citizen
from tests.browser.desk import sign_in
from tests.browser.site import PHONE, WIDE, person

pytestmark = pytest.mark.browser

PAGES = [
    "/admin",
    "/admin/units",
    "/admin/units/EC-BUREAU",
    "/admin/units/new",
    "/admin/officers",
    "/admin/officers/new",
    "/admin/officers/handler",
    "/admin/rosters?unit=EC-BUREAU",
    "/admin/calendar",
    "/admin/calendar/load?year=2027",
    "/admin/limits",
    "/admin/limits/edit?category=ATTITUDE&category=house",
    "/admin/rulebook",
    "/admin/notices",
    "/admin/ledger",
    "/admin/audit",
]
LOOKS = {
    "chinese, light": {},
    "chinese, dark": {"theme": "dark"},
    "english, light": {"locale": "en"},
    "english, dark": {"locale": "en", "theme": "dark"},
}


def faults(page):
    """What axe finds, in a line for each place."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = Axe().run(page, options={"runOnly": rules})
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_stands_in_the_way_of_other_eyes(browser, site, look):
    context = person(browser, site, viewport=WIDE)
    page = context.new_page()
    citizen.look(page, **LOOKS[look])
    sign_in(page, "admin")
    found = {}
    for address in PAGES:
        page.goto(address)
        found[address] = faults(page)
    page.goto("/admin/rulebook?from=2026.1")
    page.locator("main form .button").last.click()
    found["checked"] = faults(page)
    context.close()

    assert {address: words for address, words in found.items() if words} == {}


def test_nothing_is_wider_than_a_phone(browser, site):
    context = person(browser, site, viewport=PHONE, java_script_enabled=True)
    page = context.new_page()
    sign_in(page, "admin")
    over = {}
    for address in PAGES:
        page.goto(address)
        over[address] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    context.close()

    assert {address: wide for address, wide in over.items() if wide > 0} == {}


def test_an_officer_is_added_without_a_script_or_a_mouse(browser, site):
    context = person(browser, site, viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "admin")
    page.goto("/admin/officers/new?unit=EC-BUREAU")
    page.focus("#name_zh")
    for words in ("张新", "Zhang Xin", "ec.zhang"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator(".password").is_visible() and "张新" in page.inner_text("h1")
    context.close()
