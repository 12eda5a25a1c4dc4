"""Fixtures: a house on SQLite, and the same house on both databases where the database matters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from complaints.access import prepared_queries
from tests.house import House, opened


@pytest.fixture
def house() -> Iterator[House]:
    with opened("sqlite") as it:
        yield it


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either_house(request: pytest.FixtureRequest) -> Iterator[House]:
    with opened(request.param) as it:
        yield it


@pytest.fixture
def queries_written_anew() -> Iterator[None]:
    """Where a test takes a rule away: queries written under it are not kept, before or after."""
    prepared_queries._prepared.cache_clear()
    yield
    prepared_queries._prepared.cache_clear()
