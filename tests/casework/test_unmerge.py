"""Joined by mistake, a complaint is separated again: state, clocks and rights come back (within the life of the leading one)."""

from __future__ import annotations

import pytest

from tests.house import House
from tests.support.stories import ANSWER, in_hand, offered, refusal, told

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
