"""What goes wrong at a window on a bad day: nothing typed is lost, and nothing is logged twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from complaints.db import db, transaction
from complaints.models import Complaint, Officer
from tests.browser import desk
from tests.browser.site import WIDE, person
from tests.house import PASSWORD

pytestmark = pytest.mark.browser

NARRATIVE = "三号窗口没人理，问了半小时。\n" * 60


@pytest.fixture
def lin(browser, site):
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "window")
    yield page
    page.context.close()


def chooses(page, field, words):
    page.fill(f"#{field}", words)
    page.press(f"#{field}", "Enter")


def chooses_attitude(page, scripts):
    if scripts:
        chooses(page, "category", "ckfwtd")
    else:
        page.select_option("#category", "ATTITUDE")


def fills_in(page, unit="ecqsfj"):
    page.goto("/desk/new")
    page.fill("#phone", "13800138000")
    page.fill("#name", "李大爷")
    chooses(page, "category", "ckfwtd")
    page.fill("#narrative", NARRATIVE)
    chooses(page, "unit", unit)


def logged():
    db.session.rollback()
    return list(db.session.scalars(select(Complaint)))


def test_a_session_that_ends_in_the_middle_of_a_long_form_loses_nothing(site, lin):
    fills_in(lin)
    site.at("2026-09-22T08:40")  # the next morning

    lin.press("#narrative", "Control+Enter")
    lin.wait_for_selector("#password")
    assert logged() == []
    lin.fill("#username", "window")
    lin.fill("#password", PASSWORD)
    lin.press("#password", "Enter")
    lin.wait_for_selector("form[action='/desk/new']")
    lin.locator("main form .button").click()
    lin.wait_for_url("**/desk/receipt/**")

    (complaint,) = logged()
    assert complaint.narrative == NARRATIVE.strip()
    assert complaint.offered_unit_id == site.house.unit("EC-BUREAU").id
    assert (complaint.complainant.name, complaint.complainant.phone) == ("李大爷", "+8613800138000")


@pytest.mark.parametrize("scripts", [True, False])
def test_going_back_after_logging_shows_the_receipt_and_logs_nothing_more(browser, site, scripts):
    page = person(browser, site, viewport=WIDE, java_script_enabled=scripts).new_page()
    desk.sign_in(page, "window")
    page.goto("/desk/new")
    page.fill("#phone", "13800138000")
    page.fill("#narrative", NARRATIVE)
    chooses_attitude(page, scripts)
    page.check("input[value=log]")
    page.locator("[data-submit]").click()
    page.wait_for_url("**/desk/receipt/**")
    number = page.inner_text(".receipt-number")

    page.go_back()
    page.wait_for_selector(".receipt-number")

    assert page.inner_text(".receipt-number") == number and "已登记过" in page.inner_text("[role=status]")
    page.reload()
    assert page.inner_text(".receipt-number") == number and len(logged()) == 1
    page.context.close()


def test_a_unit_with_no_officer_is_told_at_its_field_and_the_form_stays(site, lin):
    with transaction():
        for officer in db.session.scalars(select(Officer).filter_by(unit_id=site.house.unit("EC-BUREAU").id)):
            officer.active = False
    fills_in(lin)

    lin.press("#narrative", "Control+Enter")
    lin.wait_for_selector("#unit-wrong")

    assert "现在没有可以签收的工作人员" in lin.inner_text("#unit-wrong")
    assert lin.input_value("#narrative").strip() == NARRATIVE.strip()
    assert logged() == []
    chooses(lin, "unit", "hrqsfj")
    lin.press("#narrative", "Control+Enter")
    lin.wait_for_url("**/desk/receipt/**")
    (complaint,) = logged()
    assert complaint.offered_unit_id == site.house.unit("HR-BUREAU").id


@pytest.mark.parametrize("scripts", [True, False])
def test_a_change_of_language_or_size_in_the_middle_loses_no_word_and_enter_still_sends(
    browser, site, scripts
):
    page = person(browser, site, viewport=WIDE, java_script_enabled=scripts).new_page()
    desk.sign_in(page, "window")
    page.goto("/desk/new")
    page.fill("#phone", "13800138000")
    page.fill("#name", "李大爷")
    page.fill("#narrative", NARRATIVE)
    chooses_attitude(page, scripts)

    for button, sign in (
        ("locale", "html[lang=en]"),
        ("print", "html[data-print=large]"),
        ("theme", "html[data-theme=dark]"),
    ):
        page.click(f"button[name={button}]")
        page.wait_for_selector(sign)
        assert page.input_value("#narrative").strip() == NARRATIVE.strip()
        assert (page.input_value("#phone"), page.input_value("#name")) == ("13800138000", "李大爷")
        assert page.url == f"{site.address}/desk/new"

    page.check("input[value=log]")
    page.press("#name", "Enter")
    page.wait_for_url("**/desk/receipt/**")
    (complaint,) = logged()
    assert (complaint.category, complaint.complainant.name) == ("ATTITUDE", "李大爷")
    page.context.close()
