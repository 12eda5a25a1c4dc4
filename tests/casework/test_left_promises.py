"""What editions before left running on joined complaints of a group that is over is settled, with the reason."""

from __future__ import annotations

import pytest

from complaints.casework.left_promises import end_left_promises
from complaints.commitments import deadlines
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline, Event
from complaints.rulebooks import store
from tests.casework.test_joined_promises import merge
from tests.house import House, shanghai
from tests.notifications.test_telling import clock
from tests.support.stories import ANSWER, in_hand
from workflows.calendar import Due

SENT = {"channel": "12345", "sender_number": "热线-7"}
AT = shanghai("2026-10-20T09:00")
ANSWERED = "2026-09-21T10:00"


def over(house: House, due: str) -> str:
    """Joined with a sender's date, to one that was answered and closed, as if no step had followed on it."""
    leading, joined = in_hand(house), in_hand(house, sender_due_at=shanghai(due), **SENT)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.does("handler", leading, "answer", ANSWERED, **ANSWER)
    house.does("window", leading, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", leading, "rate", "2026-09-22T10:00", grade=5)
    house.sweeps("2026-10-19T18:00")
    with transaction():
        row = clock(house, joined, "sender")
        row.met_at = row.met_seq = None
    assert clock(house, joined, "sender").is_running
    return joined


@pytest.mark.parametrize(
    ("due", "breached"), [("2026-09-21T17:30", None), ("2026-09-21T09:30", "2026-09-21T09:30")]
)
def test_kept_or_broken_by_the_answer_of_the_leading_one(
    either_house: House, due: str, breached: str | None
) -> None:
    house, number = either_house, over(either_house, due)

    assert end_left_promises(AT) == 1

    row = clock(house, number, "sender")
    assert row.met_at == shanghai(ANSWERED)
    assert row.breached_at == (shanghai(breached) if breached else None)
    event = db.session.scalars(db.select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (event.move, event.detail["step"], event.detail["promises"]) == (
        "follow_leading",
        "close",
        ["sender"],
    )
    assert end_left_promises(AT) == 0


def test_promised_after_the_answer_it_ends_with_the_reason(either_house: House) -> None:
    house, number = either_house, over(either_house, "2026-09-24T17:30")
    assert end_left_promises(AT) == 1
    with transaction() as session:
        complaint = house.complaint(number)
        book, due = store.book(complaint.rulebook_version), Due(shanghai("2026-09-23T17:30"), False)
        promised = "fixed", book.promise(complaint.category, "sender", "normal"), due
        deadlines.start(complaint, book.commitments["sender"], shanghai("2026-09-22T11:00"), promised)
        session.flush()

    assert end_left_promises(AT) == 1

    row = clock(house, number, "sender")
    assert (row.met_at, row.void_at, row.breached_at) == (None, AT, shanghai("2026-09-23T17:30"))


def test_group_that_goes_on_is_left_alone(house: House) -> None:
    leading, joined = in_hand(house), in_hand(house, sender_due_at=shanghai("2026-09-24T17:30"), **SENT)
    merge(house, joined, leading, "2026-09-21T09:00")

    assert end_left_promises(AT) == 0
    assert clock(house, joined, "sender").is_running
    assert db.session.scalars(db.select(Deadline).filter_by(commitment="telling")).all() == []
