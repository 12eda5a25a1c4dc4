"""Pictures of every page, to be looked at: `python -m tests.browser.shots [word]` writes them into shots/."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser import citizen, supervise, test_admin
from tests.browser.site import PHONE, WIDE, Site, chromium, person, running
from tests.house import PASSWORD

OUT = Path("shots")
STAFF = {
    "window": ["/desk", "/desk/new", "/desk/search", "/desk/inbox", "/desk/keys"],
    "supervisor": supervise.PAGES,
    "admin": test_admin.PAGES,
}


@dataclass(frozen=True)
class Look:
    name: str
    viewport: dict[str, int]
    locale: str = "zh"
    theme: str = "light"
    large: bool = False


LOOKS = (
    Look("wide", WIDE),
    Look("phone", PHONE),
    Look("wide-dark", WIDE, theme="dark"),
    Look("phone-dark", PHONE, theme="dark"),
    Look("wide-large", WIDE, large=True),
    Look("phone-large", PHONE, large=True),
    Look("wide-english", WIDE, locale="en"),
    Look("phone-english", PHONE, locale="en"),
)


def main(only: str = "") -> None:
    OUT.mkdir(exist_ok=True)
    with running() as site, chromium() as browser:
        supervise.furnish(site)
        told = _stories(site)
        for look in LOOKS:
            if only in look.name:
                site.at("2026-09-28T10:00")
                _shoot_citizen(browser, site, look, told)
                _shoot_staff(browser, site, look)


def _stories(site: Site) -> dict[str, citizen.Paper]:
    """Complaints at different points of their life, as the seeded people of the house bring them there."""
    house = site.house
    late = house.logs("2026-09-10T10:00")
    house.does("window", late, "accept", "2026-09-10T11:00")
    house.does("window", late, "assign", "2026-09-10T11:10", unit="EC-BUREAU")
    house.does("handler", late, "sign_for", "2026-09-10T15:00")
    house.does("handler", late, "contact", "2026-09-10T16:00", how="phone", reached=True, note="已联系")
    house.does("handler", late, "ask_supplement", "2026-09-11T09:00", items=["哪个窗口", "大概时间"])
    house.does("citizen", late, "supplement", "2026-09-11T10:00", note="3号窗口，上午十点")
    house.sweeps("2026-09-24T09:00")
    answered = house.logs("2026-09-15T10:00")
    house.does(
        "window",
        answered,
        "answer_on_the_spot",
        "2026-09-15T10:20",
        outcome="substantiated",
        findings="属实",
        reply="经核实，您反映的情况属实。\n窗口人员已当面道歉，并重新学习服务规范。",
    )
    house.does(
        "window",
        answered,
        "give_feedback",
        "2026-09-16T10:00",
        method="phone",
        remedies="三十日内可以申请复查。",
        note="已告知",
    )
    site.house.sweeps("2026-09-20T09:00")
    return {
        name: citizen.Paper(number, house.codes[number])
        for name, number in (("late", late), ("answered", answered))
    }


def _shoot_citizen(browser: Browser, site: Site, look: Look, told: dict[str, citizen.Paper]) -> None:
    context = person(browser, site, viewport=look.viewport)
    page = context.new_page()
    citizen.look(page, locale=look.locale, theme=look.theme, large=look.large)
    for name, address in (
        ("home", "/"),
        ("commitments", "/commitments"),
        ("login", "/login"),
        ("nothing", "/nothing"),
        ("complain-0", "/complain"),
    ):
        page.goto(address)
        _shoot(page, look, name)
    page.goto("/complain/category")
    page.locator("main form .button").last.click()
    _shoot(page, look, "complain-wrong")
    for number, step in enumerate(citizen.STEPS, 1):
        page.goto(f"/complain/{step}")
        _shoot(page, look, f"complain-{number}-{step}")
        citizen.fill(page, step)
    _shoot(page, look, "receipt")
    page.goto("/receipt?paper=slip")
    _shoot(page, look, "receipt-slip")
    if look.name == "wide":
        page.pdf(path=OUT / "receipt-slip.pdf", prefer_css_page_size=True)
        page.goto("/receipt")
        page.pdf(path=OUT / "receipt-a4.pdf", prefer_css_page_size=True)
    for name, found in told.items():
        page.context.clear_cookies(name="none")
        page.goto("/status")
        if page.locator("#tracking_number").count() == 0:
            page.locator("form[action='/status/leave'] button").click()
        citizen.look_up(page, found)
        _shoot(page, look, f"status-{name}")
    page.goto("/status/rate")
    _shoot(page, look, "status-rate")
    context.close()


def _shoot_staff(browser: Browser, site: Site, look: Look) -> None:
    for username, addresses in STAFF.items():
        context = person(browser, site, viewport=look.viewport)
        page = context.new_page()
        citizen.look(page, locale=look.locale, theme=look.theme, large=look.large)
        page.goto("/login")
        page.fill("#username", username)
        page.fill("#password", PASSWORD)
        page.locator("main form .button").click()
        for address in addresses:
            answer: Any = page.goto(address)
            if answer.status == 200:
                _shoot(page, look, f"{username}{address.split('?')[0].replace('/', '-')}")
        context.close()


def _shoot(page: Page, look: Look, name: str) -> None:
    """The whole page; and a word when something is wider than the window."""
    page.screenshot(path=OUT / f"{name}--{look.name}.png", full_page=True)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        print(f"{name} {look.name}: {over} px too wide")


if __name__ == "__main__":
    main(*sys.argv[1:])
