"""What a citizen does in a browser, step by step; tests and pictures share it."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

STEPS = ("category", "what", "files", "who", "reach", "secret", "check")


@dataclass(frozen=True)
class Paper:
    number: str
    code: str


def fill(page: Page, step: str) -> None:
    """Answer one step of the complaint; the page shown afterwards is the next."""
    if step == "category":
        page.check("input[value=ATTITUDE]")
    elif step == "what":
        page.fill(
            "#narrative",
            "9 月 18 日上午十点，在市公共法律服务中心 3 号窗口，工作人员说话很难听，让我去别处问。\n希望当面道歉。",
        )
    elif step == "who":
        page.select_option("#unit", "EC-CENTRE")
    elif step == "reach":
        page.check("input[value=yes]")
        page.fill("#name", "李大爷")
        page.fill("#phone", "13800138000")
    page.locator("main form .button").last.click()


def complain(page: Page) -> Paper:
    page.goto("/complain")
    page.click("main a.button")
    for step in STEPS:
        fill(page, step)
    return paper(page)


def paper(page: Page) -> Paper:
    """The text of the receipt."""
    code = page.inner_text(".receipt-code").replace(" ", "").replace("\u2009", "")
    return Paper(page.inner_text(".receipt-number").strip(), code)


def look_up(page: Page, found: Paper) -> None:
    page.goto("/status")
    page.fill("#tracking_number", found.number)
    page.fill("#query_code", found.code)
    page.locator("main form .button").first.click()


def look(page: Page, *, locale: str = "zh", theme: str = "light", large: bool = False) -> None:
    """Choose language, colours and size with the buttons of the header."""
    page.goto("/")
    if locale == "en":
        _press(page, "button[name=locale]")
    if theme == "dark":
        _press(page, "button[name=theme]")
    if large:
        _press(page, "button[name=print]")


def _press(page: Page, button: str) -> None:
    """Until the page it leads to has come: asked for another before, the browser drops the choice."""
    with page.expect_navigation():
        page.click(button)
