"""The browser is started once for all tests of a worker; each test gets a site of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.site import Site, chromium, running


@pytest.fixture(scope="session")
def started_browser() -> Iterator[Browser]:
    with chromium() as it:
        yield it


@pytest.fixture
def browser(started_browser: Browser) -> Iterator[Browser]:
    """No page stays open after its test: a page left open draws on, at the cost of all tests that follow."""
    yield started_browser
    for context in started_browser.contexts:
        context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as it:
        yield it


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A test that fails tells what stood on the pages that were open."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.failed and (opened := getattr(item, "funcargs", {}).get("browser")):
        pages = (page for context in opened.contexts for page in context.pages)
        report.sections.append(("Open pages", "\n\n".join(_told(page) for page in pages)))


def _told(page: Any) -> str:
    try:
        return f"{page.url}\n{page.inner_text('body', timeout=2000)[:2000]}"
    except Error as error:
        return f"{page.url}\n{error}"
