"""Of joined complaints each citizen is told for themselves: their times begin when the answer came to them (promise 9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.casework import citizen_view, closures
from complaints.casework.deliveries import deliver_and_record
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import Notice
from tests.house import House, shanghai
from tests.notifications.test_times_from_delivery import HANDED_OVER, counted_from, periods
from tests.support.post_office import PostOffice
from tests.support.stories import ANSWER, in_hand, refusal

LANDLINE = Person(name="王女士", phone="027-87654321")
TEXT = Person(name="李大爷", phone="+8613800138000")
WRITTEN = "2026-09-21T15:00"
ACTS = ("rate", "tell_answer", "call_back")


def group(house: House, *people: Person, method: str = "sms") -> list[str]:
    """The leading complaint and those joined to it, answered and told by `method`."""
    leading, others = in_hand(house, person=people[0]), []
    for person in people[1:]:
        others.append(house.logs("2026-09-18T10:00", person=person))
        house.does("window", others[-1], "merge", "2026-09-18T11:00", leading=leading)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", WRITTEN, method=method)
    return [leading, *others]


def reach(house: House, number: str, how: str, at: str) -> None:
    if how == "rate":
        house.does("citizen", number, "rate", at, grade=3)
    elif how == "tell_answer":
        house.does("window", number, "tell_answer", at, **HANDED_OVER)
    else:
        house.does("supervisor", number, "call_back", at, how="phone", reached=True, true=True, content=True)


def is_owed(house: House, leading: str) -> bool:
    return house.complaint(leading).deadline("feedback") is not None


@pytest.mark.parametrize("how", ACTS)
@pytest.mark.parametrize("first", [0, 1])
def test_reaching_one_reaches_no_other(mailing: House, how: str, first: int) -> None:
    both = group(mailing, LANDLINE, LANDLINE)
    one, other = both[first], both[1 - first]

    reach(mailing, one, how, "2026-09-22T10:00")

    assert periods(mailing, one) == counted_from("ATTITUDE", "2026-09-22T10:00")
    assert is_owed(mailing, both[0])
    assert refusal(mailing, "citizen", other, "rate", "2026-12-15T10:00", grade=3) == ""


@pytest.mark.parametrize("how", ACTS)
def test_promise_is_kept_once_each_was_reached(mailing: House, how: str) -> None:
    leading, other = group(mailing, LANDLINE, LANDLINE)

    reach(mailing, other, how, "2026-09-22T10:00")
    reach(mailing, leading, how, "2026-09-23T10:00")

    assert not is_owed(mailing, leading)
    for number, at in ((other, "2026-09-22T10:00"), (leading, "2026-09-23T10:00")):
        assert periods(mailing, number) == counted_from("ATTITUDE", at)


def test_telling_the_leading_citizen_by_phone_tells_no_joined_one(mailing: House) -> None:
    leading, other = group(mailing, TEXT, LANDLINE, method="phone")

    assert periods(mailing, leading) == counted_from("ATTITUDE", WRITTEN)
    assert is_owed(mailing, leading)
    assert refusal(mailing, "citizen", leading, "appeal", "2026-12-15T10:00", reason="不服") == "NotNow"
    assert refusal(mailing, "citizen", other, "appeal", "2026-12-15T10:00", reason="不服") == ""


def test_each_message_reaches_its_own_citizen(mailing: House, office: PostOffice) -> None:
    leading, other, third = group(mailing, TEXT, LANDLINE, TEXT)

    deliver_and_record(lambda: shanghai("2026-09-22T10:00"))

    for number in (leading, third):
        assert periods(mailing, number) == counted_from("ATTITUDE", "2026-09-22T10:00")
    assert is_owed(mailing, leading)
    assert mailing.complaint(leading).deadline("ring") is not None
    reach(mailing, other, "tell_answer", "2026-09-23T10:00")
    assert periods(mailing, other) == counted_from("ATTITUDE", "2026-09-23T10:00")
    assert not is_owed(mailing, leading) and mailing.complaint(leading).deadline("ring") is None


def test_leading_one_closes_when_each_had_the_chance(mailing: House) -> None:
    """Not while one was never told; then five working days after the last was."""
    leading, other = group(mailing, LANDLINE, LANDLINE)
    reach(mailing, leading, "rate", "2026-09-22T10:00")
    mailing.sweeps("2026-09-30T09:00")
    assert mailing.complaint(leading).state == "feedback"

    reach(mailing, other, "tell_answer", "2026-10-12T10:00")
    mailing.sweeps("2026-10-16T09:00")
    assert mailing.complaint(leading).state == "feedback"
    mailing.sweeps("2026-10-20T09:00")

    assert mailing.complaint(leading).state == "closed"


@pytest.mark.parametrize("then", ["appeal", "bad rating"])
def test_new_round_tells_each_citizen_again(mailing: House, then: str) -> None:
    leading, other, third = group(mailing, LANDLINE, LANDLINE, LANDLINE)
    reach(mailing, other, "rate", "2026-09-22T10:00")
    if then == "appeal":
        mailing.does("citizen", other, "appeal", "2026-09-22T11:00", reason="不服")
    else:
        mailing.does("citizen", other, "rate", "2026-09-22T11:00", grade=1)
        redo = {"unit": "HR-BUREAU", "reason": "核实后重办"}
        mailing.does("supervisor", leading, "reopen", "2026-09-22T14:00", **redo)
    assert not is_owed(mailing, leading)
    by = "bureau.yu" if then == "appeal" else "other"
    mailing.does(by, leading, "sign_for", "2026-09-23T10:00")
    mailing.does(by, leading, "answer", "2026-09-24T10:00", **ANSWER)
    mailing.does("window", leading, "give_feedback", "2026-09-24T11:00", method="phone")

    assert is_owed(mailing, leading)
    for number in (other, third):
        assert refusal(mailing, "citizen", number, "rate", "2026-12-15T10:00", grade=3) == ""


def test_review_taken_back_leaves_the_others_to_be_told(mailing: House) -> None:
    leading, other = group(mailing, LANDLINE, LANDLINE)
    mailing.does("citizen", other, "appeal", "2026-09-22T11:00", reason="不服")
    mailing.does("citizen", other, "withdraw", "2026-09-23T11:00")

    assert is_owed(mailing, leading)
    assert refusal(mailing, "citizen", leading, "rate", "2026-12-15T10:00", grade=3) == ""


def test_joined_after_the_answer_was_told_has_the_whole_time(house: House) -> None:
    leading = in_hand(house)
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", WRITTEN, method="phone")
    late = house.logs("2026-09-24T09:00")
    house.does("window", late, "merge", "2026-09-24T10:00", leading=leading)

    assert periods(house, late) == counted_from("ATTITUDE", "2026-09-24T10:00")


@pytest.mark.parametrize("last", [0, 1])
def test_each_page_says_until_when_for_its_own_citizen(mailing: House, last: int) -> None:
    both = group(mailing, LANDLINE, LANDLINE)
    reach(mailing, both[1 - last], "tell_answer", "2026-09-22T10:00")

    until: list[Any] = [citizen_view.periods_of(mailing.complaint(one)) for one in both]
    assert [one.is_on_its_way for one in until] == [last == 0, last == 1]
    assert until[1 - last][1::-1] == counted_from("ATTITUDE", "2026-09-22T10:00")


def test_only_the_citizen_who_was_told_reads_that_they_were(mailing: House) -> None:
    both = group(mailing, LANDLINE, LANDLINE)
    reach(mailing, both[1], "tell_answer", "2026-09-22T10:00")

    told = [[row.move for row in citizen_view.public_events(mailing.complaint(one))] for one in both]
    assert ["tell_answer" in moves for moves in told] == [False, True]
    kinds = db.select(Notice.kind).filter_by(complaint_id=mailing.complaint(both[0]).id, recipient="citizen")
    assert "tell_answer" not in set(db.session.scalars(kinds))


def test_closed_days_are_given_back_to_each_citizen(mailing: House) -> None:
    leading, other = group(mailing, LANDLINE, LANDLINE)
    reach(mailing, leading, "tell_answer", "2026-09-21T16:00")
    reach(mailing, other, "tell_answer", "2026-09-22T10:00")
    before = [periods(mailing, one)[1] for one in (leading, other)]
    with transaction():
        why = editing.Why(shanghai("2026-09-22T18:00"), "台风停工")
        editing.set_days(date(2026, 9, 23), date(2026, 9, 23), False, why)
    closures.settle(2026, shanghai("2026-09-22T18:00"))

    after = [periods(mailing, one)[1] for one in (leading, other)]
    assert before[0] < after[0] and before[1] < after[1] and after[0] < after[1]
