"""One complaint from the window to its end, everybody with a browser of their own, in Chinese and in English.

The window works with the keyboard alone; the citizen on a phone 360 px wide, without scripts.
"""

from __future__ import annotations

import pytest

from tests.browser import citizen, desk
from tests.browser.site import PHONE, WIDE, person
from tests.house import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONGEST_WAY = 40  # presses of Tab that any field may be away

TOLD = {
    "zh": {
        "language": "zh-CN",
        "category": "ckfwtd",  # 窗口服务态度
        "narrative": "九月二十一日上午在三号窗口问了半小时没人理，话说得很难听，希望道歉。",
        "name": "李大爷",
        "unit": "ecqsfj",  # 鄂城区司法局
        "missing": "哪个窗口\n大概几点",
        "supplied": "三号窗口，上午九点半左右。",
        "reply": "经核实，窗口人员确有言语不当，已批评教育。",
        "better": "窗口人员已当面道歉，窗口已加派人手。",
        "closed": "已归档",
    },
    "en": {
        "language": "en-GB",
        "category": "attitude",
        "narrative": "On the morning of 21 September nobody at window 3 answered me for half an hour; I want an apology.",
        "name": "Mr Li",
        "unit": "echeng district bureau",
        "missing": "Which window\nAbout what time",
        "supplied": "Window 3, about half past nine.",
        "reply": "The officer at the window did speak rudely and has been told so.",
        "better": "The officer has apologised in person and a second window is open now.",
        "closed": "Closed",
    },
}


def at_work(browser, site, username, told):
    """An officer signed in at a desk."""
    page = person(browser, site, viewport=WIDE, locale=told["language"]).new_page()
    desk.sign_in(page, username)
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


def tab_to(page, field):
    for _ in range(LONGEST_WAY):
        if focused(page) == field:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key never came to {field}")


def types(page, field, words):
    tab_to(page, field)
    page.keyboard.type(words)


def logs_with_the_keyboard(page, told):
    """Sign in, log, assign, print, open: not one click."""
    page.goto("/login")
    types(page, "username", "window")
    types(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/new?form=*")
    assert focused(page) == "phone"
    page.keyboard.type("13800138000")
    types(page, "name", told["name"])
    types(page, "category", told["category"])
    page.keyboard.press("Enter")
    types(page, "narrative", told["narrative"])
    types(page, "unit", told["unit"])
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/desk/receipt/**")
    page.keyboard.press("Enter")  # the button that prints has the focus
    assert page.evaluate("window.printed")
    paper = citizen.paper(page)
    page.keyboard.press("o")
    page.wait_for_url("**/desk/c/*")
    return paper


def does(page, paper, move, **words):
    """One act on the page of the complaint, as a person finds it: under what may be done, or under the rest."""
    number = paper.number.replace("-", "")
    page.goto(f"/desk/c/{number}")
    act = page.locator(f"main [data-act={move}]")
    if not act.is_visible():
        page.locator(".acts summary").click()
    act.click()
    page.wait_for_load_state()
    for name, value in words.items():
        fills(page, name, value)
    if words:
        page.click("[data-submit]")
        page.wait_for_url(f"**/desk/c/{number}")
    assert page.locator(".note.success").count() == 1, page.inner_text("main")


def fills(page, name, value):
    field = page.locator(f"#{name}")
    if field.get_attribute("role") == "combobox":
        field.fill(value)
        field.press("Enter")
    elif field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def at_home(browser, site, told):
    """The citizen's phone."""
    context = person(
        browser, site, viewport=PHONE, java_script_enabled=False, is_mobile=True, locale=told["language"]
    )
    return context.new_page()


def sends(page, address):
    page.click(f"a[href='{address}']")
    return page.locator("main form .button").first


def rates(page, grade):
    button = sends(page, "/status/rate")
    page.check(f"input[value='{grade}']")
    button.click()


@pytest.mark.parametrize("language", TOLD)
def test_complaint_goes_from_window_to_second_answer(browser, site, language):
    """A complaint goes from the window to a second answer that satisfies."""
    told = TOLD[language]
    house = site.house

    lin = person(browser, site, viewport=WIDE, locale=told["language"]).new_page()
    lin.add_init_script("window.print = () => { window.printed = true; }")
    paper = logs_with_the_keyboard(lin, told)
    number = paper.number.replace("-", "")
    assert house.moves(number) == ["receive", "assign"]
    assert told["name"] in lin.inner_text("main")

    site.at("2026-09-21T11:00")
    wu = at_work(browser, site, "handler", told)
    wu.goto("/desk?list=offered")
    assert paper.number in wu.inner_text("main")
    does(wu, paper, "sign_for")
    does(wu, paper, "ask_supplement", items=told["missing"])

    site.at("2026-09-21T19:30")
    li = at_home(browser, site, told)
    citizen.look_up(li, paper)
    assert told["missing"].split("\n")[0] in li.inner_text("main")
    button = sends(li, "/status/supplement")
    li.fill("#note", told["supplied"])
    button.click()
    assert house.complaint(number).pause_reason is None

    site.at("2026-09-22T09:00")  # a session lasts a working day: officers sign in again in the morning
    desk.sign_in(wu, "handler")
    does(wu, paper, "contact", how="phone", note=told["supplied"])
    does(wu, paper, "suspend", reason="expert_appraisal", evidence=told["narrative"])
    zhou = at_work(browser, site, "leader", told)
    does(zhou, paper, "confirm_suspension")
    assert house.complaint(number).pause_reason == "suspension"
    site.at("2026-09-23T09:00")
    desk.sign_in(wu, "handler")
    desk.sign_in(lin, "window")
    does(wu, paper, "resume")
    does(wu, paper, "answer", outcome="substantiated", findings=told["supplied"], reply=told["reply"])
    does(lin, paper, "give_feedback", method="phone")

    site.at("2026-09-23T20:00")
    citizen.look_up(li, paper)
    assert told["reply"] in li.inner_text("main")
    rates(li, 1)
    assert house.complaint(number).grade == 1

    site.at("2026-09-24T09:00")
    gu = at_work(browser, site, "supervisor", told)
    gu.goto("/supervise")
    gu.click(f"main a[href='/desk/c/{number}']")
    does(gu, paper, "contact", how="phone", note=told["supplied"])
    does(gu, paper, "reopen", unit="HR-BUREAU", officer="zhenghe", reason=told["better"])

    site.at("2026-09-24T10:00")
    zheng = at_work(browser, site, "other", told)
    does(zheng, paper, "sign_for")
    does(zheng, paper, "contact", how="phone", note=told["supplied"])
    does(zheng, paper, "answer", outcome="substantiated", findings=told["supplied"], reply=told["better"])
    desk.sign_in(lin, "window")
    does(lin, paper, "give_feedback", method="phone")

    site.at("2026-09-24T20:00")
    citizen.look_up(li, paper)
    assert told["better"] in li.inner_text("main") and told["reply"] not in li.inner_text("main")
    rates(li, 5)
    assert told["closed"] in li.inner_text("main")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.grade) == ("closed", 5)
    assert house.moves(number)[-4:] == ["contact", "answer", "give_feedback", "rate"]
    for page in (lin, wu, zhou, gu, zheng, li):
        page.context.close()
