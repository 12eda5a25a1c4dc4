"""Who may see what: what you may not see is no row, no count and no search hit (promise 6)."""

from __future__ import annotations

import pytest

from complaints.access.visibility import visible_to
from complaints.casework import moves
from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import NotFound
from complaints.models import Complaint, Officer
from complaints.queries import queues
from complaints.queries.search import Wanted, find
from tests.house import House, shanghai
from tests.support.stories import EC, HR, in_hand, offered
from workflows.language import Act

AT = shanghai("2026-10-12T18:00")


def _seen(officer: Officer) -> set[str]:
    return set(db.session.scalars(db.select(Complaint.tracking_number).filter(visible_to(officer))))


def _officers() -> list[Officer]:
    return list(db.session.scalars(db.select(Officer).order_by(Officer.id)))


def _house_full(house: House) -> dict[str, str]:
    """number: the respondent's username or unit code."""
    about = {
        offered(house, respondent_officer="echeng.xie"): "echeng.xie",
        in_hand(house, respondent_unit=HR): HR,
        in_hand(house, respondent_officer="supervisor"): "supervisor",
        house.logs("2026-09-18T09:00", respondent_unit="EZ-CENTRE"): "EZ-CENTRE",
        house.logs("2026-09-18T09:00", category="DISC", respondent_officer="disc.qin"): "disc.qin",
    }
    house.sweeps("2026-10-12T17:00")
    return about


def test_nobody_in_the_whole_house_sees_a_complaint_about_themselves(either_house: House) -> None:
    about = _house_full(either_house)

    for officer in _officers():
        for number in _seen(officer):
            assert about[number] not in (officer.username, officer.unit.code), (officer.username, number)


def test_no_queue_shows_or_counts_one(house: House) -> None:
    about = _house_full(house)

    for officer in _officers():
        mine = {number for number, who in about.items() if who in (officer.username, officer.unit.code)}
        for queue in queues.QUEUES:
            shown = {row.tracking_number for row in queues.page(queue, officer, AT).complaints}
            assert not shown & mine, (officer.username, queue)
            assert shown <= _seen(officer)


def test_every_complaint_is_seen_by_those_who_carry_it(house: House) -> None:
    for number in _house_full(house):
        complaint = house.complaint(number)
        for carrier in (complaint.first_responder, complaint.answerable, complaint.handler):
            assert carrier is None or number in _seen(carrier)


def test_what_is_not_seen_cannot_be_taken(house: House) -> None:
    about = _house_full(house)

    for number, who in about.items():
        officer = next(row for row in _officers() if who in (row.username, row.unit.code))
        with pytest.raises(NotFound), transaction():
            moves.take(number, house.officer(officer.username))


def test_search_finds_nothing_for_the_person_complained_of(house: House) -> None:
    number = offered(house, respondent_officer="echeng.xie")

    def hits(username: str) -> list[str]:
        found = find(Wanted(number=number), house.officer(username))
        return [row.tracking_number for row in found.complaints]

    assert hits("handler") == [number]
    assert hits("echeng.xie") == []
    assert hits("other") == []


def test_an_administrator_sees_no_complaint(house: House) -> None:
    _house_full(house)

    assert _seen(house.officer("admin")) == set()


def test_whoever_must_review_a_lapse_can_see_it(house: House) -> None:
    number = offered(house)
    house.sweeps("2026-09-21T09:00")
    assert house.complaint(number).unit.code == "EZ-CENTRE"

    with transaction():
        leader = house.officer("leader")
        complaint = moves.take(number, leader)
        climb = next(row for row in complaint.escalations if row.reviewer_id == leader.id)
        moves.perform(
            complaint,
            Act("review", leader, shanghai("2026-09-21T10:00"), {"escalation": climb, "act": "urged"}),
        )

    assert number not in _seen(house.officer("leader"))


def test_another_district_sees_nothing(house: House) -> None:
    number = in_hand(house)

    assert number in _seen(house.officer("leader"))
    assert house.unit(EC).code == EC
    for stranger in ("other", "huarong.lei", "arb.song", "disc.qin"):
        assert number not in _seen(house.officer(stranger))
