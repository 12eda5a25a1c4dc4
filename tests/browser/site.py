"""A running site for the browser: the application in a thread of this program, so that tests may set its clock."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from complaints.infrastructure import clock
from tests.house import House, leave, lent, shanghai

CHROMIUM = "/usr/bin/chromium"
BROWSERS = ("chromium-headless-shell", "chromium")  # one engine; the first without windows
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SOON = 0.02  # seconds until a server sees that it shall end
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1366, "height": 768}


@dataclass
class Site:
    """`address` of the site, and the application behind it; `now` is what its clock says."""

    address: str
    house: House
    now: datetime

    def at(self, text: str) -> None:
        self.now = shanghai(text)


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: a test says what went wrong, not what was asked."""


@contextmanager
def running(at: str = "2026-09-21T10:00") -> Iterator[Site]:
    """A site on SQLite, its clock standing still until it is set."""
    with lent("sqlite") as app:
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        site = Site(f"http://127.0.0.1:{server.server_port}", House(app), shanghai(at))
        real, clock.now = clock.now, lambda: site.now
        thread = threading.Thread(target=server.serve_forever, args=(SOON,), daemon=True)
        thread.start()
        try:
            with app.app_context():
                yield site
        finally:
            clock.now = real
            server.shutdown()
            thread.join(10)
            with app.app_context():
                leave()


@contextmanager
def chromium() -> Iterator[Browser]:
    path = os.environ.get("SHOUWEN_TEST_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), CHROMIUM
    )
    if not Path(path).exists():
        _without_browser("Chromium is not installed (Debian: chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def person(browser: Browser, site: Site, **how: Any) -> BrowserContext:
    """A person with a browser of their own; `viewport`, `java_script_enabled`, `color_scheme` as Playwright knows them."""
    return browser.new_context(base_url=site.address, locale=how.pop("locale", "zh-CN"), **how)


def _without_browser(why: str) -> NoReturn:
    if os.environ.get("SHOUWEN_TEST_EVERYTHING"):
        pytest.fail(why)
    pytest.skip(why)
