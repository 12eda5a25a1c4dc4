"""Words are looked for in a stretch of complaints: the newest, or the newest up to a day."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.queries import search
from complaints.queries.search import Wanted, find
from tests.house import House


@pytest.fixture
def five_days(either_house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(search, "LOOKED_THROUGH", 2)
    monkeypatch.setattr(search, "ON_A_PAGE", 1)
    return [either_house.logs(f"2026-09-{day}T09:00", narrative="排队时电梯坏了") for day in range(14, 19)]


def _found(house: House, wanted: Wanted) -> list[str]:
    """All pages, one after the other."""
    numbers: list[str] = []
    before: int | None = None
    while True:
        page = find(wanted, house.officer("window"), before)
        numbers += [one.tracking_number for one in page.complaints]
        if page.next is None:
            return numbers
        before = page.next


def test_words_are_looked_for_among_the_newest(either_house: House, five_days: list[str]) -> None:
    assert _found(either_house, Wanted(words="电梯")) == [five_days[4], five_days[3]]


def test_a_last_day_looks_further_back(either_house: House, five_days: list[str]) -> None:
    up_to = Wanted(words="电梯", until=date(2026, 9, 16))

    assert _found(either_house, up_to) == [five_days[2], five_days[1]]


def test_days_before_the_first_looked_through_are_left_out(either_house: House, five_days: list[str]) -> None:
    between = Wanted(words="电梯", since=date(2026, 9, 16), until=date(2026, 9, 16))

    assert _found(either_house, between) == [five_days[2]]


def test_who_complained_is_found_however_long_ago(either_house: House, five_days: list[str]) -> None:
    number = five_days[0]
    phone = either_house.complaint(number).complainant.phone

    assert number in _found(either_house, Wanted(phone=phone or ""))
