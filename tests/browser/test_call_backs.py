"""A supervisor calls back with the keyboard alone: from the list through the four questions, and back to the list."""

from __future__ import annotations

import pytest

from complaints.casework.ledger import events_of
from tests.browser.test_supervise import at_work
from tests.support.stories import told

pytestmark = pytest.mark.browser


def test_four_questions_by_keyboard_in_one_go(browser, site):
    number = told(site.house)
    page = at_work(browser, site)
    page.goto("/supervise")
    page.keyboard.press("g")
    page.keyboard.press("v")
    page.wait_for_url("**/supervise/call-backs")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/c/{number}/call_back?**")

    page.locator("#how").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#how") == "phone"
    for name in ("contacted", "solved", "satisfied"):
        page.locator(f"[name={name}]").first.focus()
        page.keyboard.press("Space")
    page.locator("#note").focus()
    page.keyboard.type("都办好了")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/desk/" not in url)

    detail = events_of(site.house.complaint(number))[-1].detail
    assert [detail[name] for name in ("contacted", "solved", "satisfied")] == [True, True, True]
    assert page.locator("a.row-link").count() == 0
    page.context.close()
