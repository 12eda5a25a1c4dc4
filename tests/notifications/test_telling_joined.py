"""What the citizen of a joined complaint was still to be told is told all the same, and counts where it was promised."""

from __future__ import annotations

from complaints.casework.deliveries import deliver_and_record
from complaints.intake.complainant import Person
from complaints.models import Deadline
from tests.casework.test_joined_promises import day, leading_of_sixty_days, merge
from tests.house import House, shanghai
from tests.support.post_office import PostOffice
from tests.support.stories import ANSWER, in_hand, rungs

LANDLINE = Person(name="王女士", phone="027-87654321")
HANDED_OVER = {"how": "letter", "note": "已当面交给本人"}
EXTENDED = {"days": 2, "reason": "案情复杂", "basis": "规则"}


def newest(house: House, number: str, commitment: str) -> Deadline:
    return [row for row in house.complaint(number).deadlines if row.commitment == commitment][-1]


def extended_and_joined(house: House, **words) -> tuple[str, str]:
    """Extended on Monday the 21st at 11:00, and joined an hour later, before the message went out."""
    leading, number = leading_of_sixty_days(house), in_hand(house, **words)
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **EXTENDED)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    merge(house, number, leading, "2026-09-21T12:00")
    return leading, number


def test_what_the_citizen_is_still_to_be_told_outlives_joining(mailing: House, office: PostOffice) -> None:
    leading, number = extended_and_joined(mailing)

    told = newest(mailing, number, "telling")
    assert told.is_running and day(told.due_at) == "09-22 17:30"
    assert day(mailing.due(leading, "joined")) == "09-29 17:30"  # the work alone binds the leading one
    mailing.sweeps("2026-09-22T18:00")
    assert "0" in rungs(mailing, number, "telling")
    deliver_and_record(lambda: shanghai("2026-09-23T09:00"))
    told = newest(mailing, number, "telling")
    assert day(told.met_at) == "09-23 09:00" and day(told.breached_at) == "09-22 17:30"


def test_citizen_no_message_reaches_is_rung_after_joining(mailing: House, office: PostOffice) -> None:
    leading, number = extended_and_joined(mailing, person=LANDLINE)
    deliver_and_record(lambda: shanghai("2026-09-21T15:00"))
    assert newest(mailing, number, "ring").is_running
    mailing.does("handler", leading, "answer", "2026-09-21T15:30", **ANSWER)
    assert newest(mailing, number, "ring").is_running

    mailing.does("window", number, "tell_citizen", "2026-09-21T16:00", **HANDED_OVER)

    assert {day(newest(mailing, number, name).met_at) for name in ("telling", "ring")} == {"09-21 16:00"}


def test_call_owed_before_joining_is_owed_after(mailing: House, office: PostOffice) -> None:
    leading, number = leading_of_sixty_days(mailing), in_hand(mailing, person=LANDLINE)
    mailing.does("handler", number, "request_extension", "2026-09-21T10:00", **EXTENDED)
    mailing.does("leader", number, "grant_extension", "2026-09-21T11:00")
    deliver_and_record(lambda: shanghai("2026-09-21T11:30"))
    before = newest(mailing, number, "ring").due_at
    merge(mailing, number, leading, "2026-09-21T12:00")

    assert newest(mailing, number, "ring").is_running and newest(mailing, number, "ring").due_at == before
    mailing.sweeps("2026-09-23T18:00")
    assert rungs(mailing, number, "ring")[-2:] == ["0", "+1wd"]
