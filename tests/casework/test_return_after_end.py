"""A complaint opened again after its end goes to a present officer free of interest (promises 1 and 6)."""

from __future__ import annotations

from complaints.infrastructure.database import transaction
from complaints.models import Complaint
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.stories import ANSWER, told


def closed(house: House, **words: object) -> str:
    number = told(house, **words)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    return number


def appealed(house: House, number: str) -> Complaint:
    house.does("citizen", number, "appeal", "2026-09-24T10:00")
    return house.complaint(number)


def test_the_first_responder_who_is_still_there_keeps_it(house: House) -> None:
    complaint = appealed(house, closed(house))

    assert complaint.first_responder.username == "window"
    assert [row.kind for row in complaint.handovers if row.kind == "duty"] == []


def test_who_has_left_since_is_followed_by_whoever_is_on_duty_there(either_house: House) -> None:
    house = either_house
    number = closed(house)
    with transaction():
        officers.close(house.officer("window"), shanghai("2026-09-23T10:00"))

    complaint = appealed(house, number)

    follower = complaint.first_responder
    assert follower.active and follower.unit.code == "EZ-CENTRE"
    assert complaint.answerable_id == follower.id
    duty = [row for row in complaint.handovers if row.kind == "duty"]
    assert [(row.step, row.officer_id) for row in duty] == [("offered", follower.id), ("taken", follower.id)]
    assert duty[0].giver_id == house.officer("window").id
    house.does("bureau.yu", number, "sign_for", "2026-09-24T10:30")
    house.does("bureau.yu", number, "answer", "2026-09-24T11:00", **ANSWER)
    house.does(follower.username, number, "give_feedback", "2026-09-24T15:00", method="phone")


def test_who_belongs_to_the_respondent_since_is_followed_by_somebody_free_of_interest(house: House) -> None:
    number = closed(house, respondent_unit="EZ-HOTLINE")
    with transaction():
        officers.move(house.officer("window"), "EZ-HOTLINE", shanghai("2026-09-23T10:00"))

    complaint = appealed(house, number)

    assert complaint.answerable_id == complaint.first_responder_id
    assert complaint.first_responder.unit.code == "EZ-CENTRE"
