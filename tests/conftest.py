"""Fixtures: a house on SQLite, and the same house on both databases where the database matters."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from complaints.access import prepared_queries
from tests.chance import pytest_runtest_setup  # noqa: F401 (a hook)
from tests.distribution import (  # noqa: F401 (hooks)
    pytest_collection_modifyitems,
    pytest_xdist_make_scheduler,
)
from tests.house import House, opened

gc.set_threshold(50_000, 10, 10)  # a seventh of all time went into looking through what stays to the end


def pytest_collection_finish() -> None:
    """Programs and tests stay to the end: the collector need not look through them again."""
    gc.collect()
    gc.freeze()


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
