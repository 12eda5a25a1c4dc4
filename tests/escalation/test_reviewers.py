"""The reviewer an escalation waits for records the act, but never about their own lateness (promise 8)."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.escalation import reviews, supervisor_acts
from complaints.escalation.supervisor_acts import Picked
from complaints.infrastructure.database import transaction
from complaints.models import Complaint, Escalation
from complaints.notifications import inbox
from complaints.organisation import absences
from tests.house import House, shanghai
from tests.support.stories import in_hand, refusal
from workflows.errors import NotYours

REVIEW = {"act": "interviewed", "note": "已约谈。"}


@pytest.fixture
def two_rungs_late(house: House) -> str:
    """With the window since the 14th: on the 17th the leader has reviews to do, and urges wait for no one in particular."""
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
        return reviews.review_all(number, house.officer(by), shanghai(at), REVIEW)


def acts(house: House, by: str, number: str, at: str, act: str, **words: Any) -> Complaint:
    with transaction():
        picked = Picked(number, house.complaint(number).version)
        return supervisor_acts.carry_out(picked, act, words, (house.officer(by), shanghai(at)))


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
        reviews.review(theirs, house.officer("centre.chen"), shanghai("2026-09-20T17:50"), REVIEW)


def test_a_supervisors_own_review_is_refused_to_a_leader_by_the_rules_too(house, two_rungs_late):
    house.sweeps("2026-09-20T17:45")
    theirs = next(
        row for row in waiting(house, two_rungs_late) if row.reviewer == house.officer("supervisor")
    )

    words = {"escalation": theirs, "act": "urged"}
    assert refusal(house, "centre.chen", two_rungs_late, "review", "2026-09-20T17:50", **words) == "NotNow"


def test_a_supervisors_act_answers_all_that_waits(house, two_rungs_late):
    house.sweeps("2026-09-20T17:45")

    acts(house, "supervisor", two_rungs_late, "2026-09-20T17:50", "urge", note="请今日答复")

    assert named(house, two_rungs_late) == []


def test_who_is_late_is_passed_over_as_reviewer_and_the_next_level_up_takes_the_place(house):
    number = house.logs("2026-09-14T09:30", by="centre.chen")  # who leads the unit too
    house.sweeps("2026-09-16T17:45")

    assert set(named(house, number)) == {None, "bureau.fang"}
    with pytest.raises(NotYours):
        records(house, "centre.chen", number, "2026-09-16T17:50")
    assert records(house, "bureau.fang", number, "2026-09-16T17:50") > 0 and named(house, number) == []


def test_the_next_level_up_is_told_instead(house):
    """A late first contact notifies the leader alone: here the leader is late."""
    number = house.logs("2026-09-14T09:30")
    house.does("window", number, "assign", "2026-09-14T09:40", unit="EC-BUREAU")
    house.does("leader", number, "sign_for", "2026-09-14T09:50")
    house.sweeps("2026-09-16T17:45")

    [reviewer] = [row.reviewer.username for row in waiting(house, number) if row.reviewer]
    assert reviewer != "leader"
    assert [row.kind for row in inbox.page(house.officer(reviewer))] == ["escalate"]


def late_with_a_window(house: House) -> str:
    """Late under `window`; the review waits for the unit's leader."""
    number = house.logs("2026-09-14T09:30")
    house.sweeps("2026-09-16T17:45")
    assert "centre.chen" in named(house, number)
    return number


def taken_over(house: House, number: str) -> None:
    chen = house.officer("centre.chen")
    house.does(
        "centre.chen", number, "change_first_responder", "2026-09-16T17:50", officer=chen, reason="sick"
    )
    house.does("centre.chen", number, "take_first_responder", "2026-09-16T17:51")


def test_a_review_goes_one_level_up_when_its_reviewer_takes_the_work(house):
    number = late_with_a_window(house)

    taken_over(house, number)

    assert house.complaint(number).answerable.username == "centre.chen"
    assert set(named(house, number)) == {None, "bureau.fang"}
    assert "escalate" in {row.kind for row in inbox.page(house.officer("bureau.fang"))}


def test_a_reviewer_who_steps_aside_leaves_the_review_to_the_next_level_up(house):
    number = late_with_a_window(house)

    house.does("centre.chen", number, "recuse", "2026-09-16T17:50", reason="亲属")

    assert set(named(house, number)) == {None, "bureau.fang"}


def test_whoever_was_named_before_and_has_the_work_reviews_nothing_until_the_sweep_passes_it_on(house):
    number = late_with_a_window(house)
    taken_over(house, number)
    chen = house.officer("centre.chen")
    with transaction():
        for row in house.complaint(number).escalations:
            row.reviewer = row.reviewer and chen
    assert set(named(house, number)) == {None, "centre.chen"}

    assert reviews.waiting_for(house.complaint(number), chen, shanghai("2026-09-16T17:52")) == []
    with pytest.raises(NotYours):
        records(house, "centre.chen", number, "2026-09-16T17:52")
    house.sweeps("2026-09-17T17:45")  # the review is late itself by now

    assert "centre.chen" not in named(house, number)


def test_a_supervisor_who_has_the_work_does_not_review_its_lateness(house):
    number = house.logs("2026-09-14T09:30", category="DISC")
    bai = house.officer("disc.bai")
    house.does("disc.meng", number, "change_first_responder", "2026-09-14T09:40", officer=bai, reason="sick")
    house.does("disc.bai", number, "take_first_responder", "2026-09-14T09:50")
    house.sweeps("2026-09-20T17:45")
    assert house.complaint(number).answerable.username == "disc.bai"
    assert "disc.bai" not in named(house, number)
    words = {"escalation": waiting(house, number)[0], "act": "urged"}

    assert refusal(house, "disc.bai", number, "review", "2026-09-20T17:50", **words) == "NotNow"
    with pytest.raises(NotYours):
        acts(house, "disc.bai", number, "2026-09-20T17:50", "accept_reason", note="我自己说成立")


def test_whoever_had_the_work_before_stands_in_for_nobody_who_reviews_it(house):
    number = in_hand(house)
    house.sweeps("2026-09-28T08:30")
    with transaction():
        times = shanghai("2026-09-25T08:00"), shanghai("2026-09-30T18:00")
        absences.mark(house.officer("leader"), house.officer("handler"), times, house.officer("supervisor"))
    house.does("leader", number, "reassign", "2026-09-28T08:40", officer="echeng.xie", reason="久未办结")
    house.does("echeng.xie", number, "sign_for", "2026-09-28T08:50")

    with pytest.raises(NotYours):
        records(house, "handler", number, "2026-09-28T09:00")
