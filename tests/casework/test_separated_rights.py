"""Separated again, a citizen takes along what they opened; the leading one is left with what its own citizens opened."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from complaints.models import Deadline
from complaints.models.deadline import fell_due, was_broken
from tests.house import House, shanghai
from tests.support.misplaced import misplaced
from tests.support.stories import ANSWER, in_hand, refusal

pytestmark = pytest.mark.usefixtures("leading_by_number")
DUTIES = {"verification", "verification_contact"}


def group(house: House, others: int = 1) -> list[str]:
    leading = in_hand(house)
    numbers = [leading]
    for _ in range(others):
        numbers.append(house.logs("2026-09-18T10:00"))
        house.does("window", numbers[-1], "merge", "2026-09-18T11:00", leading=leading)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    return numbers


def separate(house: House, number: str, at: str = "2026-09-22T14:00") -> None:
    house.does("window", number, "unmerge", at, reason="不是同一件事")


def running(house: House, number: str) -> dict[str, Deadline]:
    return {row.commitment: row for row in house.complaint(number).running}


def test_duty_of_their_bad_rating_goes_with_them(either_house: House) -> None:
    house = either_house
    leading, other = group(house)
    house.does("citizen", leading, "rate", "2026-09-22T09:30", grade=4)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=1)
    promised = {name: running(house, leading)[name].due_at for name in DUTIES}

    separate(house, other)

    assert not DUTIES & running(house, leading).keys()
    now = running(house, other)
    assert {name: now[name].due_at for name in DUTIES} == promised
    assert house.complaint(other).grade == 1
    house.does("window", leading, "close", "2026-09-22T15:00")
    assert house.complaint(leading).state == "closed"
    assert misplaced(db.session()) == []


def test_leading_one_without_a_rating_waits_for_it_again(house: House) -> None:
    leading, other = group(house)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=2)

    separate(house, other)

    assert "closing" in running(house, leading)
    house.sweeps("2026-10-20T09:00")
    assert house.complaint(leading).state == "closed"


@pytest.mark.parametrize("who", [0, 2])
def test_duty_stays_while_another_of_the_group_rated_badly(house: House, who: int) -> None:
    numbers = group(house, 2)
    for number in (numbers[who], numbers[1]):
        house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)

    separate(house, numbers[1])

    assert running(house, numbers[0]).keys() >= DUTIES
    assert running(house, numbers[1]).keys() >= DUTIES


def test_separated_duty_is_met_by_the_answer_of_another(house: House) -> None:
    """A supervisor gives it to other hands and calls; the new answer puts it right."""
    _, other = group(house)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=1)
    separate(house, other)

    words = {"unit": "HR-BUREAU", "reason": "核实后另行办理"}
    house.does("supervisor", other, "designate", "2026-09-22T15:00", **words)
    house.does("supervisor", other, "contact", "2026-09-22T16:00", how="phone", reached=True, note="…")
    assert DUTIES & running(house, other).keys() == {"verification"}
    house.does("other", other, "sign_for", "2026-09-22T16:30")
    house.does("other", other, "answer", "2026-09-23T10:00", **ANSWER)
    assert not DUTIES & running(house, other).keys()

    house.does("window", other, "give_feedback", "2026-09-23T11:00", method="phone")
    assert house.complaint(other).grade is None
    house.does("citizen", other, "rate", "2026-09-23T12:00", grade=5)
    assert house.complaint(other).state == "closed"


def test_who_answered_handles_the_separated_one_no_more(house: House) -> None:
    _, other = group(house)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=1)
    separate(house, other)

    house.does("window", other, "assign", "2026-09-22T15:00", unit="EC-BUREAU")

    assert refusal(house, "handler", other, "sign_for", "2026-09-22T15:30") == "NotNow"


@pytest.mark.parametrize("signed", [False, True])
def test_review_they_asked_for_goes_with_them(either_house: House, signed: bool) -> None:
    house = either_house
    leading, other = group(house)
    house.does("citizen", leading, "rate", "2026-09-22T09:30", grade=4)
    house.does("citizen", other, "rate", "2026-09-22T09:40", grade=3)
    house.does("citizen", other, "appeal", "2026-09-22T10:00", reason="不服")
    if signed:
        house.does("bureau.yu", leading, "sign_for", "2026-09-22T10:30")
    promised = running(house, leading)["appeal_review"].due_at

    separate(house, other)

    complaint = house.complaint(leading)
    assert (complaint.state, complaint.round, complaint.grade) == ("feedback", 1, 4)
    assert "appeal_review" not in running(house, leading)
    assert running(house, other)["appeal_review"].due_at == promised
    assert house.complaint(other).state == "received"
    house.does("window", leading, "close", "2026-09-22T15:00")
    assert house.complaint(leading).state == "closed"
    assert misplaced(db.session()) == []


def test_review_of_another_stays_with_the_leading_one(house: House) -> None:
    leading, asks, leaves = group(house, 2)
    house.does("citizen", asks, "appeal", "2026-09-22T10:00", reason="不服")

    separate(house, leaves)

    assert house.complaint(leading).state == "assigned"
    assert "appeal_review" in running(house, leading)
    assert "appeal_review" not in running(house, leaves)


def broken(at: str) -> list[str]:
    """Broken promises of a verification or a review, as figures count them."""
    judged = Deadline.commitment.in_((*DUTIES, "appeal_review"))
    late = db.select(Deadline.commitment).filter(was_broken(shanghai(at)), fell_due(shanghai(at)), judged)
    return sorted(db.session.scalars(late))


@pytest.mark.parametrize("separated", ["before", "after", "never"])
@pytest.mark.parametrize("who_else", [[], [0], [2]])
def test_late_verification_is_broken_once(house: House, separated: str, who_else: list[int]) -> None:
    """The citizen who leaves takes it along before or after it is late; others who rated badly keep one of their own."""
    numbers = group(house, 2)
    for number in (numbers[1], *(numbers[one] for one in who_else)):
        house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    promised = max(running(house, numbers[0])[name].due_at for name in DUTIES)
    assert promised < shanghai("2026-10-20T09:00")
    if separated == "before":
        separate(house, numbers[1])
    house.sweeps("2026-10-20T09:00")
    if separated == "after":
        separate(house, numbers[1], "2026-10-20T10:00")

    house.sweeps("2026-11-10T09:00")

    each = 2 if separated == "before" and who_else else 1
    assert broken("2026-11-10T10:00") == sorted([*DUTIES] * each)


@pytest.mark.parametrize("separated_at", ["2026-09-22T14:00", "2026-12-01T10:00"])
def test_late_review_is_broken_once(house: House, separated_at: str) -> None:
    _, other = group(house)
    house.does("citizen", other, "appeal", "2026-09-22T10:00", reason="不服")
    house.sweeps(separated_at)
    separate(house, other, separated_at)

    house.sweeps("2026-12-20T09:00")

    assert broken("2026-12-20T10:00") == ["appeal_review"]


def test_late_duty_taken_along_climbs_for_those_who_look_after_it_now(house: House) -> None:
    """The reviews of it on the leading one ended with the promise there."""
    leading, other = group(house)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=1)
    house.sweeps("2026-10-20T09:00")
    separate(house, other, "2026-10-20T10:00")
    house.sweeps("2026-11-10T09:00")

    def waiting(number: str) -> list[str]:
        rows = (row for row in house.complaint(number).escalations if not row.reminder)
        return [row.rung for row in rows if row.commitment == "verification" and row.reviewed_at is None]

    assert waiting(other) and not waiting(leading)
