"""Pictures of every page, to be looked at: `python -m tests.browser.shots [word] [walk]` writes them into shots/."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser import citizen, stories
from tests.browser.site import PHONE, WIDE, Site, chromium, person, running
from tests.browser.walks import WALKS, Told

OUT = Path("shots")


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
    Look("phone-large", PHONE, large=True),
    Look("wide-english", WIDE, locale="en"),
    Look("phone-english", PHONE, locale="en"),
    Look("phone-dark", PHONE, theme="dark"),
    Look("wide-large", WIDE, large=True),
)


def main(only: str = "", walk: str = "") -> None:
    OUT.mkdir(exist_ok=True)
    with chromium() as browser:
        for look in (one for one in LOOKS if only in ("", one.name)):
            with running() as site:
                told = stories.furnish(site)
                for name in (one for one in WALKS if walk in ("", one)):
                    _shoot_all(browser, site, look, name, told)


def _shoot_all(browser: Browser, site: Site, look: Look, walk: str, told: Told) -> None:
    context = person(browser, site, viewport=look.viewport)
    page = context.new_page()
    citizen.look(page, locale=look.locale, theme=look.theme, large=look.large)
    for name in WALKS[walk](page, site, told):
        _shoot(page, look, f"{walk}-{name}")
        if name.startswith("receipt") and look.name == "wide":
            page.pdf(path=OUT / f"{name}.pdf", prefer_css_page_size=True)
    context.close()


def _shoot(page: Page, look: Look, name: str) -> None:
    """The whole page; and a word when something is wider than the window."""
    page.screenshot(path=OUT / f"{look.name}--{name}.png", full_page=True)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        print(f"{look.name} {name}: {over} px too wide")


if __name__ == "__main__":
    main(*sys.argv[1:])
