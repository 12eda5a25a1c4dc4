"""A house that sends mail, and the server that takes it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import House
from tests.support.post_office import PostOffice, free_port, house_with_mail, post_office


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def office(port: int) -> Iterator[PostOffice]:
    with post_office(port) as it:
        yield it


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def mailing(request: pytest.FixtureRequest, port: int) -> Iterator[House]:
    with house_with_mail(request.param, port) as it:
        yield it
