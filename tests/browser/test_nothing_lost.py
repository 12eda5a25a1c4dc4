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


def test_going_back_after_logging_does_not_log_it_twice(lin):
    fills_in(lin)
    lin.press("#narrative", "Control+Enter")
    lin.wait_for_url("**/desk/receipt/**")

    lin.go_back()
    lin.wait_for_url("**/desk/new")
    assert lin.input_value("#narrative") == NARRATIVE, "what the browser brought back"
    lin.locator("[data-submit]").click()
    lin.wait_for_selector("#wrong")

    assert "已经登记过一件" in lin.inner_text("#wrong")
    assert lin.input_value("#narrative").strip() == NARRATIVE.strip() and len(logged()) == 1


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
