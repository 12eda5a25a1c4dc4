"""The days to supply what is missing are the citizen's: they run from when the citizen was told (domain §1.2 d, e)."""

from __future__ import annotations

import pytest

from complaints.intake.complainant import Person
from tests.house import House
from tests.notifications.test_telling import LANDLINE, clock, delivers
from tests.notifications.test_told_by_person import BY_PERSON
from tests.support.post_office import PostOffice
from tests.support.stories import in_hand, rungs
from workflows.calendar import SHANGHAI
from workflows.errors import NotNow

MISSING = {
    "reason_code": "missing_material_not_supplied",
    "competent_body": "本窗口",
    "contact": "0711-3381234",
}


def asked(house: House, person: Person | None = None, at: str = "2026-11-10T09:00") -> str:
    number = house.logs(at, person=person) if person else house.logs(at)
    house.does("window", number, "ask_supplement", at, items=["身份证"])
    return number


def until(house: House, number: str) -> str:
    return f"{clock(house, number, 'supplement_wait').due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


@pytest.mark.parametrize("reached_by", BY_PERSON)
def test_what_a_citizen_was_never_told_declines_nothing(either_house: House, reached_by: str) -> None:
    number = asked(either_house, BY_PERSON[reached_by])
    either_house.sweeps("2026-11-25T08:40")

    with pytest.raises(NotNow, match="自告知投诉人之日起算"):
        either_house.does("window", number, "decline", "2026-11-25T09:00", **MISSING)
    either_house.does("window", number, "tell_citizen", "2026-11-25T10:00", how="letter", note="已挂号寄出")

    assert until(either_house, number) == "12-09 17:30"
    with pytest.raises(NotNow):
        either_house.does("window", number, "decline", "2026-12-09T17:00", **MISSING)
    either_house.does("window", number, "decline", "2026-12-10T09:00", **MISSING)


def test_told_on_the_last_day_a_citizen_has_the_whole_days(house: House) -> None:
    number = asked(house, LANDLINE)
    house.does("window", number, "tell_citizen", "2026-11-24T16:00", how="phone", note="今天打通")

    assert until(house, number) == "12-08 17:30"
    assert clock(house, number, "supplement_wait").moved[0]["reason"] == "ask_supplement"
    with pytest.raises(NotNow):
        house.does("window", number, "decline", "2026-11-25T08:31", **MISSING)
    house.sweeps("2026-12-08T18:00")
    assert rungs(house, number, "supplement_wait") == ["0"]  # the reminder comes after the days they have


def test_days_run_from_the_delivery_of_the_message(mailing: House, office: PostOffice) -> None:
    number = asked(mailing)
    with pytest.raises(NotNow):
        mailing.does("window", number, "decline", "2026-11-25T09:00", **MISSING)

    delivers("2026-11-25T10:00")

    assert mailing.moves(number)[-1] == "confirm_told"
    assert until(mailing, number) == "12-09 17:30"


def test_delivered_on_the_same_day_the_date_stands(mailing: House, office: PostOffice) -> None:
    number = asked(mailing)
    before = until(mailing, number)
    delivers("2026-11-10T09:05")

    assert until(mailing, number) == before == "11-24 17:30"
    assert clock(mailing, number, "supplement_wait").moved is None


def test_work_resumes_only_after_days_the_citizen_knew_of(house: House) -> None:
    number = in_hand(house, person=LANDLINE)
    house.does("handler", number, "ask_supplement", "2026-09-21T09:00", items=["收据"])

    with pytest.raises(NotNow, match="自告知投诉人之日起算"):
        house.does("handler", number, "resume", "2026-10-20T09:00")
    house.does("handler", number, "tell_citizen", "2026-10-20T10:00", how="phone", note="已告知")
    house.does("handler", number, "resume", "2026-11-04T09:00")

    assert house.complaint(number).pause_reason is None
