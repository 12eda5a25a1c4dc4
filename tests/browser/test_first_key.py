"""A key pressed before the form has focus is not lost, however slowly its page comes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import desk
from tests.browser.site import WIDE, person

pytestmark = pytest.mark.browser

PHONE = "13800138000"


@pytest.fixture
def lin(browser, site):
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "window")
    yield page
    page.context.close()


def test_digits_typed_while_the_page_is_on_the_way_stand_in_it(lin):
    lin.goto("/desk")
    held, released = [], []

    def hold(route):
        if released:
            route.continue_()
        else:
            held.append(route)

    lin.route("**/desk/new**", hold)

    lin.keyboard.press("n")
    lin.keyboard.type(PHONE)
    assert held and lin.url.endswith("/desk")
    released.append(True)
    for route in held:
        route.continue_()

    expect(lin.locator("#phone")).to_have_value(PHONE)
    assert lin.evaluate("sessionStorage.length") == 0


def test_a_sign_taken_back_while_the_page_is_on_the_way_is_not_in_it(lin):
    lin.goto("/desk")
    held, released = [], []
    lin.route("**/desk/new**", lambda route: route.continue_() if released else held.append(route))

    lin.keyboard.press("n")
    lin.keyboard.type("1390")
    for key in ("Backspace", "Backspace"):
        lin.keyboard.press(key)
    lin.keyboard.type("800138000")
    released.append(True)
    for route in held:
        route.continue_()

    expect(lin.locator("#phone")).to_have_value("13800138000")


def test_digits_typed_as_soon_as_the_page_is_there_stand_in_it(lin):
    for _ in range(4):
        lin.goto("/desk/new")
        lin.keyboard.type(PHONE)

        expect(lin.locator("#phone")).to_have_value(PHONE)


def test_keys_of_the_desk_still_work_beside_an_empty_form(lin):
    lin.goto("/desk/search")
    lin.wait_for_load_state("networkidle")
    lin.keyboard.press("Escape")

    lin.keyboard.press("n")

    expect(lin).to_have_url(re.compile("/desk/new"))
