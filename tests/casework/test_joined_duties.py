"""What is owed beside the work when a complaint is joined: it goes on, is met by joining, or ends with a word of it."""

from __future__ import annotations

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.intake.complainant import Person
from complaints.models import Deadline, Event
from complaints.simulation.checks.time import promise_5
from tests.casework.test_joined_promises import day, leading_of_sixty_days, merge
from tests.house import House, shanghai
from tests.support.stories import in_hand, offered, rungs


def newest(house: House, number: str, commitment: str) -> Deadline:
    return [row for row in house.complaint(number).deadlines if row.commitment == commitment][-1]


def test_group_joined_is_told_upwards_all_the_same(either_house: House) -> None:
    house = either_house
    leading = leading_of_sixty_days(house)
    number = house.logs("2026-09-18T09:00", person=Person(phone="13871712345", group_size=7))
    merge(house, number, leading, "2026-09-18T09:30")

    assert newest(house, number, "group").is_running
    house.sweeps("2026-09-18T16:00")
    assert rungs(house, number, "group") == ["0"] and rungs(house, leading, "joined") == []
    words = {"due_at": shanghai("2026-09-30T17:30"), "instruction": "请按期办结"}
    house.does("supervisor", leading, "supervise", "2026-09-18T16:30", **words)
    assert day(newest(house, number, "group").met_at) == "09-18 16:30"


def test_joining_says_what_it_ended(either_house: House) -> None:
    house = either_house
    leading, number = leading_of_sixty_days(house), offered(house)
    merge(house, number, leading, "2026-09-18T15:00")

    signing = newest(house, number, "signing")
    assert signing.void_at is not None
    query = select(Event).filter_by(complaint_id=house.complaint(number).id, move="merge")
    assert db.session.scalars(query).one().detail["ended"] == ["signing"]


def test_joining_ends_no_late_signing_in_silence(house: House) -> None:
    leading, number = leading_of_sixty_days(house), offered(house)
    merge(house, number, leading, "2026-09-21T15:00")

    assert day(newest(house, number, "signing").breached_at) == "09-18 16:30"


def test_successor_who_joins_it_has_taken_it_up(house: House) -> None:
    """The one who steps in for a person kept out decides to join it: nothing is left to be taken over."""
    leading, number = house.logs("2026-09-18T09:00", by="centre.chen"), house.logs("2026-09-18T09:00")
    house.does("window", number, "recuse", "2026-09-18T09:10", reason="亲属")
    successor = house.complaint(number).first_responder.username
    words = {"leading": leading, "reason": "同一事项"}
    house.does(successor, number, "merge", "2026-09-18T09:30", **words)

    assert day(newest(house, number, "take_over").met_at) == "09-18 09:30"


def test_check_of_extensions_counts_what_each_was_told_of_its_own(house: House) -> None:
    """The citizen hears of the extension of the leading one as well, and of their own after they were separated."""
    leading, number = in_hand(house), in_hand(house)
    merge(house, number, leading, "2026-09-21T09:00")
    asked = {"days": 2, "reason": "案情复杂", "basis": "规则"}
    for one, hour in ((leading, 10), (number, 14)):
        if one == number:
            house.does("window", number, "unmerge", "2026-09-21T12:00", reason="不是同一件事")
        house.does("handler", one, "request_extension", f"2026-09-21T{hour}:00", **asked)
        house.does("leader", one, "grant_extension", f"2026-09-21T{hour}:30")

    assert promise_5(db.session()) == []
