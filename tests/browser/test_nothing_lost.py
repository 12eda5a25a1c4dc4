"""What goes wrong at a window on a bad day: nothing typed is lost, and nothing is logged twice."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from complaints.casework import moves as core
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Officer
from tests.browser import citizen, desk
from tests.browser.site import PHONE, WIDE, person
from tests.house import PASSWORD

pytestmark = pytest.mark.browser

NARRATIVE = "三号窗口没人理，问了半小时。\n" * 60
FINDINGS = "查明的事实很长。" * 100


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


def test_session_ending_during_form_loses_nothing(site, lin):
    """A session that ends in the middle of a long form loses nothing."""
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
def test_back_after_logging_shows_receipt_once(browser, site, scripts):
    """Going back after logging shows the receipt and logs nothing more."""
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


def test_unit_without_officers_is_refused_at_field(site, lin):
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
def test_changing_display_mid_form_keeps_words(browser, site, scripts):
    """A change of language or size in the middle loses no word and enter still sends."""
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


def fails(*args, **words):
    raise OperationalError("", {}, Exception("database is locked"))


def test_findings_stay_copyable_when_complaint_moved_on(browser, site):
    """A complaint that went to others while its findings were written leaves them to be copied."""
    house = site.house
    number = house.logs("2026-09-18T09:30")
    house.does("window", number, "assign", "2026-09-18T10:05", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:10")
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "handler")
    page.goto(f"/desk/c/{number}/answer")
    page.fill("textarea[name=findings]", FINDINGS)
    page.fill("textarea[name=reply]", "已当面道歉。")
    page.select_option("select[name=outcome]", index=1)
    house.does("supervisor", number, "designate", "2026-09-21T09:00", unit="HR-BUREAU", reason="改由华容办")
    house.does("other", number, "sign_for", "2026-09-21T09:10")

    page.locator("main form .row button").first.click()
    page.wait_for_selector("main .card li")

    written = page.locator("main .card li").all_inner_texts()
    assert FINDINGS in written and "已当面道歉。" in written
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_half_written_answer_is_there_after_signing_out(browser, site, scripts):
    number = site.house.logs("2026-09-18T09:30")
    page = person(browser, site, viewport=WIDE, java_script_enabled=scripts).new_page()
    desk.sign_in(page, "window")
    page.goto(f"/desk/c/{number}/answer_on_the_spot")
    page.fill("textarea[name=findings]", FINDINGS)
    if scripts:
        page.wait_for_selector("#kept:not(:empty)")
    else:
        page.get_by_role("button", name="存草稿").click()
    page.context.clear_cookies()
    desk.sign_in(page, "window")

    page.goto(f"/desk/c/{number}/answer_on_the_spot")

    assert page.input_value("textarea[name=findings]") == FINDINGS
    page.context.close()


def test_what_is_sent_is_a_draft_no_more(site, lin):
    """Sent within a moment of the last letter, while the answer takes its time: no draft is saved behind it."""
    number = site.house.logs("2026-09-18T09:30")
    saved, waiting = [], []
    lin.goto(f"/desk/c/{number}/answer_on_the_spot")
    lin.route("**/answer_on_the_spot/keep", lambda route: saved.append(route) or route.continue_())
    lin.route("**/answer_on_the_spot", lambda route: waiting.append(route))
    lin.select_option("#outcome", "partly")
    lin.fill("textarea[name=reply]", "已当面道歉。")
    lin.fill("textarea[name=findings]", FINDINGS)

    lin.locator("[data-submit]").click(no_wait_after=True)
    lin.wait_for_timeout(2500)

    assert len(waiting) == 1 and saved == []
    waiting[0].continue_()
    lin.wait_for_url(f"**/desk/c/{number}")
    lin.goto(f"/desk/c/{number}")
    assert site.house.moves(number)[-1] == "answer_on_the_spot"


@pytest.mark.parametrize("scripts", [True, False])
def test_citizen_text_is_resent_after_outage(browser, site, monkeypatch, scripts):
    number = site.house.logs("2026-09-18T09:30")
    page = person(browser, site, viewport=PHONE, java_script_enabled=scripts).new_page()
    citizen.look_up(page, citizen.Paper(number, site.house.codes[number]))
    page.wait_for_selector(".citizen-acts")
    page.goto("/status/request_recusal")
    page.fill("textarea[name=reason]", FINDINGS)
    real = core.perform
    monkeypatch.setattr(core, "perform", fails)

    page.click("main form .row button")
    page.wait_for_selector("#again")
    assert FINDINGS in page.inner_text("main")
    monkeypatch.setattr(core, "perform", real)
    page.click("#again button")
    page.wait_for_selector(".citizen-acts")

    assert site.house.moves(number)[-1] == "request_recusal"
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_expired_citizen_session_loses_no_word(browser, site, scripts):
    """A visit that is over while a citizen writes loses no word."""
    number = site.house.logs("2026-09-18T09:30")
    paper = citizen.Paper(number, site.house.codes[number])
    page = person(browser, site, viewport=PHONE, java_script_enabled=scripts).new_page()
    citizen.look_up(page, paper)
    page.wait_for_selector(".citizen-acts")
    page.goto("/status/request_recusal")
    page.fill("textarea[name=reason]", FINDINGS)
    site.at("2026-09-21T10:25")

    page.click("main form .row button")
    page.wait_for_selector("#query_code")
    assert "没有丢失" in page.inner_text("main")
    page.fill("#tracking_number", paper.number)
    page.fill("#query_code", paper.code)
    page.press("#query_code", "Enter")
    page.wait_for_selector("details.more")
    page.locator("main form .button").click()
    page.wait_for_selector(".citizen-acts")

    assert site.house.moves(number)[-1] == "request_recusal"
    page.context.close()


def test_display_buttons_follow_last_typed_form(site, browser):
    """The buttons go with the form typed into last where a page has several."""
    number = site.house.logs("2026-09-21T09:00")
    site.house.does("window", number, "accept", "2026-09-21T09:10")
    site.house.does("window", number, "assign", "2026-09-21T09:20", unit="EC-BUREAU")
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "handler")
    page.goto("/desk?list=offered")
    page.click(".return > summary")
    page.fill("[name=reason]", "应由滨湖所办")

    page.click(".comforts [name=locale]")

    page.wait_for_selector("html[lang=en]")
    assert page.input_value("[name=reason]") == "应由滨湖所办"
    assert site.house.moves(number)[-1] == "assign"
    page.context.close()


def test_ticked_role_returns_after_display_change(site, browser):
    """On a page of an officer the role ticked last comes back."""
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, "admin")
    page.goto("/admin/officers/handler")
    page.check("[value=unit_supervisor]")

    page.click(".comforts [name=print]")

    page.wait_for_selector("html[data-print=large]")
    assert page.is_checked("[value=unit_supervisor]") and page.is_checked("[value=officer]")
    page.context.close()


def test_back_to_refused_step_shows_step(browser, site):
    """Back to a step that was answered with a fault shows the step."""
    page = person(browser, site, viewport=PHONE).new_page()
    page.goto("/complain/category")
    page.locator("main form .button").last.click()
    page.wait_for_selector("#wrong")
    citizen.fill(page, "category")
    page.wait_for_selector("#narrative")

    page.go_back()

    assert page.is_checked("input[value=ATTITUDE]") and "再次提交" not in page.content()
    page.context.close()


def test_back_after_wrong_code_shows_look_up(browser, site):
    """Back to the look up after a wrong code shows the look up."""
    number = site.house.logs("2026-09-18T10:00")
    page = person(browser, site, viewport=PHONE).new_page()
    page.goto("/status")
    for code in ("000001", site.house.codes[number]):
        page.fill("#tracking_number", number)
        page.fill("#query_code", code)
        page.locator("#look-up .button").click()
        page.wait_for_load_state()
    page.wait_for_selector(".citizen-acts")

    page.go_back()

    assert page.url.endswith("/status") and page.locator("main").count() == 1
    page.context.close()
