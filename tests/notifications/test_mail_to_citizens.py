"""Citizens get mail where they ask for it or no text message reaches them; it counts as told once delivered (promises 4, 5, 9)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from complaints.casework.deliveries import deliver_and_record
from complaints.intake.complainant import Person
from complaints.models import Deadline
from tests.house import House, shanghai
from tests.support.post_office import PostOffice, house_with_mail, notices
from tests.support.stories import answered

MAIL, PHONE = "liu@home.test", "+8613800138000"
TEXT = "sms+8613800138000@sms.test"
BY_MAIL_ALONE = Person(name="刘女士", email=MAIL)
WISHES_MAIL = Person(name="刘女士", phone=PHONE, email=MAIL, tell_by="email")
WISHES_CALLS = Person(name="刘女士", phone=PHONE, email=MAIL, tell_by="phone")
LANDLINE = Person(name="刘女士", phone="027-87654321", email=MAIL)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def mailing(request: pytest.FixtureRequest, port: int) -> Iterator[House]:
    url = f"mailto://127.0.0.1:{port}/?mode=insecure&from=shouwen%40house.test&to={{email}}"
    with house_with_mail(request.param, port, SHOUWEN_CITIZEN_MAIL_URL=url) as it:
        yield it


def delivers(at: str) -> None:
    deliver_and_record(lambda: shanghai(at))


def feedback(house: House, number: str) -> Deadline:
    return next(row for row in house.complaint(number).deadlines if row.commitment == "feedback")


@pytest.mark.parametrize(
    ("person", "address"),
    [(BY_MAIL_ALONE, MAIL), (WISHES_MAIL, MAIL), (WISHES_CALLS, TEXT), (LANDLINE, MAIL)],
)
def test_citizen_gets_messages_by_the_channel_that_reaches_them(
    mailing: House, office: PostOffice, person: Person, address: str
) -> None:
    mailing.logs("2026-09-18T09:00", person=person)

    delivers("2026-09-18T09:05")

    to_citizen = [mail for mail in office.mails if not str(mail["To"]).endswith("@house.test")]
    assert {mail["To"] for mail in to_citizen} == {address} and to_citizen


def test_mail_is_told_when_delivered(mailing: House, office: PostOffice) -> None:
    number = answered(mailing, person=BY_MAIL_ALONE)
    mailing.does("window", number, "give_feedback", "2026-09-21T15:00", method="email")
    assert feedback(mailing, number).met_at is None

    delivers("2026-09-21T15:10")

    assert feedback(mailing, number).met_at == shanghai("2026-09-21T15:10")


def test_refused_mail_asks_a_person_to_tell(mailing: House, office: PostOffice) -> None:
    office.refuses.add(MAIL)
    number = answered(mailing, person=BY_MAIL_ALONE)
    mailing.does("window", number, "give_feedback", "2026-09-21T15:00", method="email")

    mailing.logs("2026-09-21T15:05")  # whose messages come through
    for minute in range(10, 50, 5):
        delivers(f"2026-09-21T15:{minute}")

    assert feedback(mailing, number).met_at is None
    assert mailing.moves(number).count("not_reached") == 1
    assert "ring" in {row.commitment for row in mailing.complaint(number).running}


def test_mail_address_before_hears_of_the_change_too(mailing: House, office: PostOffice) -> None:
    number = mailing.logs("2026-09-18T09:00", person=BY_MAIL_ALONE)
    delivers("2026-09-18T09:05")
    office.mails.clear()
    changes = {"email": "other@home.test"}
    mailing.does("window", number, "correct", "2026-09-18T09:10", changes=changes, reason="来电更正")

    delivers("2026-09-18T09:15")

    assert office.to(MAIL) and office.to("other@home.test")
    assert not any(MAIL in str(one.words) for one in notices(kind="correct"))


def test_without_a_mail_channel_the_page_tells(house: House) -> None:
    house.logs("2026-09-18T09:00", person=BY_MAIL_ALONE)

    [notice] = notices(kind="receive", recipient="citizen")
    assert notice.next_try_at is None
