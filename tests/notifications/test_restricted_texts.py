"""Messages tell the citizen of a restricted complaint no more than its status page does (domain §7, DISC)."""

from __future__ import annotations

import pytest

from complaints.casework.citizen_view import public_events
from complaints.models import Complaint
from tests.house import House, shanghai
from tests.notifications.test_telling import DECLINE, HANDED_OVER, clock, delivers
from tests.support.post_office import PostOffice, notices
from tests.support.stories import ANSWER

SENT = {"channel": "12345", "sender_number": "热线-1", "sender_due_at": shanghai("2026-09-30T17:30")}


def told_by_message(complaint: Complaint) -> list[str]:
    return [row.kind for row in notices(recipient="citizen", complaint_id=complaint.id)]


def shown_on_page(complaint: Complaint) -> list[str]:
    return [event.move for event in public_events(complaint)]


def restricted(house: House) -> tuple[str, str]:
    number = house.logs("2026-09-18T09:00", category="DISC", **SENT)
    return number, house.complaint(number).first_responder.username


def test_steps_of_a_restricted_complaint_are_not_told(house: House) -> None:
    number, first = restricted(house)
    house.does(first, number, "accept", "2026-09-18T09:10")
    later = {"due_at": shanghai("2026-10-16T17:30"), "reason": "来函改期"}
    house.does(first, number, "move_sender_date", "2026-09-18T09:20", **later)
    house.does(first, number, "ask_supplement", "2026-09-18T09:30", items=["照片"])
    house.does(first, number, "supplement", "2026-09-18T09:40", note="已补")
    house.does(first, number, "assign", "2026-09-18T10:00", unit="EZ-DISC")
    until = {"due_at": shanghai("2026-09-28T17:30"), "instruction": "限期办结"}
    house.does("disc.meng", number, "supervise", "2026-09-18T11:00", **until)
    house.sweeps("2026-10-20T09:00")

    complaint = house.complaint(number)
    assert told_by_message(complaint) == shown_on_page(complaint) == ["receive"]


@pytest.mark.parametrize("words", [DECLINE])
def test_refusal_of_a_restricted_complaint_is_told_and_shown(house: House, words: dict[str, str]) -> None:
    number, first = restricted(house)
    house.does(first, number, "decline", "2026-09-18T10:00", **words)

    complaint = house.complaint(number)
    assert told_by_message(complaint) == shown_on_page(complaint) == ["receive", "decline"]


def test_steps_of_a_usual_complaint_are_told(house: House) -> None:
    number = house.logs("2026-09-18T09:00", **SENT)
    until = {"due_at": shanghai("2026-09-28T17:30"), "instruction": "限期办结"}
    house.does("supervisor", number, "supervise", "2026-09-18T11:00", **until)

    assert told_by_message(house.complaint(number)) == ["receive", "supervise"]


def test_correction_into_the_restricted_channel_is_not_told(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    words = {"changes": {"category": "DISC"}, "reason": "收钱"}
    house.does("window", number, "correct", "2026-09-18T09:10", **words)

    assert told_by_message(house.complaint(number)) == ["receive"]


def test_answer_to_a_restricted_complaint_is_told_by_a_person(mailing: House, office: PostOffice) -> None:
    """Said to go by message, it goes by none: the promise runs until a person told the citizen."""
    number, first = restricted(mailing)
    mailing.does(first, number, "accept", "2026-09-18T09:10")
    mailing.does(first, number, "assign", "2026-09-18T09:20", unit="EZ-DISC")
    mailing.does("disc.meng", number, "sign_for", "2026-09-18T09:30")
    mailing.does("disc.meng", number, "answer", "2026-09-18T10:00", **ANSWER)
    mailing.does(first, number, "give_feedback", "2026-09-18T11:00", method="sms")
    delivers("2026-09-18T11:05")
    assert clock(mailing, number, "feedback").is_running

    mailing.does(first, number, "tell_answer", "2026-09-18T12:00", **HANDED_OVER)

    assert clock(mailing, number, "feedback").met_at == shanghai("2026-09-18T12:00")
    assert told_by_message(mailing.complaint(number)) == ["receive"]
