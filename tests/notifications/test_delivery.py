"""Notices reach people through a real mail server, once, whatever happens to the workers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import perf_counter

import pytest
from sqlalchemy import select, update

from complaints.infrastructure.database import db, transaction
from complaints.intake.complainant import Person
from complaints.models import Absence, Notice, Officer
from complaints.notifications import channels, delivery, recipients
from complaints.organisation import absences
from tests.house import House, opened, shanghai
from tests.support.post_office import (
    PostOffice,
    house_with_mail,
    nothing_else_owed,
    notices,
    post_office,
)
from tests.support.stories import in_hand

RECEIVED = "2026-09-18T16:00"
LATER = shanghai("2026-09-18T16:10")


@pytest.fixture
def mailing_house(port: int) -> Iterator[House]:
    with house_with_mail("sqlite", port) as it:
        yield it


def delivers(at: datetime = LATER) -> delivery.Tally:
    return delivery.deliver(lambda: at)


def test_a_notice_is_sent_once_and_carries_its_key(mailing: House, office: PostOffice) -> None:
    number = mailing.logs(RECEIVED)

    first, second = delivers(), delivers(LATER + timedelta(hours=1))

    assert first.sent == 1 and second == delivery.Tally()
    (mail,) = office.mails
    (notice,) = notices(recipient="citizen")
    assert mail["X-Shouwen-Key"] == notice.key
    assert notice.delivered_at == LATER and notice.next_try_at is None
    grouped = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    assert grouped in mail["Subject"] and grouped in mail.get_content()


def test_a_message_holds_nothing_personal(mailing_house: House, office: PostOffice) -> None:
    receipt = mailing_house.receipt(RECEIVED)
    delivers()

    said = office.mails[0]["Subject"] + office.mails[0].get_content()
    for secret in ("李大爷", "13800138000", "态度", receipt.query_code):
        assert secret not in said
    assert "https://house.test/status" in said


def test_the_citizen_is_reached_by_the_phone_that_was_sealed(
    mailing_house: House, office: PostOffice
) -> None:
    mailing_house.logs(RECEIVED)
    delivers()

    assert "+8613800138000" in str(office.mails[0]["To"])


def test_a_citizen_without_a_phone_is_sent_nothing(mailing_house: House, office: PostOffice) -> None:
    mailing_house.logs(RECEIVED, person=Person(name="王女士"))

    assert delivers() == delivery.Tally()
    assert office.mails == []


def test_a_post_is_told_through_everybody_who_holds_it(mailing_house: House, office: PostOffice) -> None:
    number = mailing_house.logs(RECEIVED)
    mailing_house.does("window", number, "assign", "2026-09-18T16:05", unit="EC-BUREAU")
    delivers()

    (notice,) = notices(recipient="unit", role="officer")
    told = [mail for mail in office.mails if str(mail["X-Shouwen-Key"]).startswith(notice.key)]
    assert "handler@house.test" in {str(mail["To"]) for mail in told}
    assert len({mail["X-Shouwen-Key"] for mail in told}) == len(told) >= 2


def stands_in(house: House, deputy: str, who: str) -> None:
    times = shanghai("2026-09-17T08:00"), shanghai("2026-09-20T08:00")
    with transaction():
        absences.mark(house.officer(who), house.officer(deputy), times, house.officer("supervisor"))


def asked(house: House, number: str) -> set[str]:
    """Who got a mail that an extension was asked for, on Friday at 11:00."""
    words = {"days": 5, "reason": "…", "basis": "…"}
    house.does("handler", number, "request_extension", "2026-09-18T11:00", **words)
    (notice,) = notices(kind="request_extension")
    people = {officer.id: officer.username for officer in db.session.scalars(select(Officer))}
    return {people[letter.to] for letter in recipients.letters(notice)}


def test_a_post_is_told_through_whoever_stands_in_for_its_holder(mailing_house: House) -> None:
    house, number = mailing_house, in_hand(mailing_house)
    stands_in(house, "other", "leader")

    assert asked(house, number) == {"leader", "other"}


def test_who_stands_in_for_the_holder_of_a_post_is_told_nothing_about_themselves(
    mailing_house: House,
) -> None:
    house, number = mailing_house, in_hand(mailing_house, respondent_officer="other")
    stands_in(house, "other", "leader")

    assert asked(house, number) == {"leader"}


def test_before_and_after_the_absence_a_post_is_told_through_its_holder_alone(mailing_house: House) -> None:
    house, number = mailing_house, in_hand(mailing_house)
    stands_in(house, "other", "leader")
    with transaction():
        absences.end(db.session.scalars(select(Absence)).one(), shanghai("2026-09-18T09:00"))

    assert asked(house, number) == {"leader"}


def test_a_unit_whose_offer_was_called_back_is_told_by_mail(mailing_house: House, office: PostOffice) -> None:
    number = mailing_house.logs("2026-09-18T09:00")
    mailing_house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    mailing_house.sweeps("2026-09-21T09:00")
    delivers(shanghai("2026-09-21T09:10"))

    (notice,) = notices(kind="lapse", recipient="unit")
    told = {str(mail["To"]) for mail in office.mails if str(mail["X-Shouwen-Key"]).startswith(notice.key)}
    assert "handler@house.test" in told
    assert "centre.he@house.test" not in told


def test_the_officer_complained_of_is_told_nothing(mailing_house: House, office: PostOffice) -> None:
    number = mailing_house.logs(RECEIVED, respondent_officer="handler")
    mailing_house.does("window", number, "assign", "2026-09-18T16:05", unit="EC-BUREAU")
    delivers()

    assert office.mails and office.to("handler@house.test") == []


def test_who_has_no_address_has_the_inbox(mailing_house: House, office: PostOffice) -> None:
    with transaction():
        mailing_house.officer("window").email = None
    number = mailing_house.logs(RECEIVED)
    mailing_house.does("window", number, "assign", "2026-09-18T16:05", unit="EC-BUREAU")
    mailing_house.does("handler", number, "sign_for", "2026-09-18T16:08")
    delivers()

    (notice,) = notices(recipient="officer", kind="sign_for")
    assert notice.delivered_at is not None and notice.next_try_at is None
    assert office.to("window@house.test") == []


def test_two_workers_at_once_send_each_message_once(mailing: House, office: PostOffice) -> None:
    for _ in range(30):
        mailing.logs(RECEIVED)

    def work(_: int) -> int:
        with mailing.app.app_context():
            return delivers().sent

    with ThreadPoolExecutor(2) as pool:
        sent = list(pool.map(work, range(2)))

    assert sum(sent) == 30
    assert len(office.keys) == len(set(office.keys)) == 30


def test_the_claim_of_a_dead_worker_is_taken_up_when_it_is_over(mailing: House, office: PostOffice) -> None:
    mailing.logs(RECEIVED)
    claim = delivery._claim(LATER, LATER)  # and then the worker dies
    assert len(claim.notice_ids) == 1

    too_early = delivers(LATER + timedelta(minutes=1))
    in_time = delivers(LATER + delivery.LEASE + timedelta(seconds=1))

    assert (too_early.sent, in_time.sent) == (0, 1)
    assert len(office.mails) == 1


def test_a_repeat_after_a_crash_bears_the_same_key(mailing_house: House, office: PostOffice) -> None:
    mailing_house.logs(RECEIVED)
    claim = delivery._claim(LATER, LATER)
    delivery._attempt(claim.notice_ids[0], claim.token)  # sent, and then the worker dies before marking

    delivers(LATER + timedelta(minutes=3))

    assert len(office.mails) == 2 and len(set(office.keys)) == 1


def test_whose_claim_is_over_marks_nothing(mailing_house: House, office: PostOffice) -> None:
    mailing_house.logs(RECEIVED)
    claim = delivery._claim(LATER, LATER)
    with transaction() as session:
        session.execute(update(Notice).values(lease="somebody else's"))

    delivery._deliver_one(claim.notice_ids[0], claim.token, lambda: LATER, delivery.Tally())

    assert notices(recipient="citizen")[0].delivered_at is None
    assert office.mails == []


def test_nothing_is_sent_that_might_outlast_its_claim(mailing_house: House, office: PostOffice) -> None:
    """A slow channel eats up the claim: what is left of the page is not sent by this worker under it."""
    for _ in range(3):
        mailing_house.logs(RECEIVED)
    times = iter(LATER + timedelta(seconds=40 * n) for n in range(100))

    tally = delivery.deliver(lambda: next(times))

    assert tally.sent == 3
    assert len(office.keys) == len(set(office.keys)) == 3


def test_a_silent_server_is_tried_again_ever_later_and_given_up(mailing: House) -> None:
    mailing.logs(RECEIVED)
    nothing_else_owed(notices(recipient="citizen")[0])
    at, waits = LATER, []

    for _ in range(delivery.MOST_ATTEMPTS):
        tally = delivers(at)
        assert tally.failed >= 1 and tally.sent == 0  # the word to administrators fails as well
        (notice,) = notices(recipient="citizen")
        nothing_else_owed(notice)
        if notice.next_try_at:
            waits.append((notice.next_try_at - at) // timedelta(minutes=1))
            at = notice.next_try_at

    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, *[360] * 11]
    assert at - LATER >= timedelta(days=3)
    assert tally.dead == 1 and notice.dead_at == at and notice.next_try_at is None
    assert "Errno 111" in (notice.last_error or "") and "138" not in (notice.last_error or "")
    (ring,) = notices(kind="ring_citizen")
    assert ring.officer_id == mailing.officer("window").id
    (down,) = notices(kind="channel_down")
    assert down.role == "admin"


def test_a_channel_that_is_down_is_told_once_for_many_messages(mailing_house: House) -> None:
    for _ in range(3):
        mailing_house.logs(RECEIVED)
    at = LATER
    for _ in range(8):
        delivers(at)
        at += timedelta(hours=2)

    assert len([one for one in notices(kind="channel_down") if "/citizen/" in one.key]) == 1


def test_a_landline_is_no_delivery_and_the_first_responder_is_asked_to_ring(
    mailing_house: House, office
) -> None:
    number = mailing_house.logs(RECEIVED, person=Person(name="王女士", phone="027-87654321"))
    mailing_house.does("window", number, "accept", "2026-09-18T16:05")
    delivers()

    told = notices(recipient="citizen")
    assert told and all(one.delivered_at is None and one.dead_at == LATER for one in told)
    assert {one.last_error for one in told} == {delivery.NO_NUMBER}
    (ring,) = notices(kind="ring_citizen")
    assert ring.officer_id == mailing_house.officer("window").id


def test_a_dead_letter_is_listed_and_sent_when_retried(mailing_house: House, port: int) -> None:
    mailing_house.logs(RECEIVED)
    with transaction() as session:
        session.execute(update(Notice).values(attempts=delivery.MOST_ATTEMPTS - 1))
    assert delivers().dead == 1
    run = mailing_house.app.test_cli_runner().invoke

    (notice,) = notices(recipient="citizen")
    nothing_else_owed(notice)  # the first responder was asked to ring meanwhile
    assert notice.key in run(args=["notices", "dead"]).output
    assert run(args=["notices", "retry", notice.key]).exit_code == 0
    assert run(args=["notices", "retry", notice.key]).exit_code == 1
    with post_office(port) as office:
        told = json.loads(run(args=["deliver"]).output)

    assert told == {"sent": 1, "failed": 0, "dead": 0}
    assert office.keys == [notice.key]


def test_who_was_reached_is_not_sent_it_again_when_another_was_not(
    mailing_house: House, office: PostOffice
) -> None:
    number = mailing_house.logs(RECEIVED)
    mailing_house.does("window", number, "assign", "2026-09-18T16:05", unit="EC-BUREAU")
    (notice,) = notices(recipient="unit", role="officer")
    nothing_else_owed(notice)
    office.refuses.add("handler@house.test")
    assert delivers().failed == 1
    others = len(office.mails)

    office.refuses.clear()
    assert delivers(LATER + timedelta(minutes=5)).sent == 1

    assert others >= 1 and len(office.mails) == others + 1
    assert len(office.to("handler@house.test")) == 1


def test_administrators_are_mailed_when_the_sweep_gives_a_complaint_up(
    mailing_house: House, office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = mailing_house.logs(RECEIVED)

    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("complaints.escalation.climb.climb_all", broken)
    for day in range(1, 8):
        mailing_house.sweeps(f"2026-10-{10 + day}T10:00")
    delivers(shanghai("2026-10-20T10:00"))

    (mail,) = office.to("admin@house.test")
    assert f"{number[:4]}-{number[4:8]}-{number[8:]}" in mail.get_content()


def test_one_that_cannot_be_written_stops_no_other(mailing_house: House, office: PostOffice) -> None:
    for _ in range(2):
        mailing_house.logs(RECEIVED)
    with transaction() as session:
        broken = notices(recipient="citizen")[0].id
        session.execute(update(Notice).filter_by(id=broken).values(kind="no such move"))

    tally = delivers()

    assert (tally.sent, tally.failed) == (1, 1)
    db.session.rollback()
    assert notices(id=broken)[0].last_error == "KeyError"


def test_silent_mail_server_is_given_up_in_time():
    """It takes the connection and says nothing: the worker goes on after the seconds of the setting."""
    with socket.create_server(("127.0.0.1", 0)) as silent, opened("sqlite", SHOUWEN_CHANNEL_SECONDS="1"):
        url = f"mailto://127.0.0.1:{silent.getsockname()[1]}?from=a@example.org&to=b@example.org"
        begun = perf_counter()
        with pytest.raises(channels.ChannelFailed):
            channels.send(url, "title", "body")

    assert perf_counter() - begun < 4
