"""Faults of the open page that hinder people, one a line. Axe is loaded once a page, whatever it checks; the contrast of
texts is in `colours`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TAGGED = {"type": "tag", "values": WCAG}
ALL_BUT_COLOURS = {
    "runOnly": TAGGED,
    "rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}},
}
RUN = """async options => {
    const found = await axe.run(WHERE, {...options, resultTypes: ["violations"], preload: false});
    return found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`));
}"""
UNSEEN = """() => {
    const ways = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")];
    const faint = ways.filter(one => {
        if (one.tabIndex < 0 || one.disabled || one.type === "hidden" || !one.checkVisibility()) return false;
        one.focus({preventScroll: true});
        const look = getComputedStyle(one);
        return one.tabIndex > 0 || look.outlineStyle === "none" || parseFloat(look.outlineWidth) < 2;
    });
    document.activeElement.blur();
    return faint.map(one => `no focus to be seen, or out of order: ${one.outerHTML.slice(0, 160)}`);
}"""

TORN = r"""() => {
    const torn = [], place = document.createRange(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode;
        const around = text.parentElement;
        if (!around.checkVisibility() || around.closest("svg, select, textarea, .hidden")) continue;
        if (getComputedStyle(around).clipPath !== "none") continue;  // for ears alone
        for (const word of text.data.matchAll(/[0-9]+|[A-Za-z]+/g)) {
            const run = text.data.slice(0, word.index).match(/\S*$/)[0] + text.data.slice(word.index).match(/^\S*/)[0];
            if (word[0].length < 2 || word[0].length > 20 || /[/_@]/.test(run)) continue;  // an address may be torn
            place.setStart(text, word.index);
            place.setEnd(text, word.index + word[0].length);
            const lines = new Set([...place.getClientRects()].map(one => Math.round(one.top)));
            if (lines.size > 1) torn.push(`torn over ${lines.size} lines: ${word[0]} in ${around.outerHTML.slice(0, 120)}`);
        }
    }
    return torn;
}"""


def faults(page: Page, rules: dict[str, object] = ALL_BUT_COLOURS, where: str = "document") -> list[str]:
    """What axe finds by these rules, there: an expression of the page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN.replace("WHERE", where), rules)
    return found


def too_wide(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def torn(page: Page) -> list[str]:
    """Numbers and English words that go on in the next line: a narrow place that gives way where it should not."""
    found: list[str] = page.evaluate(TORN)
    return found


def without_visible_focus(page: Page) -> list[str]:
    """What the Tab key reaches without showing that it has; and what it reaches out of order."""
    page.keyboard.press("Shift")  # from now on the browser takes the person for one who uses the keyboard
    found: list[str] = page.evaluate(UNSEEN)
    return found


@contextmanager
def unfolded(page: Page) -> Iterator[None]:
    """The open page with everything shown that a person may unfold."""
    page.evaluate("window.folds = [...document.querySelectorAll('main details:not([open])')]")
    page.evaluate("window.folds.forEach(one => { one.open = true })")
    try:
        yield
    finally:
        page.evaluate("window.folds.forEach(one => { one.open = false })")


@contextmanager
def wearing(page: Page, **attributes: str) -> Iterator[None]:
    """The open page in another size: an attribute of the page's root."""
    put_on = "worn => Object.assign(document.documentElement.dataset, worn)"
    take_off = "worn => { for (const name in worn) delete document.documentElement.dataset[name] }"
    page.evaluate(put_on, attributes)
    try:
        yield
    finally:
        page.evaluate(take_off, attributes)


@contextmanager
def through(page: Page, width: int) -> Iterator[None]:
    """The open page in a window of another width."""
    before = page.viewport_size or {"width": 1366, "height": 768}
    resize(page, width)
    try:
        yield
    finally:
        page.set_viewport_size(before)


def resize(page: Page, width: int) -> None:
    """Each time the whole page is laid out once more."""
    page.set_viewport_size({"width": width, "height": 740})


@contextmanager
def in_the_dark(page: Page) -> Iterator[None]:
    """The open page on a device that is dark, where no colours were chosen."""
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    try:
        yield
    finally:
        page.emulate_media(color_scheme="light")
