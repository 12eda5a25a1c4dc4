"""A complaint of each foreign rulebook from intake to its end in a browser: its own labels, forms, clocks, status page and ways."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Event
from complaints.rulebooks import store
from tests.browser import citizen, desk
from tests.browser.citizen import Paper
from tests.browser.site import PHONE, WIDE, Site, person
from tests.house import shanghai
from tests.support.foreign_rulebooks import foreign

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The category, the move of its own (by whom, after which move), its words, and what the end is called.
LIVES: dict[str, tuple[str, tuple[str, str, str], dict[str, str], str]] = {
    "hospital": (
        "TREATMENT",
        ("supervisor", "read_report", "answer"),
        {"records_seen": "护理记录\n医嘱单", "verdict": "amended", "amended_how": "补写了复查时间。"},
        "已归档",
    ),
    "ombudsman": (
        "GRADING",
        ("handler", "hold_hearing", "sign_for"),
        {"heard_on": "2026-09-21", "agreed": "true", "terms": "重新评阅一次。"},
        "已了结",
    ),
    "grievance": (
        "GARBAGE",
        ("handler", "visit_site", "sign_for"),
        {"place": "古城路 12 号旁", "hours_needed": "两小时"},
        "解决后关闭",
    ),
}
ANSWER = {"outcome": "substantiated", "findings": "查明属实。", "reply": "已处理完毕。"}


def officer(browser: Browser, site: Site, username: str) -> Page:
    page = person(browser, site, viewport=WIDE).new_page()
    desk.sign_in(page, username)
    return page


def makes(page: Page, number: str, move: str, words: dict[str, str]) -> None:
    """By the button or the form on the page of the complaint, as its label offers it."""
    page.goto(f"/desk/c/{number}")
    if not page.locator(f"[data-act={move}]").first.is_visible():
        page.locator(f"details:has([data-act={move}]) > summary").first.click()
    page.locator(f"[data-act={move}]").first.click()
    page.wait_for_load_state()
    for name, value in words.items():
        _fill(page, name, value)
    if words:
        page.locator("[data-submit]").click()
        page.wait_for_load_state()
    assert page.url.endswith(number) and not page.locator(".wrong").count(), page.inner_text("main")[:800]


def _fill(page: Page, name: str, value: str) -> None:
    field = page.locator(f"[name={name}]").first
    kind = str(field.evaluate("one => one.type"))
    if kind == "radio":
        page.check(f"[name={name}][value='{value}']")
    elif kind.startswith("select") and field.is_visible():
        page.select_option(f"[name={name}]", value)
    elif kind.startswith("select"):
        page.fill(f"#{name}", value)
        page.press(f"#{name}", "Enter")
    else:
        page.fill(f"[name={name}]", value)


@pytest.mark.parametrize("name", LIVES)
def test_it_lives_from_intake_to_its_end(browser: Browser, site: Site, name: str) -> None:
    category, (by, own, after), words, ended = LIVES[name]
    with transaction():
        store.publish(foreign(name), shanghai("2026-09-17T09:00"))
    book: Any = store.book_for(category)
    number = site.house.logs("2026-09-21T09:00", category=category)
    pages = {one: officer(browser, site, one) for one in {"window", "handler", by}}
    steps = [
        ("window", "assign", {"unit": "EC-BUREAU"}),
        ("handler", "sign_for", {}),
        ("handler", "answer", ANSWER),
        ("window", "give_feedback", {"method": "phone"}),
    ]
    place = [move for _, move, _ in steps].index(after) + 1
    for who, move, typed in (*steps[:place], (by, own, words), *steps[place:]):
        makes(pages[who], number, move, typed)

    window = pages["window"]
    window.goto(f"/desk/c/{number}/ways")
    assert book.states[_row(number).state].label.zh in window.inner_text("[aria-current=step]")
    li = person(browser, site, viewport=PHONE, java_script_enabled=False).new_page()
    citizen.look_up(li, Paper(number, site.house.codes[number]))
    told = li.inner_text("main")
    assert book.moves[own].sentence.zh in told and book.first_state("told").label.zh in told
    li.goto("/status/rate")
    li.check("input[name=grade][value='5']")
    li.locator("main form .button").first.click()

    assert _row(number).milestone == "ended" and ended in li.inner_text("main")
    detail = db.session.query(Event).filter_by(move=own).one().detail["fields"]
    assert {str(one).lower() for one in detail.values() if not isinstance(one, list)} <= {*words.values()}


def _row(number: str) -> Complaint:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Complaint).filter_by(tracking_number=number).one()
