"""The browser is started once for all tests of a worker; each test gets a site of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, chromium, running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as it:
        yield it


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as it:
        yield it
