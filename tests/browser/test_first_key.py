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


@pytest.mark.parametrize("how", ["click", "Enter"])
@pytest.mark.parametrize(
    ("link", "field", "typed"),
    [
        ("/desk/new", "#phone", PHONE),
        ("/desk/search", "#number", "nina"),
        ("/desk/search", "#number", "4831"),
    ],
)
def test_what_is_typed_behind_an_opened_link_stands_in_its_page(lin, how, link, field, typed):
    lin.goto("/desk")
    lin.wait_for_load_state("networkidle")
    held, released = [], []
    lin.route(f"**{link}**", lambda route: route.continue_() if released else held.append(route))

    opens = lin.locator(f"a[href='{link}']").first
    if how == "click":
        opens.click(no_wait_after=True)
    else:
        opens.focus()
        lin.keyboard.press("Enter")
    lin.keyboard.type(typed)
    released.append(True)
    for route in held:
        route.continue_()

    expect(lin.locator(field)).to_have_value(typed)
    expect(lin).to_have_url(re.compile(link))


def test_what_is_typed_behind_a_sent_form_is_not_for_the_old_page(lin, site):
    number = site.house.logs("2026-09-21T09:00")
    lin.goto("/desk/search")
    lin.fill("#number", number)
    held, released = [], []
    lin.route("**/desk/search", lambda route: route.continue_() if released else held.append(route))

    with lin.expect_request("**/desk/search"):
        lin.locator("[data-submit]").click(no_wait_after=True)
    lin.keyboard.type("nina")
    released.append(True)
    for route in held:
        route.continue_()

    expect(lin.locator(f"a[href*='{number}']").first).to_be_visible()
    expect(lin).to_have_url(re.compile("/desk/search"))


def test_keys_work_again_when_a_link_was_given_up(lin):
    lin.goto("/desk")
    lin.wait_for_load_state("networkidle")
    lin.route("**/desk/search**", lambda route: None)
    lin.locator("a[href='/desk/search']").first.click(no_wait_after=True)

    lin.keyboard.press("Escape")
    lin.keyboard.press("n")

    expect(lin).to_have_url(re.compile("/desk/new"))


@pytest.mark.parametrize(("address", "field"), [("/desk/new", "#phone"), ("/desk/search", "#number")])
def test_keys_are_heard_before_any_file_of_the_page_has_come(lin, address, field):
    held, released = [], []
    lin.route(
        lambda at: "/static/" in at or ".css" in at or "/sheets/" in at,
        lambda route: route.continue_() if released else held.append(route),
    )

    lin.goto(address, wait_until="commit")
    lin.wait_for_function("document.querySelector('head > link')")  # behind the script, and not loaded yet
    lin.keyboard.type(PHONE)
    released.append(True)
    for route in held:
        route.continue_()

    expect(lin.locator(field)).to_have_value(PHONE)


def test_keys_of_the_desk_still_work_beside_an_empty_form(lin):
    lin.goto("/desk/search")
    lin.wait_for_load_state("networkidle")
    lin.keyboard.press("Escape")

    lin.keyboard.press("n")

    expect(lin).to_have_url(re.compile("/desk/new"))
