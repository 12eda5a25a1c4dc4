"""Administration in a real browser, by keyboard alone."""

from __future__ import annotations

import pytest

from tests.browser.desk import sign_in
from tests.browser.site import WIDE, person

pytestmark = pytest.mark.browser


def test_officer_is_added_by_keyboard_without_scripts(browser, site):
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
