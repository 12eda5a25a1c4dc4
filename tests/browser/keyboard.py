"""A person at the keyboard: every key is counted, and how long it takes is estimated from the count and from the site.

What is measured: keys pressed, each at 0.28 seconds (the keystroke-level model of Card, Moran and Newell for an average
typist), a Chinese sign as four keys of pinyin, plus the seconds the site itself took from the first key to the last page.
What is not: reading, thinking, and what the citizen says meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

SECONDS_A_KEY = 0.28
KEYS_A_HAN = 4
MOST_TABS = 40
HERE = """selector => document.activeElement !== null && document.activeElement.matches(selector)"""


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0
        self.site_seconds = 0.0

    @property
    def seconds(self) -> float:
        return self.keys * SECONDS_A_KEY + self.site_seconds

    def press(self, *names: str) -> None:
        """A chord such as Control+Enter counts as two keys."""
        for name in names:
            self.keys += name.count("+") + 1
            with self._timed():
                self.page.keyboard.press(name)

    def type(self, text: str) -> None:
        self.keys += sum(KEYS_A_HAN if sign > "\u2e7f" else 1 for sign in text)
        with self._timed():
            self.page.keyboard.type(text)

    def tab_to(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self.page.evaluate(HERE, selector):
                return
            self.press("Tab")
        raise AssertionError(f"{selector} is not within {MOST_TABS} tabs")

    def opens(self, keys: str, address: str) -> None:
        """Press the keys of a link, such as "b e", and wait for its page and its first field."""
        self.press(*keys.split(" "))
        self.arrives(address)
        with self._timed():
            self.page.locator("main :focus").wait_for(state="attached")

    def sends(self, address: str) -> None:
        self.press("Control+Enter")
        self.arrives(address)

    def arrives(self, address: str) -> None:
        with self._timed():
            self.page.wait_for_url(address)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.site_seconds += time.perf_counter() - begun
