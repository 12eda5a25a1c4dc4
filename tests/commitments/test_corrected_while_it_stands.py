"""A correction while the clock stands makes a sooner promise whose clock stood all along: none is broken meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.queries.statistics import commitments_kept
from tests.casework.test_joined_promises import handling
from tests.commitments.test_corrected_promises import correct
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand

ITEMS = {"items": ["身份证"]}


def handled(house: House) -> str:
    number = in_hand(house, category="LAWYER")
    house.does("handler", number, "ask_supplement", "2026-09-18T11:00", **ITEMS)
    return number


def taken_in(house: House, **words: Any) -> str:
    number = house.logs("2026-09-16T09:00", **words)
    house.does("window", number, "ask_supplement", "2026-09-16T09:00", **ITEMS)
    return number


def broken(house: House, number: str) -> set[str]:
    return {row.commitment for row in house.complaint(number).deadlines if row.breached_at is not None}


def test_work_corrected_while_waiting_is_not_broken(either_house: House) -> None:
    """Five working days from 09-18 would have ended on 09-24, had the clock not stood since the first morning."""
    house = either_house
    number = handled(house)
    correct(house, number, "2026-09-29T09:00", category="ATTITUDE")
    assert broken(house, number) == set()
    house.does("citizen", number, "supplement", "2026-09-29T15:00", note="已补")
    house.does("handler", number, "answer", "2026-09-29T15:30", **ANSWER)

    kept = handling(house, number)
    assert broken(house, number) == set() and kept.met_at < kept.due_at
    shares = {(row[0], row[1]): row[2:4] for row in commitments_kept.count(shanghai("2026-10-20T09:00"))}
    assert list(shares["ATTITUDE", "handling"]) in ([1, 1], [0, 0])


@pytest.mark.parametrize(
    "words, changes",
    [
        ({"category": "LAWYER"}, {"category": "ATTITUDE"}),  # acceptance: 7wd to 1wd
        ({}, {"category": "LAID_OBJ"}),  # handling runs from receipt
        ({"category": "LAID_OBJ", "channel": "letter"}, {"received_on": date(2026, 9, 14)}),
    ],
)
def test_taken_in_and_corrected_while_waiting_is_not_broken(
    house: House, words: dict[str, Any], changes: dict[str, Any]
) -> None:
    number = taken_in(house, **words)
    correct(house, number, "2026-09-24T09:00", **changes)
    house.sweeps("2026-09-28T18:00")

    assert broken(house, number) == set()
