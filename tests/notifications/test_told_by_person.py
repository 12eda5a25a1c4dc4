"""Citizens whom no text can reach are told by a person, whose time to do so runs as for any promise (promises 4, 5, 9)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Deadline
from complaints.models.deadline import was_broken
from tests.house import House, shanghai
from tests.notifications.test_telling import DECLINE, clock, delivers, extended
from tests.queries.test_figures_by_round import shares
from tests.support.figure_checks import Watch
from tests.support.post_office import PostOffice
from tests.support.stories import answered, told
from tests.web.pages import signed_in, words_on

ADDRESS = Person(name="王女士", address="鄂城区滨湖北路 1 号")
BY_PERSON = {
    "landline": Person(name="王女士", phone="0711-3355667"),
    "address": ADDRESS,
    "mail": Person(name="王女士", email="wang@example.org"),
    "agent": Person(name="王女士", agent={"name": "李先生", "relation": "儿子", "phone": "0711-3355667"}),
}


def declined(house: House, person: Person) -> str:
    number = house.logs("2026-09-18T09:00", person=person)
    house.does("window", number, "decline", "2026-09-18T10:00", **DECLINE)
    return number


@pytest.mark.parametrize("reached_by", BY_PERSON)
def test_citizen_without_texts_is_told_by_first_responder(either_house: House, reached_by: str) -> None:
    """Whether the office sends messages or not: none of them could reach this citizen."""
    number = declined(either_house, BY_PERSON[reached_by])

    row = clock(either_house, number, "telling")
    assert row is not None and row.is_running
    assert row.due_at == shanghai("2026-09-20T17:30")  # a working Sunday
    either_house.does("window", number, "tell_citizen", "2026-09-18T11:00", how="letter", note="已挂号寄出")
    assert clock(either_house, number, "telling").met_at == shanghai("2026-09-18T11:00")


def test_address_alone_owes_telling_where_messages_are_sent(mailing: House, office: PostOffice) -> None:
    number = declined(mailing, ADDRESS)

    delivers("2026-09-18T10:05")

    assert clock(mailing, number, "telling").is_running
    assert "confirm_told" not in mailing.moves(number)


def test_citizen_who_left_no_way_is_told_by_the_page(mailing: House) -> None:
    number = declined(mailing, Person(anonymous=True))

    assert clock(mailing, number, "telling") is None and clock(mailing, number, "ring") is None


def test_contact_that_reached_them_keeps_the_promise(either_house: House) -> None:
    number = extended(either_house, person=BY_PERSON["landline"])
    either_house.does("handler", number, "contact", "2026-09-21T16:30", how="phone", reached=False)
    assert clock(either_house, number, "telling").is_running

    either_house.does("handler", number, "contact", "2026-09-21T16:40", how="phone", reached=True)

    assert clock(either_house, number, "telling").met_at == shanghai("2026-09-21T16:40")


def test_untold_citizen_climbs_and_stays_in_the_figures(either_house: House) -> None:
    number = declined(either_house, ADDRESS)

    either_house.sweeps("2026-09-23T09:00")
    late = "2026-09-23T10:00"
    either_house.does("window", number, "tell_citizen", late, how="letter", note="已挂号寄出")

    rungs = [row.rung for row in either_house.complaint(number).escalations if row.commitment == "telling"]
    assert rungs[:3] == ["-2wh", "0", "+1wd"]
    broken = db.select(Deadline.commitment).filter(was_broken(shanghai("2026-09-24T09:00")))
    assert "telling" in db.session.scalars(broken).all()
    assert shares(either_house)["reached_in_time"] == (0, 1)


def test_feedback_by_message_tells_no_citizen_without_texts(either_house: House) -> None:
    number = answered(either_house, person=ADDRESS)
    either_house.does("window", number, "give_feedback", "2026-09-21T15:00", method="web")
    assert clock(either_house, number, "feedback").is_running

    either_house.does("window", number, "tell_answer", "2026-09-22T09:00", how="letter", note="已寄出")

    assert clock(either_house, number, "feedback").met_at == shanghai("2026-09-22T09:00")


def test_feedback_by_letter_is_kept_at_once(either_house: House) -> None:
    number = answered(either_house, person=ADDRESS)
    either_house.does("window", number, "give_feedback", "2026-09-21T15:00", method="letter")

    assert clock(either_house, number, "feedback").met_at == shanghai("2026-09-21T15:00")


def test_joined_citizen_without_texts_is_told_by_person(mailing: House, office: PostOffice) -> None:
    """The message reaches the leading citizen; the joined one has an address alone."""
    joined = mailing.logs("2026-09-18T09:00", person=ADDRESS)
    number = extended_with(mailing, joined)

    delivers("2026-09-21T11:05")

    assert clock(mailing, number, "telling").is_running
    mailing.does("handler", number, "tell_citizen", "2026-09-21T16:00", how="letter", note="已寄出")
    assert clock(mailing, number, "telling").met_at == shanghai("2026-09-21T16:00")


def extended_with(house: House, joined: str) -> str:
    number = house.logs("2026-09-18T09:00")
    house.does("window", number, "assign", "2026-09-18T10:00", unit="EC-BUREAU")
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    house.does("window", joined, "merge", "2026-09-18T11:00", leading=number, reason="同一事项")
    asked = {"days": 2, "reason": "案情复杂", "basis": "规则"}
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **asked)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    return number


@pytest.mark.parametrize("reached_by", [*BY_PERSON, "nothing"])
def test_page_says_how_the_citizen_is_told(house: House, reached_by: str) -> None:
    number = house.logs("2026-09-18T09:00", person=BY_PERSON.get(reached_by, Person(anonymous=True)))

    shown = words_on(signed_in(house, "window").get(f"/desk/c/{number}"))

    by_person, by_page = "没有能收短信的号码", "只在查询页面上显示"
    assert (by_person in shown, by_page in shown) == (reached_by != "nothing", reached_by == "nothing")


@pytest.mark.parametrize("reached_by", [*BY_PERSON, "nothing"])
def test_model_knows_who_is_told_by_person(either_house: House, reached_by: str) -> None:
    person = BY_PERSON.get(reached_by, Person(anonymous=True))
    numbers = [declined(either_house, person), extended(either_house, person=person)]
    numbers.append(told(either_house, person=person))
    watch, at = Watch(), shanghai("2026-09-24T09:00")
    watch.hear()

    assert watch.differences(at) == []
    telling = [
        one.commitment
        for number in numbers
        for one in watch.by_number[number].promises
        if one.commitment == "telling"
    ]
    assert len(telling) == (0 if reached_by == "nothing" else 2)
    assert watch.indicators(at + timedelta(hours=1)) == []
