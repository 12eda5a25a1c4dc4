"""A supervisor's duty to review belongs to its escalation, and is never first on the desk of the officer with the work."""

from __future__ import annotations

from complaints.commitments import deadlines
from complaints.infrastructure.database import db
from complaints.queries import worklists
from tests.house import House, shanghai
from tests.support.stories import ANSWER, in_hand


def answered_late(house: House) -> str:
    """Due on the 24th, reviewed until the 29th at 17:30, answered that morning: the citizen is to have the result by the 30th."""
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-24T09:00", note="…")
    house.sweeps("2026-09-28T08:30")
    house.does("handler", number, "answer", "2026-09-29T10:00", **ANSWER)
    return number


def test_review_duty_is_not_the_next_promise_of_a_desk(either_house: House) -> None:
    number = answered_late(either_house)

    complaint = either_house.complaint(number)
    assert {row.commitment for row in complaint.running} == {"review", "feedback"}
    assert complaint.next_due_at == either_house.due(number, "feedback")
    window = either_house.officer("window")
    row = worklists.page("mine", window, shanghai("2026-09-29T11:00")).complaints[0]
    assert worklists.next_promise(row).commitment == "feedback"
    assert worklists.counts(window, shanghai("2026-09-29T11:00"))["today"] == 0


def test_complaint_with_review_duty_alone_has_no_next_promise(house: House) -> None:
    number = answered_late(house)
    complaint = house.complaint(number)

    deadlines.void_all([complaint.deadline("feedback")], shanghai("2026-09-29T11:00"))
    deadlines.settle_next(complaint)
    db.session.flush()

    assert complaint.next_due_at is None
    assert complaint.next_action_at is not None
