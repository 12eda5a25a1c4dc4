"""Where no post is left, another supervisor reviews; never the holder. With no one at all, administrators are told (promises 6 to 8)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from complaints.escalation import reviews
from complaints.infrastructure.database import db, transaction
from complaints.models import Escalation, Notice, Officer, OfficerRole
from complaints.notifications import texts
from complaints.simulation.checks import time
from tests.house import House, shanghai
from workflows.errors import NotYours

JUDGES = ("unit_supervisor", "supervisor", "last_resort", "admin")
REVIEW = {"act": "interviewed", "note": "已约谈。"}


def only_judges_are(house: House, *usernames: str) -> None:
    """Close the accounts of all others who hold a post that reviews."""
    with transaction():
        for officer in db.session.scalars(sa.select(Officer)):
            if not set(JUDGES).isdisjoint(officer.roles):
                officer.active = officer.username in usernames


def held_by_the_leader(house: House) -> str:
    """Late under the officer who leads the unit too."""
    number = house.logs("2026-09-14T09:30", by="centre.chen")
    house.sweeps("2026-09-16T17:45")
    return number


def asked(house: House, number: str) -> list[Escalation]:
    """The escalations that ask for a review: those with a duty of their own."""
    duties = {row.escalation_id for row in house.complaint(number).running}
    return [row for row in house.complaint(number).escalations if row.id in duties]


def names(house: House, number: str) -> set[str | None]:
    return {row.reviewer.username if row.reviewer else None for row in asked(house, number)}


def told(house: House) -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).filter_by(kind="no_reviewer")))


def found(house: House) -> list[str]:
    with Session(db.engine) as session:
        return [*time.promise_7(session), *time.promise_8(session)]


def test_holder_is_no_reviewer_where_no_one_is_left(either_house: House) -> None:
    only_judges_are(either_house, "centre.chen")
    number = held_by_the_leader(either_house)

    assert names(either_house, number) == {None}
    [notice] = told(either_house)
    assert (notice.role, notice.complaint_id) == ("admin", None) and number not in str(notice.words)
    assert "复核" in texts.message(notice, "").body
    assert found(either_house) == []


def test_administrators_are_told_once_a_day(house: House) -> None:
    only_judges_are(house, "centre.chen")
    held_by_the_leader(house)
    held_by_the_leader(house)

    assert len(told(house)) == 1


def test_supervisor_elsewhere_reviews_before_no_one_does(house: House) -> None:
    only_judges_are(house, "centre.chen", "ecjo.mao")
    with transaction():
        mao = house.officer("ecjo.mao")
        db.session.add(OfficerRole(officer_id=mao.id, role="supervisor", unit_id=mao.unit_id))
    number = held_by_the_leader(house)

    assert names(house, number) == {"ecjo.mao"} and not told(house)


def test_reviewer_who_takes_the_work_leaves_it_open_where_no_one_is_left(house: House) -> None:
    only_judges_are(house, "centre.chen")
    number = house.logs("2026-09-14T09:30")
    house.sweeps("2026-09-16T17:45")
    assert names(house, number) == {"centre.chen"}

    chen = house.officer("centre.chen")
    at = "2026-09-16T17:5"
    house.does("centre.chen", number, "change_first_responder", f"{at}0", officer=chen, reason="sick")
    house.does("centre.chen", number, "take_first_responder", f"{at}1")

    assert names(house, number) == {None} and len(told(house)) == 1 and found(house) == []
    with pytest.raises(NotYours), transaction():
        reviews.review_all(number, chen, shanghai(f"{at}2"), REVIEW)


def test_new_supervisor_gets_the_review_that_waits_for_no_one(house: House) -> None:
    only_judges_are(house, "centre.chen")
    number = held_by_the_leader(house)
    with transaction():
        house.officer("supervisor").active = True

    house.sweeps("2026-09-17T17:45")

    assert names(house, number) == {"supervisor"} and found(house) == []
