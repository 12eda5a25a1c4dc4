"""Whose lateness climbed never reviews it, by no door, whatever they hold and whatever post they have since (promises 6, 8)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest

from complaints.escalation import reviews, supervisor_acts
from complaints.escalation.supervisor_acts import Picked
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.models import Escalation
from complaints.organisation import absences, officers
from tests.house import House, shanghai
from tests.support.stories import EC, answered, badly_rated, in_hand, told
from workflows.errors import Refused

REVIEW = {"act": "interviewed", "note": "已约谈。"}
LATE = "2026-10-20T18:00"
Story = Callable[[House], tuple[str, str, str]]  # number, who was late, with what


def first_responder_handed_on(house: House) -> tuple[str, str, str]:
    number = house.logs("2026-09-14T09:30")
    house.sweeps("2026-09-16T17:45")
    hands_duty_on(house, number)
    return number, "window", "acceptance"


def first_responder_handed_on_before_the_sweep(house: House) -> tuple[str, str, str]:
    """It fell due under them; the scheduler came to it later."""
    number = house.logs("2026-09-14T09:30")
    hands_duty_on(house, number)
    return number, "window", "acceptance"


def hands_duty_on(house: House, number: str) -> None:
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-16T17:50", **words)
    house.does("centre.he", number, "take_first_responder", "2026-09-16T17:55")


def handler_handed_on(house: House) -> tuple[str, str, str]:
    number = in_hand(house)
    house.sweeps("2026-09-28T08:30")
    hands_work_on(house, number)
    return number, "handler", "handling"


def handler_handed_on_before_the_sweep(house: House) -> tuple[str, str, str]:
    number = in_hand(house)
    hands_work_on(house, number)
    return number, "handler", "handling"


def hands_work_on(house: House, number: str) -> None:
    house.does("leader", number, "reassign", "2026-09-28T08:40", officer="echeng.xie", reason="久未办结")
    house.does("echeng.xie", number, "sign_for", "2026-09-28T08:50")


def handler_answered_late(house: House) -> tuple[str, str, str]:
    number = in_hand(house)
    house.sweeps("2026-09-28T17:59")
    words = {"outcome": "other", "findings": "…", "reply": "…"}
    house.does("handler", number, "answer", "2026-09-28T18:00", **words)
    return number, "handler", "handling"


def handler_stepped_aside_from_supervision(house: House) -> tuple[str, str, str]:
    number = in_hand(house)
    words = {"due_at": shanghai("2026-09-21T17:00"), "instruction": "限期办结"}
    house.does("supervisor", number, "supervise", "2026-09-18T11:00", **words)
    house.sweeps("2026-09-22T18:00")
    house.does("leader", number, "reassign", "2026-09-23T08:40", officer="echeng.xie", reason="…")
    house.does("echeng.xie", number, "sign_for", "2026-09-23T08:50")
    return number, "handler", "supervision"


def successor_who_did_not_take_the_duty(house: House) -> tuple[str, str, str]:
    number = house.logs("2026-09-14T09:30")
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("centre.chen", number, "change_first_responder", "2026-09-14T09:50", **words)
    return number, "centre.he", "duty_signing"


def officer_named_in_an_offer(house: House) -> tuple[str, str, str]:
    """A leader who is named and does not sign is not the one who looks into it."""
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=EC, officer="leader")
    return number, "leader", "signing"


def who_did_not_take_over(house: House) -> tuple[str, str, str]:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "recuse", "2026-09-18T09:10", reason="邻居")
    return number, "centre.chen", "take_over"


def first_responder_who_did_not_tell(house: House) -> tuple[str, str, str]:
    return answered(house), "window", "feedback"


def supervisor_who_did_not_verify(house: House) -> tuple[str, str, str]:
    return badly_rated(house), "supervisor", "verification"


def supervisor_who_upheld_late(house: House) -> tuple[str, str, str]:
    number = badly_rated(house)
    house.sweeps("2026-10-14T18:00")
    house.does("supervisor", number, "contact", "2026-10-15T09:00", how="phone", reached=True)
    house.does("supervisor", number, "uphold", "2026-10-15T09:10", reason="…")
    return number, "supervisor", "verification"


def leader_who_did_not_decide(house: House) -> tuple[str, str, str]:
    number = in_hand(house)
    house.does("citizen", number, "request_recusal", "2026-09-20T09:00", reason="与对方是亲戚")
    return number, "leader", "recusal"


def reviewer_who_did_not_review(house: House) -> tuple[str, str, str]:
    """Until it went to another: what they still owe themselves they answer with all reminders of it."""
    number = in_hand(house)
    house.sweeps("2026-09-28T18:00")
    house.sweeps("2026-10-09T18:00")
    with transaction():
        house.officer("leader").active = False
    house.sweeps(LATE)
    with transaction():
        house.officer("leader").active = True
    return number, "leader", "review"


STORIES = (
    first_responder_handed_on, first_responder_handed_on_before_the_sweep, handler_handed_on,
    handler_handed_on_before_the_sweep, handler_answered_late, handler_stepped_aside_from_supervision,
    successor_who_did_not_take_the_duty, officer_named_in_an_offer, who_did_not_take_over,
    first_responder_who_did_not_tell, supervisor_who_did_not_verify, supervisor_who_upheld_late,
    leader_who_did_not_decide, reviewer_who_did_not_review,
)  # fmt: skip


def about(house: House, number: str, commitment: str, who: str = "") -> list[Escalation]:
    """Of reviews, those that this officer was late with: others were late with the next."""
    rows = [row for row in house.complaint(number).escalations if not row.reminder]
    theirs = {house.officer(who).id} if commitment == "review" else {row.late_id for row in rows}
    return [row for row in rows if row.commitment == commitment and row.late_id in theirs]


def given_every_post(house: House, username: str) -> None:
    """Of the whole city, so that no post is missing where a rule should be."""
    roles = {"officer", "unit_supervisor", "supervisor", "last_resort"}
    with transaction():
        officer = house.officer(username)
        officer.unit = house.unit("EZ")
        officer.unit_id = officer.unit.id
        officers._write_posts(
            officer, shanghai(LATE)
        )  # past what hinders a move: the rule is judged, not the door
        officer.roles = sorted(roles)


def tries_every_door(house: House, who: str, number: str, rows: list[Escalation]) -> None:
    at, officer = "2026-10-20T18:10", house.officer(who)
    for row_id in [row.id for row in rows]:
        with suppress(Refused, NotFound), transaction():
            reviews.review(row_id, officer, shanghai(at), REVIEW)
        row = next(one for one in house.complaint(number).escalations if one.id == row_id)
        with suppress(Refused, NotFound):
            house.does(who, number, "review", at, escalation=row, **REVIEW)
    with suppress(Refused, NotFound), transaction():
        reviews.review_all(number, house.officer(who), shanghai(at), REVIEW)
    for act, words in (("accept_reason", {"note": "…"}), ("urge", {"note": "…"})):
        picked = Picked(number, house.complaint(number).version)
        with suppress(Refused, NotFound), transaction():
            supervisor_acts.carry_out(picked, act, words, (house.officer(who), shanghai(at)))


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("as_deputy", [False, True], ids=["in their own place", "as a deputy"])
def test_who_was_late_reviews_nothing_of_it(house: House, story: Story, as_deputy: bool) -> None:
    number, who, commitment = story(house)
    house.sweeps(LATE)
    rows = about(house, number, commitment, who)
    assert rows and house.officer(who).id not in {row.reviewer_id for row in rows}
    given_every_post(house, who)
    if as_deputy:
        stand_in(house, who, {row.reviewer.username for row in rows if row.reviewer})

    tries_every_door(house, who, number, rows)

    assert {row.id for row in about(house, number, commitment, who) if row.reviewed_by_id} == set()


def stand_in(house: House, who: str, absent: set[str]) -> None:
    for username in absent:
        with transaction():
            times = shanghai("2026-10-20T08:00"), shanghai("2026-10-30T18:00")
            absences.mark(house.officer(username), house.officer(who), times, house.officer("supervisor"))


def test_another_supervisor_reviews_no_late_verification_for_the_last_resort(house: House) -> None:
    """The post owed it: its other holder is a deputy of the last resort in other matters only."""
    number = badly_rated(house)
    house.sweeps(LATE)
    [row] = [row for row in about(house, number, "verification") if row.reviewer]
    assert row.reviewer.username == "bureau.jiang"
    stand_in(house, "bureau.tan", {"bureau.jiang"})

    tries_every_door(house, "bureau.tan", number, [row])

    assert not [
        one for one in about(house, number, "verification") if one.id == row.id and one.reviewed_by_id
    ]


def test_the_last_resort_reviews_what_it_was_given(house: House) -> None:
    number = badly_rated(house)
    house.sweeps(LATE)

    with transaction():
        assert reviews.review_all(number, house.officer("bureau.jiang"), shanghai(LATE), REVIEW)


def by_hand_over(house: House, number: str) -> None:
    words = {"officer": "centre.he", "reason": "leave"}
    house.does("supervisor", number, "change_first_responder", "2026-09-21T16:00", **words)
    house.does("centre.he", number, "take_first_responder", "2026-09-21T16:10")


def by_leaving(house: House, number: str) -> None:
    """The account was closed for a while; the duty went on without an offer."""
    with transaction():
        house.officer("window").active = False
    house.does("citizen", number, "rate", "2026-09-22T09:00", grade=4)
    house.does("citizen", number, "rate", "2026-09-22T09:30", grade=1)
    with transaction():
        house.officer("window").active = True


@pytest.mark.parametrize("leaves", [by_hand_over, by_leaving], ids=lambda one: one.__name__)
@pytest.mark.parametrize("move", ["uphold", "reopen", "contact"])
def test_who_told_the_result_verifies_it_by_no_move(house: House, leaves: Callable, move: str) -> None:
    number = told(house)
    leaves(house, number)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    assert house.complaint(number).first_responder.username != "window"
    given_every_post(house, "window")
    words = {
        "uphold": {"reason": "…"},
        "reopen": {"unit": "HR-BUREAU", "reason": "…"},
        "contact": {"how": "phone", "reached": True},
    }

    with suppress(Refused):
        house.does("window", number, move, "2026-09-22T11:00", **words[move])

    complaint = house.complaint(number)
    assert complaint.state == "feedback" and complaint.verified_at is None
