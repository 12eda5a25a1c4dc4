"""Who had a joined complaint, or was late with it, does nothing that judges the work for its citizen."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.stories import ANSWER, HR, in_hand, refusal

HEARD = {"reason": "来电", "heard": {"how": "phone"}}
RATED = {"grade": 5, "heard": {"how": "phone"}}
CALL = {"how": "phone", "reached": True, "contacted": True, "solved": True, "satisfied": True, "note": "满意"}
TOLD, LATER = "2026-09-23T15:00", "2026-09-24T09:20"


def joined(house: House, *, late: bool = False) -> tuple[str, str]:
    """The leading one, and one that `centre.he` took in, `other` handled, and was joined."""
    day = "2026-09-22" if late else "2026-09-18"
    leading, number = in_hand(house), house.logs("2026-09-18T09:00", by="centre.he")
    if late:
        house.sweeps("2026-09-22T09:00")
    house.does("centre.he", number, "assign", f"{day}T10:00", unit=HR)
    house.does("other", number, "sign_for", f"{day}T10:30")
    house.does("centre.he", number, "merge", f"{day}T11:00", leading=leading)
    return leading, number


def told(house: House, *, late: bool = False) -> tuple[str, str]:
    leading, number = joined(house, late=late)
    house.does("handler", leading, "answer", "2026-09-23T10:00", **ANSWER)
    house.does("window", leading, "give_feedback", TOLD, method="phone")
    return leading, number


@pytest.mark.parametrize("by", ["other", "centre.he"])
def test_former_holders_of_a_joined_complaint_rate_and_call_nothing_for_its_citizen(
    either_house: House, by: str
) -> None:
    house = either_house
    _, number = told(house)

    assert refusal(house, by, number, "rate", LATER, **RATED) in ("NotYours", "NotFound")
    assert refusal(house, by, number, "call_back", LATER, **CALL) in ("NotYours", "NotFound")
    assert refusal(house, "centre.chen", number, "call_back", LATER, **CALL) == ""
    assert refusal(house, "centre.chen", number, "rate", LATER, **RATED) == ""


def test_who_was_late_with_a_joined_complaint_asks_for_no_review_of_it(house: House) -> None:
    _, number = told(house, late=True)

    assert refusal(house, "centre.he", number, "appeal", LATER, **HEARD) == "NotNow"
    assert refusal(house, "centre.chen", number, "appeal", LATER, **HEARD) == ""


def test_who_was_late_with_a_joined_complaint_asks_for_no_recusal(house: House) -> None:
    _, number = joined(house, late=True)

    assert refusal(house, "centre.he", number, "request_recusal", "2026-09-22T11:10", **HEARD) == "NotNow"


def test_former_handler_of_a_joined_complaint_verifies_nothing_of_the_group(either_house: House) -> None:
    house = either_house
    leading, number = told(house)
    house.does("citizen", number, "rate", "2026-09-24T10:00", grade=1)
    with transaction(alone=True):
        officers.set_roles(house.officer("other"), ["officer", "supervisor"], shanghai("2026-09-24T11:00"))
        officers.move(house.officer("other"), "EZ-BUREAU", shanghai("2026-09-24T11:01"))

    house.does("other", leading, "contact", "2026-09-24T12:00", how="phone", reached=True, note="x")
    assert house.complaint(leading).verified_at is None
    house.does("supervisor", leading, "contact", "2026-09-24T12:10", how="phone", reached=True, note="x")
    assert refusal(house, "other", leading, "uphold", "2026-09-24T12:30", reason="维持") == "NotNow"
    assert refusal(house, "supervisor", leading, "uphold", "2026-09-24T12:40", reason="维持") == ""


def test_officer_with_no_part_in_either_still_records_for_both(house: House) -> None:
    leading, number = told(house)

    for one in (leading, number):
        assert refusal(house, "huarong.mo", one, "rate", LATER, **RATED) in ("", "NotFound")
        assert refusal(house, "supervisor", one, "call_back", LATER, **CALL) == ""
