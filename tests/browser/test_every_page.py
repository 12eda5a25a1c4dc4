"""Every page of every role: for other eyes and hands, at any size, in both languages; light, quiet and named as it should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from complaints.web.page.styles import SHEETS, joined
from tests.browser import citizen, stories
from tests.browser.colours import faint_texts
from tests.browser.eyes import (
    faults,
    in_the_dark,
    resize,
    through,
    too_wide,
    torn,
    unfolded,
    wearing,
    without_visible_focus,
)
from tests.browser.site import PHONE, WIDE, Site, person, running
from tests.browser.walks import WALKS

pytestmark = pytest.mark.browser

STATIC = Path("complaints/web/static")
HEAVIEST = 250_000  # bytes of a first load, nothing compressed
CODE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
TABLET = 700  # px
MOST_MOVED = 0.1  # cumulative layout shift
PUBLIC = ("home", "commitments", "status", "complain")
LONG_LIVED = "max-age=31536000"
WATCH = """window.moved = 0;
const loading = one => one.startTime < (window.opened ?? Infinity);
new PerformanceObserver(list => list.getEntries().filter(loading).forEach(one => { window.moved += one.value }))
    .observe({type: "layout-shift", buffered: true});"""
NAMES = """() => ({
    language: document.documentElement.lang,
    titles: [...document.querySelectorAll("title")].filter(one => !one.closest("svg")).map(one => one.textContent),
    headings: [...document.querySelectorAll("h1")].map(one => one.innerText),
    viewport: document.querySelector("meta[name=viewport]")?.content,
    robots: document.querySelector("meta[name=robots]")?.content,
    about: document.querySelector("meta[name=description]")?.content,
    weight: new Blob([document.documentElement.outerHTML]).size + "<!DOCTYPE html>".length,
    files: [...document.querySelectorAll("link[href], script[src], img[src]")].map(one => one.href || one.src),
    blocking: [...document.querySelectorAll("script:not([defer])")].map(one => one.outerHTML),
    skip: document.querySelector("body > a")?.getAttribute("href"),
    moved: window.seen ? 0 : window.moved,
    seen: window.seen = true,
})"""


@pytest.fixture(scope="module")
def furnished() -> Iterator[tuple[Site, stories.Told]]:
    with running() as site:
        yield site, stories.furnish(site)


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("walk", WALKS)
def test_everybody_can_use_every_page(browser, furnished, walk, locale):
    """Each language is seen in one width by every rule of axe; the other widths, sizes and colours by what they change.
    Colours are the same in both languages: they are looked at in Chinese, light and dark."""
    site, told = furnished
    narrow = (walk == "citizen") == (locale == "zh")
    context = person(browser, site, viewport=PHONE if narrow else WIDE, reduced_motion="reduce")
    context.add_init_script(WATCH)
    page = context.new_page()
    noise = _listen(page, lost=walk == "trouble")
    citizen.look(page, locale=locale)
    wrong = {}
    for name in WALKS[walk](page, site, told):
        page.wait_for_load_state()
        named = page.evaluate(NAMES)
        found = [*_misnamed(named, name, locale), *_heavy(named), *noise, *_codes(page, walk)]
        noise.clear()
        with unfolded(page):
            found += faults(page) + (faint_texts(page) if locale == "zh" else [])
            found += _spilling(page, narrow, locale)
            found += _in_the_dark(page) if locale == "zh" else []
        if found:
            wrong[name] = found
    context.close()

    assert wrong == {}, "\n".join(f"{name}: {line}" for name, lines in wrong.items() for line in lines)


def _listen(page, lost: bool) -> list[str]:
    """What the page says to the console, and what is asked for in vain: files, and pages unless the walk is about being
    `lost`. The answer to a form may be an error."""
    noise: list[str] = []

    def heard(message):
        if message.type in ("error", "warning") and message.location["url"] != page.url:
            noise.append(f"console: {message.text} {message.location}")

    def answered(response):
        if response.request.resource_type == "document":
            if response.request.method == "GET" and response.status in (403, 404) and not lost:
                noise.append(f"{response.status} {response.url}")
            return
        if response.status >= 400:
            noise.append(f"{response.status} {response.url}")
        elif "/static/" in response.url and LONG_LIVED not in response.headers.get("cache-control", ""):
            noise.append(f"not kept by the browser: {response.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: noise.append(f"script: {error}"))
    page.on("response", answered)
    return noise


def _misnamed(named, name, locale) -> list[str]:
    found = []
    title = named["titles"][0] if named["titles"] else ""
    if named["language"] != ("en" if locale == "en" else "zh-Hans"):
        found.append(f"language {named['language']}")
    if len(named["titles"]) != 1 or title.split("｜")[0].split(" | ")[0].strip() == "":
        found.append(f"titles {named['titles']}")
    if any(words in title for words in ("李大爷", "13800138000")):
        found.append(f"somebody stands in the title: {title}")
    if len(named["headings"]) != 1 or not named["headings"][0].strip():
        found.append(f"headings {named['headings']}")
    if named["viewport"] != "width=device-width, initial-scale=1":
        found.append(f"viewport {named['viewport']}")
    if not named["robots"] or (name in PUBLIC and not named["about"]):
        found.append(f"robots {named['robots']}, described as {named['about']}")
    if named["skip"] != "#main" or named["blocking"]:
        found.append(f"skip {named['skip']}, blocking {named['blocking']}")
    if named["moved"] > MOST_MOVED:
        found.append(f"things move while it loads: {named['moved']}")
    return found


def _codes(page, walk) -> list[str]:
    """Internal codes on pages of people who do not write the rules. The assessment names the tables themselves."""
    written = walk == "admin" or page.url.endswith("/assessment")
    found = [] if written else CODE.findall(page.locator("main").text_content())
    return [f"the code {code} is shown" for code in found]


def _heavy(named) -> list[str]:
    """A first load: the page itself and every file it names."""
    files = {Path(urlsplit(address).path) for address in named["files"]}
    weight = named["weight"] + sum(_weight(file) for file in files)
    return [f"weighs {weight} bytes"] if weight > HEAVIEST else []


def _weight(file: Path) -> int:
    """Bytes of one of our own files; a style sheet is joined from its components."""
    return len(joined(file.stem)) if file.stem in SHEETS else (STATIC / file.name).stat().st_size


def _in_the_dark(page) -> list[str]:
    """What does not depend on the language: colours when it is dark, and where the focus is."""
    with in_the_dark(page):
        return faint_texts(page) + without_visible_focus(page)


def _spilling(page, narrow: bool, locale: str) -> list[str]:
    """As it is; at 320 px, which is 400 % of a window 1280 wide (WCAG 1.4.10); in large print on a phone; what was seen on
    a phone, on the screen of an office; and in English, whose words are the longer ones, on a tablet."""
    found = _ill_fitting(page, "as it is")
    with through(page, 320):
        found += _ill_fitting(page, "at 320 px")
        resize(page, PHONE["width"])
        with wearing(page, print="large"):
            found += _ill_fitting(page, "in large print")
        if narrow:
            resize(page, WIDE["width"])
            found += _ill_fitting(page, "on a desk")
        found += _on_a_tablet(page) if locale == "en" else []
    return found


def _on_a_tablet(page) -> list[str]:
    """Where tables are tables and narrow; in usual and in large print."""
    resize(page, TABLET)
    found = _ill_fitting(page, f"at {TABLET} px")
    with wearing(page, print="large"):
        return [*found, *_ill_fitting(page, f"at {TABLET} px in large print")]


def _ill_fitting(page, where) -> list[str]:
    over = too_wide(page)
    wide = [f"{over} px too wide {where}"] if over else []
    return [*wide, *(f"torn {where}: {words}" for words in torn(page))]
