"""What is drawn by chance is drawn alike in each run, and unlike in each test."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import settings

from complaints.infrastructure.tracking_numbers import new_query_code, new_tracking_number
from complaints.models import call_back_seed
from complaints.queries import evaluations
from tests.chance import pytest_runtest_setup


def draw() -> list[str]:
    sizes = [module.secrets.token_hex(16) for module in (call_back_seed, evaluations)]
    return [new_tracking_number(), new_query_code(), *sizes]


@pytest.fixture
def drawn() -> list[str]:
    return draw()


def test_fixtures_and_tests_draw_from_the_name_of_the_test(drawn, request):
    after = draw()
    pytest_runtest_setup(request.node)

    assert [draw(), draw()] == [drawn, after]
    assert len({*drawn, *after}) == 8


def test_other_names_and_other_numbers_draw_otherwise(monkeypatch):
    pytest_runtest_setup(SimpleNamespace(nodeid="another test"))
    first = draw()
    monkeypatch.setenv("SHOUWEN_TEST_CHANCE", "2")
    pytest_runtest_setup(SimpleNamespace(nodeid="another test"))

    assert not {*first} & {*draw()}


def test_examples_are_the_same_and_have_the_time_they_need():
    assert settings().derandomize and settings().deadline is None
