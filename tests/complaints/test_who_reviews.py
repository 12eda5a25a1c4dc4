"""Who records the act after an escalation: whoever it waits for, and nobody about their own lateness (promise 8)."""

from __future__ import annotations

from typing import Any

import pytest

from complaints import escalated, supervising
from complaints.db import transaction
from complaints.models import Complaint, Escalation
from complaints.supervising import Picked
from tests.house import House, shanghai
from workflows.errors import NotYours

REVIEW = {"act": "interviewed", "note": "已约谈。"}


@pytest.fixture
def two_rungs_late(house: House) -> str:
    """With the window since the 14th: on the 17th the leader has reviews to do, and urges wait for nobody in particular."""
    number = house.logs("2026-09-14T09:30")
    for day in ("16", "17"):
        house.sweeps(f"2026-09-{day}T17:45")
    return number


def waiting(house: House, number: str) -> list[Escalation]:
    return [row for row in house.complaint(number).escalations if not row.reminder and not row.reviewed_at]


def named(house: House, number: str) -> list[str | None]:
    return [row.reviewer.username if row.reviewer else None for row in waiting(house, number)]


def records(house: House, by: str, number: str, at: str) -> int:
    with transaction():
        return escalated.review_all(number, house.officer(by), shanghai(at), REVIEW)


def acts(house: House, by: str, number: str, at: str, act: str, **words: Any) -> Complaint:
    with transaction():
        picked = Picked(number, house.complaint(number).version)
        return supervising.carry_out(picked, act, words, (house.officer(by), shanghai(at)))


def test_a_leader_records_one_act_about_all_that_waits_for_them_and_for_nobody(house, two_rungs_late):
    before = named(house, two_rungs_late)
    assert "centre.chen" in before and before.index("centre.chen") < len(before) - 1 and None in before

    assert records(house, "centre.chen", two_rungs_late, "2026-09-17T17:50") == len(before)

    assert named(house, two_rungs_late) == []


def test_a_leaders_act_on_the_board_records_the_review_too(house, two_rungs_late):
    acts(house, "centre.chen", two_rungs_late, "2026-09-17T17:50", "accept_reason", note="等鉴定结论")

    assert named(house, two_rungs_late) == []


def test_a_leaders_act_leaves_the_supervisor_their_own_duty(house, two_rungs_late):
    house.sweeps("2026-09-20T17:45")
    assert {"centre.chen", "supervisor"} <= set(named(house, two_rungs_late))

    acts(house, "centre.chen", two_rungs_late, "2026-09-20T17:50", "accept_reason", note="等鉴定结论")

    assert set(named(house, two_rungs_late)) == {"supervisor"}


def test_a_leader_reviews_nothing_that_waits_for_somebody_else(house, two_rungs_late):
    house.sweeps("2026-09-20T17:45")
    theirs = next(
        row.id for row in waiting(house, two_rungs_late) if row.reviewer_id == house.officer("supervisor").id
    )

    with pytest.raises(NotYours), transaction():
        escalated.review(theirs, house.officer("centre.chen"), shanghai("2026-09-20T17:50"), REVIEW)


def test_a_supervisors_act_answers_all_that_waits(house, two_rungs_late):
    house.sweeps("2026-09-20T17:45")

    acts(house, "supervisor", two_rungs_late, "2026-09-20T17:50", "urge", note="请今日答复")

    assert named(house, two_rungs_late) == []
