"""No promise is made that no act can keep, and none is broken while its clock stood."""

from __future__ import annotations

from typing import Any

import pytest

from tests.casework.test_assists import helping
from tests.casework.test_consultations import asked
from tests.casework.test_joined_promises import day, merge
from tests.house import House, shanghai
from tests.notifications.test_telling import clock
from tests.support.stories import ANSWER, EC, HR, answered, badly_rated, in_hand, told
from workflows.errors import NotNow

LATER: dict[str, Any] = {"due_at": shanghai("2026-09-29T10:00"), "reason": "来函改期"}
SENT = {"channel": "12345", "sender_number": "热线-7", "sender_due_at": shanghai("2026-09-24T17:30")}


def test_sender_moves_no_date_of_what_is_answered(either_house: House) -> None:
    house = either_house
    number = in_hand(house, **SENT)
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    with pytest.raises(NotNow, match="已经办结答复"):
        house.does("window", number, "move_sender_date", "2026-09-21T11:00", **LATER)

    house.does("window", number, "send_back", "2026-09-21T12:00", reason="未答复诉求")
    house.does("window", number, "move_sender_date", "2026-09-21T15:00", **LATER)
    house.does("handler", number, "answer", "2026-09-22T10:00", **ANSWER)
    rows = [row for row in house.complaint(number).deadlines if row.commitment == "sender"]
    assert all(row.met_at is not None and row.breached_at is None for row in rows)


ORDER: dict[str, Any] = {"due_at": shanghai("2026-09-24T10:00"), "instruction": "限期办结"}


def test_no_date_is_set_once_the_citizen_was_told(either_house: House) -> None:
    number = told(either_house)

    with pytest.raises(NotNow, match="没有可以限期完成的事项"):
        either_house.does("supervisor", number, "supervise", "2026-09-22T09:00", **ORDER)

    assert "supervise" not in either_house.moves(number)


def test_date_set_after_the_answer_is_kept_by_telling_it(house: House) -> None:
    number = answered(house)
    house.does("supervisor", number, "supervise", "2026-09-21T11:00", **ORDER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")

    row = clock(house, number, "supervision")
    assert row.met_at is not None and row.breached_at is None


def test_date_set_after_a_bad_rating_is_kept_by_deciding_on_it(either_house: House) -> None:
    house = either_house
    number = badly_rated(house)
    house.does("supervisor", number, "supervise", "2026-09-22T11:00", **ORDER)
    house.does("supervisor", number, "contact", "2026-09-22T15:00", how="phone", reached=True)
    house.does("supervisor", number, "uphold", "2026-09-22T16:00", reason="已核实")

    row = clock(house, number, "supervision")
    assert row.met_at is not None and row.breached_at is None


@pytest.mark.parametrize("tell", [False, True])
def test_sender_of_a_joined_complaint_moves_none_either(house: House, tell: bool) -> None:
    leading, joined = in_hand(house), in_hand(house, **SENT)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.does("handler", leading, "answer", "2026-09-21T10:00", **ANSWER)
    if tell:
        house.does("window", leading, "give_feedback", "2026-09-21T10:30", method="phone")

    with pytest.raises(NotNow, match="已经办结答复"):
        house.does("window", joined, "move_sender_date", "2026-09-21T11:00", **LATER)
    assert not [row for row in house.complaint(joined).running if row.commitment == "sender"]


def test_offer_recalled_while_waiting_breaks_nothing_kept(either_house: House) -> None:
    """Four working hours from 08:35 end at 14:35; the clock stands from 14:20 until the citizen supplied what was missing."""
    house = either_house
    number = house.logs("2026-11-11T08:35")
    house.does("window", number, "accept", "2026-11-11T08:35")
    due = house.due(number, "dispatch")
    house.does("window", number, "assign", "2026-11-11T14:15", unit=EC)
    house.does("window", number, "ask_supplement", "2026-11-11T14:20", items=["身份证"])
    house.does("window", number, "recall", "2026-11-12T09:00", reason="派错")

    row = clock(house, number, "dispatch")
    assert (row.due_at, row.breached_at) == (due, None)
    assert day(row.paused_at) == "11-11 14:20"
    house.does("citizen", number, "supplement", "2026-11-12T09:10", note="已补")
    assert clock(house, number, "dispatch").due_at > shanghai("2026-11-12T09:10")
    house.does("window", number, "assign", "2026-11-12T09:11", unit=EC)
    assert clock(house, number, "dispatch").breached_at is None


def test_separated_again_no_opinion_is_owed_that_joining_ended(either_house: House) -> None:
    house, number = either_house, in_hand(either_house)
    leading = in_hand(house)
    asked(house, number)
    helping(house, number, unit=HR)
    merge(house, number, leading, "2026-09-21T09:00")

    house.does("window", number, "unmerge", "2026-09-21T10:00", reason="不是同一件事")

    assert not house.complaint(number).open_parts
    assert not [row for row in house.complaint(number).running if row.part_number is not None]
