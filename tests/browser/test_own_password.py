"""The first sign-in in a real browser."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import passwords
from tests.browser.site import WIDE, person

pytestmark = pytest.mark.browser

OWN = "湖水三分绿 with 梧桐 leaves"


def test_first_password_changes_by_keyboard_without_scripts(browser, site):
    """The first password is changed with the keyboard alone and without a script."""
    with transaction():
        given = passwords.give(site.house.officer("window"), site.now)
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
