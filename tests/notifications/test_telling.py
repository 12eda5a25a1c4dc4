"""A message counts once it was delivered; where none can be, a person rings (promises 4, 5, 9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.casework.deliveries import deliver_and_record
from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Deadline
from complaints.models.deadline import was_broken
from tests.house import House, shanghai
from tests.support.post_office import PostOffice
from tests.support.stories import answered, in_hand, refusal, told

DECLINE = {"reason_code": "not_our_remit", "competent_body": "市公证处", "contact": "0711-1234567"}
LANDLINE = Person(name="王女士", phone="027-87654321")
HANDED_OVER = {"how": "letter", "note": "已当面交给本人"}


def delivers(at: str) -> None:
    deliver_and_record(lambda: shanghai(at))


def clock(house: House, number: str, commitment: str) -> Deadline | None:
    rows = [row for row in house.complaint(number).deadlines if row.commitment == commitment]
    return rows[-1] if rows else None


def feedback_by_text(house: House, **words) -> str:
    """Answered on Monday the 21st at 10:00; the feedback is due on Tuesday at the close of business."""
    number = answered(house, **words)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="sms")
    return number


def extended(house: House, **words) -> str:
    number = in_hand(house, **words)
    asked = {"days": 2, "reason": "案情复杂", "basis": "规则"}
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **asked)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    return number


def test_feedback_by_message_is_kept_when_delivered_not_when_queued(
    mailing: House, office: PostOffice
) -> None:
    number = feedback_by_text(mailing)
    assert clock(mailing, number, "feedback").met_at is None

    delivers("2026-09-21T15:10")

    assert clock(mailing, number, "feedback").met_at == shanghai("2026-09-21T15:10")
    assert mailing.moves(number)[-1] == "confirm_feedback"


def test_feedback_delivered_late_is_broken(mailing: House, office: PostOffice) -> None:
    number = feedback_by_text(mailing)

    mailing.sweeps("2026-09-23T09:00")
    delivers("2026-09-23T10:00")

    row = clock(mailing, number, "feedback")
    assert (row.met_at, row.breached_at) == (shanghai("2026-09-23T10:00"), shanghai("2026-09-22T17:30"))
    broken = db.select(Deadline.id).filter(was_broken(shanghai("2026-09-24T09:00")), Deadline.id == row.id)
    assert db.session.scalars(broken).all() == [row.id]


def test_feedback_by_phone_is_kept_at_once(mailing: House, office: PostOffice) -> None:
    number = told(mailing)

    assert clock(mailing, number, "feedback").met_at == shanghai("2026-09-21T15:00")
    delivers("2026-09-21T15:10")
    assert "confirm_feedback" not in mailing.moves(number)


def test_feedback_on_the_page_is_kept_where_no_channel_is(house: House) -> None:
    number = feedback_by_text(house)

    assert clock(house, number, "feedback").met_at == shanghai("2026-09-21T15:00")


@pytest.mark.parametrize("move", ["rate", "appeal"])
def test_citizen_who_acts_on_the_answer_was_told(mailing: House, move: str) -> None:
    number = feedback_by_text(mailing)

    mailing.does("citizen", number, move, "2026-09-21T16:00", grade=3)

    assert clock(mailing, number, "feedback").met_at == shanghai("2026-09-21T16:00")


def test_feedback_never_delivered_outlives_the_complaint(mailing: House) -> None:
    """No mail server answers: the rating period ends, and what was owed to the citizen is owed still."""
    number = feedback_by_text(mailing)

    mailing.sweeps("2026-09-29T18:00")

    assert mailing.complaint(number).state == "closed"
    assert clock(mailing, number, "feedback").is_running
    mailing.does("window", number, "tell_answer", "2026-09-30T09:00", **HANDED_OVER)
    assert clock(mailing, number, "feedback").met_at == shanghai("2026-09-30T09:00")


def test_decline_is_told_when_its_message_is_delivered(mailing: House, office: PostOffice) -> None:
    number = mailing.logs("2026-09-18T09:00")
    mailing.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)
    assert mailing.due(number, "telling") == shanghai("2026-09-20T17:30")  # a working Sunday

    delivers("2026-09-18T10:05")

    assert clock(mailing, number, "telling").met_at == shanghai("2026-09-18T10:05")


def test_extension_is_told_when_its_message_is_delivered(mailing: House, office: PostOffice) -> None:
    number = extended(mailing)

    delivers("2026-09-21T11:05")

    assert clock(mailing, number, "telling").met_at == shanghai("2026-09-21T11:05")


def test_decline_that_reaches_nobody_climbs(mailing: House) -> None:
    number = mailing.logs("2026-09-18T09:00")
    mailing.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)

    mailing.sweeps("2026-09-23T09:00")

    rows = [row for row in mailing.complaint(number).escalations if row.commitment == "telling"]
    assert [row.rung for row in rows][:2] == ["-2wh", "0"]


@pytest.mark.parametrize("state", ["declined", "extended", "told"])
def test_landline_gives_the_first_responder_the_duty_to_ring(
    mailing: House, office: PostOffice, state: str
) -> None:
    if state == "declined":
        number = mailing.logs("2026-09-18T09:00", person=LANDLINE)
        mailing.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)
    else:
        number = {"extended": extended, "told": feedback_by_text}[state](mailing, person=LANDLINE)

    delivers("2026-09-21T16:00")
    delivers("2026-09-21T16:10")

    assert mailing.moves(number).count("not_reached") == 1
    ring = clock(mailing, number, "ring")
    assert (ring.started_at, ring.limit) == (shanghai("2026-09-21T16:00"), "1wd")
    move = "tell_answer" if state == "told" else "tell_citizen"
    mailing.does("window", number, move, "2026-09-22T09:00", how="phone", note="已电话告知")
    row = mailing.complaint(number)
    assert not {one.commitment for one in row.running if one.is_running} & {"ring", "telling", "feedback"}
    delivers("2026-09-22T10:00")
    assert mailing.moves(number).count("not_reached") == 1


def test_duty_to_ring_climbs(mailing: House, office: PostOffice) -> None:
    number = mailing.logs("2026-09-18T09:00", person=LANDLINE)
    mailing.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)
    delivers("2026-09-18T10:05")

    mailing.sweeps("2026-09-23T09:00")

    rungs = [row.rung for row in mailing.complaint(number).escalations if row.commitment == "ring"]
    assert "0" in rungs and "+1wd" in rungs


def test_call_that_reached_them_ends_the_duty_to_ring(mailing: House, office: PostOffice) -> None:
    number = extended(mailing, person=LANDLINE)
    delivers("2026-09-21T16:00")

    mailing.does("handler", number, "contact", "2026-09-21T16:30", how="phone", reached=False)
    assert clock(mailing, number, "ring").is_running
    mailing.does("handler", number, "contact", "2026-09-21T16:40", how="phone", reached=True)

    assert clock(mailing, number, "ring").met_at == shanghai("2026-09-21T16:40")


def test_nothing_to_tell_is_refused(mailing: House) -> None:
    number = in_hand(mailing)

    assert refusal(mailing, "window", number, "tell_citizen", how="phone", note="x") == "NotNow"


def test_recording_twice_changes_nothing(mailing: House, office: PostOffice) -> None:
    number = extended(mailing)
    delivers("2026-09-21T11:05")
    before = mailing.moves(number)

    delivers("2026-09-21T12:05")

    assert mailing.moves(number) == before
    assert mailing.complaint(number).last_event_at - shanghai("2026-09-21T11:05") == timedelta()


def test_number_that_refuses_while_others_are_reached_is_rung(mailing: House, office: PostOffice) -> None:
    office.refuses.add("sms+8613800138001@sms.test")
    number = extended(mailing, person=Person(name="王女士", phone="13800138001"))
    other = extended(mailing)

    for minute in range(0, 60, 4):
        delivers(f"2026-09-21T11:{minute + 1:02}")

    assert clock(mailing, number, "ring").is_running and clock(mailing, other, "ring") is None
    mailing.does("window", number, "tell_citizen", "2026-09-21T12:10", how="phone", note="已电话告知")
    delivers("2026-09-21T12:30")
    assert mailing.moves(number).count("not_reached") == 1


def test_channel_that_is_down_for_all_gives_no_one_a_call(mailing: House) -> None:
    """No mail server answers: administrators look after it, and the message is tried again."""
    number = extended(mailing)
    extended(mailing)

    for minute in range(0, 60, 4):
        delivers(f"2026-09-21T11:{minute + 1:02}")

    assert clock(mailing, number, "ring") is None and clock(mailing, number, "telling").is_running
