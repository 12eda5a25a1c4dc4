"""The first sign-in in a real browser, and the pages where officers add files and record reviews: in nobody's way."""

from __future__ import annotations

import pytest

from complaints import passwords
from complaints.db import transaction
from tests.browser.desk import sign_in
from tests.browser.site import PHONE, WIDE, person
from tests.browser.test_admin import faults
from tests.complaints.stories import in_hand

pytestmark = pytest.mark.browser

OWN = "湖水三分绿 with 梧桐 leaves"


def test_the_first_password_is_changed_with_the_keyboard_alone_and_without_a_script(browser, site):
    with transaction():
        given = passwords.give(site.house.officer("window"))
    context = person(browser, site, viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk/inbox")
    page.fill("#username", "window")
    page.fill("#password", given)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/password?next=/desk/inbox" in page.url

    page.focus("#password")
    page.keyboard.type(OWN)
    page.keyboard.press("Tab")
    page.keyboard.type(OWN)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.url.endswith("/desk/inbox")
    context.close()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_forms_of_officers_stand_in_the_way_of_nobody(browser, site, viewport):
    number = in_hand(site.house)
    site.house.sweeps("2026-09-28T08:30")
    site.at("2026-09-28T10:00")
    context = person(browser, site, viewport=viewport)
    page = context.new_page()
    sign_in(page, "leader")
    found = {}
    for address in ("/password", f"/desk/c/{number}", f"/desk/c/{number}/files", f"/desk/c/{number}/review"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[address] = faults(page) + ([f"{wide} px too wide"] if wide > 0 else [])
    context.close()

    assert {address: words for address, words in found.items() if words} == {}
