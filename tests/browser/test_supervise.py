"""A supervisor in a real browser: with the keyboard, without scripts, with the board open all day."""

from __future__ import annotations

import pytest

from tests.browser import citizen, desk, supervise
from tests.browser.eyes import through, too_wide, torn, wearing
from tests.browser.site import PHONE, WIDE, person

pytestmark = pytest.mark.browser


def at_work(browser, site, username="supervisor", **how):
    """A signed-in person, with their scripts."""
    context = person(browser, site, **{"viewport": WIDE, **how})
    page = context.new_page()
    desk.sign_in(page, username)
    return page


def waiting(site, number):
    return [
        row for row in site.house.complaint(number).escalations if not row.reviewed_at and not row.reminder
    ]


def test_two_are_supervised_with_the_keyboard_alone(browser, site):
    told = supervise.furnish(site)
    page = at_work(browser, site)
    page.goto("/supervise")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert "2" in page.inner_text("[data-picked]")

    page.locator(".acts-bar button[formaction$=supervise]").focus()
    page.keyboard.press("Enter")
    page.locator("#due_at").focus()
    page.keyboard.type("09282026")
    page.locator("#instruction").focus()
    page.keyboard.type("九月二十八日前办结并报结果")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/supervise")

    assert "2 件" in page.inner_text("[role=status]")
    done = [number for number in told.values() if "supervise" in site.house.moves(number)]
    assert len(done) == 2 and all(waiting(site, number) == [] for number in done)
    page.context.close()


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_large_counts_are_not_cut(browser, site, locale):
    page = at_work(browser, site)
    citizen.look(page, locale=locale)
    for address in ("/supervise", "/supervise/list/escalated", "/desk"):
        page.goto(address)
        page.locator(".glance b, .count").evaluate_all(
            "all => all.forEach(one => { one.textContent = '9999+' })"
        )
        assert torn(page) == []
        with through(page, PHONE["width"]), wearing(page, print="large"):
            assert torn(page) == [] and not too_wide(page)
    page.context.close()


def test_without_scripts_everything_works(browser, site):
    told = supervise.furnish(site)
    page = at_work(browser, site, java_script_enabled=False)
    page.goto("/supervise")
    assert page.locator("#as-of a").is_visible()
    page.locator(f"[name=pick][value^='{told['bounced']}']").check()
    page.click(".acts-bar button[formaction$=designate]")
    page.select_option("#unit", "HR-BUREAU")
    page.click("[data-submit]")
    assert site.house.complaint(told["bounced"]).offered_unit_id is None  # the reason is missing
    page.fill("#reason", "已退回两次，由华容区承办")
    page.click("[data-submit]")

    assert site.house.complaint(told["bounced"]).offered_unit_id == site.house.unit("HR-BUREAU").id
    page.context.close()


def test_open_board_refreshes_except_while_choosing(browser, site):
    supervise.furnish(site)
    page = at_work(browser, site)
    page.goto("/supervise")
    before, fresh = page.locator("[name=pick]").count(), page.locator(".glance b")
    counted = sum(map(int, fresh.all_inner_texts()))
    page.evaluate("scrollTo(0, 300)")
    top = page.evaluate("scrollY")
    site.house.logs("2026-09-18T16:00", subject="刚刚登记的件")

    page.locator("[name=pick]").first.check()
    page.evaluate("document.dispatchEvent(new Event('shouwen:renew'))")
    page.wait_for_timeout(300)
    assert page.locator("[name=pick]").count() == before

    page.locator("[name=pick]").first.uncheck()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 300)")
    page.evaluate("document.dispatchEvent(new Event('shouwen:renew'))")
    page.get_by_text("刚刚登记的件").first.wait_for()
    assert page.locator("[name=pick]").count() == before + 1 and page.evaluate("scrollY") == top
    assert sum(map(int, fresh.all_inner_texts())) == counted + 1  # and the part above the rows with them
    page.context.close()
