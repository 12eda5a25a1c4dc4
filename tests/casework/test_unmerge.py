"""Joined by mistake, a complaint is separated again: state, clocks and rights come back (within the life of the leading one)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Deadline
from tests.house import House, shanghai
from tests.support.stories import ANSWER, climbed, in_hand, offered, refusal, rungs, told

pytestmark = pytest.mark.usefixtures("leading_by_number")


def merge(house: House, number: str, leading: str, at: str = "2026-09-18T14:00") -> None:
    house.does("window", number, "merge", at, leading=leading)


def unmerge(house: House, number: str, at: str, by: str = "window") -> None:
    house.does(by, number, "unmerge", at, reason="不是同一件事")


def test_separated_complaint_is_in_its_handlers_hands_with_its_promise(either_house: House) -> None:
    house = either_house
    number, leading = in_hand(house), in_hand(house)
    promised = house.due(number, "handling")
    merge(house, number, leading)

    unmerge(house, number, "2026-09-21T14:00")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.handler.username, complaint.leading_id) == (
        "assigned",
        "handler",
        None,
    )
    assert complaint.ended_at is None and not house.complaint(leading).leads_others
    due = house.due(number, "handling")
    assert (
        promised is not None and due == promised
    )  # joining and separating move no date promised to the citizen
    house.does("handler", number, "answer", "2026-09-21T15:00", **ANSWER)


def test_offer_withdrawn_by_joining_is_arranged_again(house: House) -> None:
    number, leading = offered(house), in_hand(house)
    merge(house, number, leading)

    unmerge(house, number, "2026-09-18T16:00")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.offered_unit_id) == ("received", None)
    assert {"dispatch", "handling"} <= {row.commitment for row in complaint.running}
    house.does("window", number, "assign", "2026-09-18T16:05", unit=house.unit("EC-BUREAU"))


def test_acceptance_not_yet_decided_runs_on(house: House) -> None:
    number, leading = house.logs("2026-09-18T13:50"), in_hand(house)
    merge(house, number, leading)

    unmerge(house, number, "2026-09-20T10:00")

    assert house.due(number, "acceptance") is not None
    assert house.complaint(number).state == "received"


def test_citizen_has_their_rights_on_their_own_complaint_again(house: House) -> None:
    number, leading = in_hand(house), in_hand(house)
    merge(house, number, leading)
    unmerge(house, number, "2026-09-18T16:00")

    house.does("citizen", number, "withdraw", "2026-09-18T17:00")

    assert house.complaint(number).state == "withdrawn"
    assert house.complaint(leading).state == "assigned"


def test_nothing_is_separated_from_a_complaint_that_is_over(house: House) -> None:
    number, leading = house.logs("2026-09-18T13:00"), told(house)
    merge(house, number, leading, "2026-09-21T16:00")
    house.does("citizen", leading, "rate", "2026-09-21T16:30", grade=5)
    house.does("citizen", number, "rate", "2026-09-21T16:40", grade=5)

    assert house.complaint(leading).state == "closed"
    assert refusal(house, "window", number, "unmerge", "2026-09-22T10:00", reason="x") == "NotNow"


def test_others_joined_stay_joined(house: House) -> None:
    one, two, leading = in_hand(house), in_hand(house), in_hand(house)
    merge(house, one, leading)
    merge(house, two, leading)

    unmerge(house, one, "2026-09-18T16:00")

    assert house.complaint(leading).leads_others and house.complaint(two).state == "merged"


def runs(house: House, number: str, commitment: str = "handling") -> bool:
    return commitment in {row.commitment for row in house.complaint(number).running}


def test_promise_that_joining_an_answered_one_met_runs_on(either_house: House) -> None:
    house = either_house
    leading, number = in_hand(house), in_hand(house)
    promised = house.due(number, "handling")
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    merge(house, number, leading, "2026-09-21T14:00")

    unmerge(house, number, "2026-09-22T14:00")

    due = house.due(number, "handling")
    assert promised is not None and due == promised + timedelta(
        days=4
    )  # a working day: 09-25 to 09-27 are off
    house.sweeps("2026-12-20T10:00")
    assert climbed(house, number) and rungs(house, number)
    house.does("handler", number, "answer", "2026-12-21T10:00", **ANSWER)
    assert [row for row in kept(house, number) if row.commitment == "handling" and row.breached_at]


def test_promise_that_the_leading_answer_met_runs_on_from_there(house: House) -> None:
    leading, number = in_hand(house), in_hand(house)
    promised = house.due(number, "handling")
    merge(house, number, leading)
    house.does("handler", leading, "answer", "2026-09-21T14:00", **ANSWER)

    unmerge(house, number, "2026-09-22T14:00")

    due = house.due(number, "handling")
    assert promised is not None and due == promised + timedelta(days=4)
    house.sweeps("2026-10-20T10:00")
    assert climbed(house, number)


@pytest.mark.parametrize("answered_before", [True, False])
def test_complaint_joined_before_it_was_accepted_is_handled_in_time(
    house: House, answered_before: bool
) -> None:
    number, leading = house.logs("2026-09-18T13:50"), in_hand(house)
    if answered_before:
        house.does("handler", leading, "answer", "2026-09-18T13:55", **ANSWER)
    merge(house, number, leading)
    if not answered_before:
        house.does("handler", leading, "answer", "2026-09-18T15:00", **ANSWER)
    unmerge(house, number, "2026-09-21T10:00")

    house.does("window", number, "accept", "2026-09-21T11:00")

    assert runs(house, number) and runs(house, number, "dispatch")
    assert len([row for row in kept(house, number) if row.commitment == "acceptance"]) == 1


def test_what_a_sender_or_a_supervisor_set_is_owed_again(house: House) -> None:
    leading, number = in_hand(house), in_hand(house)
    for move in ("move_sender_date", "supervise"):
        by = "window" if move == "move_sender_date" else "supervisor"
        house.does(by, number, move, "2026-09-18T11:00", due_at=shanghai("2026-09-28T12:00"))
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    merge(house, number, leading, "2026-09-21T14:00")
    assert not runs(house, number, "sender") and not runs(house, number, "supervision")

    unmerge(house, number, "2026-09-22T14:00")

    assert house.due(number, "sender") == shanghai("2026-09-28T12:00")  # theirs: nothing of ours moves it
    assert house.due(number, "supervision") >= shanghai("2026-09-28T12:00")


@pytest.mark.parametrize("taken", [True, False])
def test_citizen_is_waited_for_again(house: House, taken: bool) -> None:
    number, leading = in_hand(house) if taken else house.logs("2026-09-18T10:00"), in_hand(house)
    asker, own = ("handler", "handling") if taken else ("window", "acceptance")
    house.does(asker, number, "ask_supplement", "2026-09-18T11:00", items=["工号"])
    waits_until = house.due(number, "supplement_wait")
    merge(house, number, leading)
    assert house.complaint(number).pause_reason is None

    unmerge(house, number, "2026-09-21T14:00")

    complaint = house.complaint(number)
    assert complaint.pause_reason == "supplement" and complaint.deadline(own).paused
    assert waits_until is not None and house.due(number, "supplement_wait") > waits_until
    house.does("citizen", number, "supplement", "2026-09-22T14:00", note="工号 007")
    assert not house.complaint(number).deadline(own).paused


def test_review_that_ended_with_joining_stays_ended(house: House) -> None:
    leading, number = in_hand(house), in_hand(house)
    house.sweeps("2026-09-29T10:00")
    assert runs(house, number, "review")
    merge(house, number, leading, "2026-09-29T11:00")
    assert not runs(house, number, "review")

    unmerge(house, number, "2026-09-29T15:00")

    assert runs(house, number) and not runs(house, number, "review")


def test_date_of_those_joined_to_it_stays_with_the_leading_one(house: House) -> None:
    first, number, leading = in_hand(house), in_hand(house, category="PLATFORM"), in_hand(house)
    words = {"days": 3, "reason": "需要走访", "basis": "hotline_extension"}
    house.does("handler", number, "request_extension", "2026-09-18T11:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-18T11:30")
    merge(house, first, number)
    assert runs(house, number, "joined")
    merge(house, number, leading, "2026-09-18T15:00")

    unmerge(house, number, "2026-09-21T10:00")

    assert runs(house, number) and not runs(house, number, "joined")


def kept(house: House, number: str) -> list[Deadline]:
    """All its promises, those that run no more among them."""
    return list(db.session.scalars(select(Deadline).filter_by(complaint_id=house.complaint(number).id)))


def test_joining_and_separating_gives_no_new_time_to_pass_it_on(either_house: House) -> None:
    house = either_house
    leading, number = in_hand(house), house.logs("2026-09-18T09:00")
    house.does("window", number, "accept", "2026-09-18T10:00")
    assert house.due(number, "dispatch") == shanghai("2026-09-18T16:30")

    merge(house, number, leading, "2026-09-18T14:59")
    unmerge(house, number, "2026-09-18T15:29")
    assert house.due(number, "dispatch") == shanghai("2026-09-18T17:00")  # the half hour between

    merge(house, number, leading, "2026-09-18T17:20")
    unmerge(house, number, "2026-09-18T17:29")
    assert house.due(number, "dispatch") == shanghai("2026-09-18T17:00")
    (row,) = [row for row in house.complaint(number).deadlines if row.commitment == "dispatch"]
    assert row.breached_at == shanghai("2026-09-18T17:00")
