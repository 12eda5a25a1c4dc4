"""Of joined complaints each citizen is called back: the promise is kept when the last was called, or has rated."""

from __future__ import annotations

import pytest

from complaints.intake.complainant import Person
from complaints.models import Deadline
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand

pytestmark = pytest.mark.usefixtures("leading_by_number")
CALL = {"how": "phone", "reached": True, "note": "对结果满意"}
NO_PHONE = Person(name="王女士")


def group(house: House, *persons: Person | None, leading: Person | None = None) -> list[str]:
    """Told on Monday the 21st, with one joined complaint for each person; None is the usual one."""
    numbers = [in_hand(house, **_of(leading))]
    for person in persons:
        numbers.append(house.logs("2026-09-18T11:00", **_of(person)))
        house.does("window", numbers[-1], "merge", "2026-09-18T11:30", leading=numbers[0])
    house.does("handler", numbers[0], "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", numbers[0], "give_feedback", "2026-09-21T15:00", method="phone")
    return numbers


def _of(person: Person | None) -> dict[str, Person]:
    return {} if person is None else {"person": person}


def promise(house: House, number: str) -> Deadline:
    return next(row for row in house.complaint(number).deadlines if row.commitment == "call_back")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_promise_is_kept_by_the_call_to_the_last(either_house: House, order: tuple[int, ...]) -> None:
    numbers = group(either_house, None, None)
    called = [numbers[one] for one in order]
    for hour, number in enumerate(called):
        at = f"2026-09-22T1{hour}:00"
        either_house.does("supervisor", number, "call_back", at, **CALL)
        met_at = promise(either_house, numbers[0]).met_at
        assert met_at == (shanghai(at) if number == called[-1] else None)


def test_who_was_called_twice_stands_for_one(house: House) -> None:
    leading, other = group(house, None)
    house.does("supervisor", leading, "call_back", "2026-09-22T10:00", **CALL)
    house.does("supervisor", leading, "call_back", "2026-09-22T11:00", **CALL)
    assert promise(house, leading).met_at is None

    house.does("citizen", other, "rate", "2026-09-22T12:00", grade=5)  # has said it

    assert promise(house, leading).met_at == shanghai("2026-09-22T12:00")


def test_citizen_left_uncalled_breaks_it(house: House) -> None:
    leading, _ = group(house, None)
    house.does("supervisor", leading, "call_back", "2026-09-22T10:00", **CALL)

    house.sweeps("2026-09-25T09:00")

    assert promise(house, leading).breached_at == shanghai("2026-09-24T17:30")


def test_citizen_without_a_phone_is_not_waited_for(house: House) -> None:
    leading, _ = group(house, NO_PHONE)

    house.does("supervisor", leading, "call_back", "2026-09-22T10:00", **CALL)

    assert promise(house, leading).met_at == shanghai("2026-09-22T10:00")


def test_joined_citizen_is_promised_a_call_where_the_first_has_no_phone(house: House) -> None:
    leading, other = group(house, None, leading=NO_PHONE)
    assert promise(house, leading).met_at is None

    house.does("supervisor", other, "call_back", "2026-09-22T10:00", **CALL)

    assert promise(house, leading).met_at == shanghai("2026-09-22T10:00")


def test_call_owed_only_to_the_one_that_left_ends(house: House) -> None:
    leading, other = group(house, None)
    house.does("supervisor", leading, "call_back", "2026-09-22T10:00", **CALL)

    house.does("window", other, "unmerge", "2026-09-22T11:00", reason="不是同一件事")

    row = promise(house, leading)
    assert (row.met_at, row.void_at, row.breached_at) == (None, shanghai("2026-09-22T11:00"), None)


def test_group_reopened_is_owed_no_call_about_the_answer_before(house: House) -> None:
    leading, _ = group(house, None)
    house.does("citizen", leading, "rate", "2026-09-22T10:00", grade=1)

    unit = "EC-BUREAU"
    house.does("supervisor", leading, "reopen", "2026-09-22T11:00", unit=unit, reason="重办")

    row = promise(house, leading)
    assert (row.met_at, row.void_at) == (None, shanghai("2026-09-22T11:00"))


def test_review_of_one_citizen_withdrawn_leaves_the_others_to_be_called(house: House) -> None:
    leading, other = group(house, None)
    house.does("supervisor", other, "call_back", "2026-09-22T09:00", **CALL)
    house.does("citizen", other, "appeal", "2026-09-22T10:00", reason="不服")
    assert promise(house, leading).met_at is not None

    house.does("citizen", other, "withdraw", "2026-09-22T11:00")
    assert promise(house, leading).is_running
    house.does("supervisor", leading, "call_back", "2026-09-22T15:00", **CALL)

    assert promise(house, leading).met_at == shanghai("2026-09-22T15:00")
