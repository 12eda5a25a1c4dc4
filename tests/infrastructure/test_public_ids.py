"""Numbers people see tell nothing of how many rows lie between them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from complaints.infrastructure.public_ids import FIRST, public_id, row_id_of
from tests.house import House

ROWS = (1, 2, 3, 1000, 2**31, 2**40)


@pytest.mark.parametrize("row_id", ROWS)
def test_number_leads_back_to_its_row_in_its_own_list(house: House, row_id: int) -> None:
    shown = public_id(row_id, "escalation")

    assert row_id_of(shown, "escalation") == row_id
    assert row_id_of(shown, "file") != row_id
    assert FIRST <= shown < 2 * FIRST == 2**53  # exact in JSON


def test_numbers_of_neighbours_share_no_order_and_no_beginning(house: House) -> None:
    shown = [public_id(row_id, "notice") for row_id in range(1, 401)]

    assert len(set(shown)) == 400
    rises = sum(first < second for first, second in pairwise(shown))
    assert 140 < rises < 260
    assert max(Counter(one >> 46 for one in shown).values()) < 30  # spread over all that there are


@pytest.mark.parametrize("never_given", [None, 0, 1, FIRST - 1, 2 * FIRST])
def test_number_never_given_leads_to_no_row(house: House, never_given: int | None) -> None:
    assert row_id_of(never_given, "file") is None


def test_numbers_of_another_installation_are_others(house: House) -> None:
    before = public_id(7, "file")
    house.app.config["SECRET_KEY"] = "another secret"

    assert public_id(7, "file") != before
