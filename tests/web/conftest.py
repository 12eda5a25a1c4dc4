"""A clock that moves only when a test moves it, and a citizen with a browser."""

from __future__ import annotations

import pytest

from complaints.infrastructure import clock
from tests.house import shanghai
from tests.web.pages import Visitor, signed_in


@pytest.fixture
def now(monkeypatch):
    moments = [shanghai("2026-09-21T10:00")]
    monkeypatch.setattr(clock, "now", lambda: moments[-1])
    return lambda text: moments.append(shanghai(text))


@pytest.fixture
def li(house, now):
    return Visitor(house.app)


@pytest.fixture
def at_desk(house, now):
    return lambda username: signed_in(house, username)
