"""What is drawn by chance is the same in every run: a test that fails, fails again.

Tracking numbers, query codes and samples are drawn from the name of the test, the examples of hypothesis from its text.
SHOUWEN_TEST_CHANCE=2 draws other numbers, --hypothesis-profile=default other examples, to look for what depends on them.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import settings

from complaints.infrastructure import tracking_numbers
from complaints.models import call_back_seed
from complaints.queries import evaluations
from tests.support import post_office

settings.load_profile("ci")  # nor do examples fail for the time they take on a busy machine


class Draws:
    """Stands where the program has the module `secrets`."""

    def __init__(self) -> None:
        self.random = Random()

    def start_again(self, name: str) -> None:
        self.random.seed(os.environ.get("SHOUWEN_TEST_CHANCE", "1") + name)

    def randbelow(self, most: int) -> int:
        return self.random.randrange(most)

    def token_hex(self, size: int) -> str:
        return self.random.randbytes(size).hex()


_draws = Draws()
for module in (tracking_numbers, call_back_seed, evaluations):
    module.secrets = _draws


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    _draws.start_again(item.nodeid)
    post_office.start_again()
