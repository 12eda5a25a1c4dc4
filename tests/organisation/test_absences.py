"""What was meant for an absent officer goes to their deputy, and is never lost."""

from __future__ import annotations

from datetime import datetime

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer, Roster
from complaints.notifications import inbox
from complaints.organisation import absences, officers
from complaints.queries.queues import page
from tests.house import House, shanghai
from workflows.errors import Refused

EC = "EC-BUREAU"


def away(
    house: House, who: str, deputy: str, begins: str = "2026-09-14T08:00", ends: str = "2026-09-30T18:00"
):
    with transaction():
        absences.mark(
            house.officer(who),
            house.officer(deputy),
            (shanghai(begins), shanghai(ends)),
            house.officer("leader"),
        )


def offered_to(house: House, number: str) -> str | None:
    offer = house.complaint(number).work_offer
    return offer.officer.username if offer and offer.officer else None


def test_work_offered_to_somebody_away_is_taken_by_the_deputy(house):
    away(house, "handler", "echeng.xie")
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    with pytest.raises(Refused):
        house.does("leader", number, "sign_for", "2026-09-17T09:50")
    house.does("echeng.xie", number, "sign_for", "2026-09-17T10:00")


def test_back_at_work_an_officer_takes_what_was_offered_meanwhile_and_the_deputy_no_longer_does(house):
    away(house, "handler", "echeng.xie", begins="2026-09-17T08:00", ends="2026-09-18T12:00")
    number = house.logs("2026-09-18T11:30")
    house.does("window", number, "assign", "2026-09-18T11:40", unit=EC, officer="handler")

    with pytest.raises(Refused):
        house.does("echeng.xie", number, "sign_for", "2026-09-18T14:20")
    house.does("handler", number, "sign_for", "2026-09-18T14:30")


def test_work_for_somebody_away_whose_deputy_has_left_is_offered_to_the_whole_unit(house):
    away(house, "handler", "echeng.xie")
    with transaction():
        officers.close(house.officer("echeng.xie"), shanghai("2026-09-15T08:00"))
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    assert offered_to(house, number) is None
    house.does("leader", number, "sign_for", "2026-09-17T10:00")


def test_work_for_somebody_away_whose_deputy_does_not_handle_is_offered_to_the_whole_unit(house):
    away(house, "handler", "echeng.xie")
    with transaction():
        officers.set_roles(house.officer("echeng.xie"), ["unit_supervisor"], shanghai("2026-09-15T08:00"))
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    assert offered_to(house, number) is None


def test_where_the_deputy_is_away_too_work_is_offered_to_the_deputys_own(house):
    away(house, "handler", "echeng.xie")
    away(house, "echeng.xie", "leader")
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    assert offered_to(house, number) == "leader"
    house.does("leader", number, "sign_for", "2026-09-17T10:00")


def test_work_that_waited_already_may_be_taken_by_the_deputy_and_by_nobody_else(house):
    number = house.logs("2026-09-17T09:00")
    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")
    with pytest.raises(Refused):
        house.does("echeng.xie", number, "sign_for", "2026-09-17T09:40")

    away(house, "handler", "echeng.xie", begins="2026-09-17T09:45")

    deputy = house.officer("echeng.xie")
    found = page("offered", deputy, shanghai("2026-09-17T10:00")).complaints
    assert [one.tracking_number for one in found] == [number]
    house.does("echeng.xie", number, "sign_for", "2026-09-17T10:00")
    assert house.complaint(number).handler.username == "echeng.xie"


def test_work_that_waited_already_may_be_taken_by_the_deputys_own_deputy(either_house):
    house = either_house
    number = house.logs("2026-09-17T09:00")
    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")
    away(house, "handler", "echeng.xie", begins="2026-09-17T09:45")
    with pytest.raises(Refused):
        house.does("leader", number, "sign_for", "2026-09-17T09:50")

    away(house, "echeng.xie", "leader", begins="2026-09-17T09:55")

    house.does("leader", number, "sign_for", "2026-09-17T10:00")


def test_two_who_stand_in_for_each_other_stand_in_for_nobody_else(house):
    away(house, "handler", "echeng.xie")
    away(house, "echeng.xie", "handler")
    at = shanghai("2026-09-17T10:00")
    handler, xie, leader = (house.officer(name).id for name in ("handler", "echeng.xie", "leader"))

    assert absences.stands_in(xie, handler, at) and absences.stands_in(handler, xie, at)
    assert not absences.stands_in(leader, handler, at)


def test_a_deputy_of_another_unit_leaves_the_offer_to_the_whole_unit(house):
    away(house, "handler", "window")
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    offer = house.complaint(number).work_offer
    assert offer.officer_id is None and offer.unit.code == EC


def test_the_duty_officer_who_is_away_is_replaced_by_the_deputy(house):
    at = shanghai("2026-09-17T09:00")
    with transaction():
        unit, officer = house.unit("EZ-CENTRE"), house.officer("window")
        for row in db.session.query(Roster).filter_by(unit_id=unit.id):
            db.session.delete(row)
        db.session.flush()
        db.session.add(Roster(unit_id=unit.id, weekday=at.weekday(), officer_id=officer.id))
    away(house, "window", "centre.he")

    receipt = house.receipt("2026-09-17T09:00", by="citizen", unit="EZ-CENTRE")

    assert receipt.complaint.first_responder.username == "centre.he"


def test_what_comes_in_for_the_discipline_team_stays_there_though_a_deputy_is_of_another_unit(house):
    with transaction():
        unit = house.unit("EZ-DISC")
        db.session.execute(db.delete(Roster).filter_by(unit_id=unit.id))
        db.session.add(Roster(unit_id=unit.id, weekday=3, officer_id=house.officer("disc.bai").id))
    away(house, "disc.bai", "window")

    first = house.complaint(house.logs("2026-09-17T09:00", category="DISC")).first_responder.username
    away(house, "disc.qin", "window")
    away(house, "disc.meng", "window")
    with_all_of_them_away = house.complaint(house.logs("2026-09-17T10:00", category="DISC")).first_responder

    assert first in ("disc.qin", "disc.meng")  # who are there
    assert with_all_of_them_away.unit.code == "EZ-DISC"


def test_with_everybody_away_it_is_still_somebody(house):
    away(house, "window", "centre.he")
    away(house, "centre.he", "window")

    receipt = house.receipt("2026-09-17T09:00", by="citizen", unit="EZ-CENTRE")

    assert receipt.complaint.first_responder_id is not None


def test_the_first_responders_duty_goes_to_the_deputy_but_never_back_to_its_giver(house):
    away(house, "centre.he", "window")
    number = house.logs("2026-09-17T09:00")

    house.does(
        "supervisor", number, "change_first_responder", "2026-09-17T10:00", officer="centre.he", reason="轮岗"
    )

    assert house.complaint(number).duty_offered_id == house.officer("centre.he").id


def test_the_duty_for_a_restricted_complaint_does_not_leave_its_channel_by_a_deputy(house):
    number = house.logs("2026-09-18T09:00", category="DISC")
    assert house.complaint(number).first_responder.username == "disc.qin"
    away(house, "disc.bai", "window")

    words = {"officer": "disc.bai", "reason": "leave"}
    house.does("disc.meng", number, "change_first_responder", "2026-09-18T10:00", **words)

    assert house.complaint(number).duty_offered_id == house.officer("disc.bai").id


def test_notices_of_the_time_away_come_to_the_deputy_too(house):
    number = house.logs("2026-09-17T09:00")
    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC)
    house.does("handler", number, "sign_for", "2026-09-17T10:00")
    away(house, "handler", "echeng.xie", begins="2026-09-18T08:00")

    house.does("supervisor", number, "urge", "2026-09-18T09:00")

    def urged(username: str) -> bool:
        return "urge" in [row.kind for row in inbox.page(house.officer(username)) if row.officer_id]

    assert urged("handler") and urged("echeng.xie")


def test_the_absence_ends_and_everything_is_as_before(house):
    away(house, "handler", "echeng.xie")
    with transaction():
        row = absences.listed(house.officer("leader"), shanghai("2026-09-15T09:00"))[0]
        absences.end(row, shanghai("2026-09-16T09:00"))
    number = house.logs("2026-09-17T09:00")

    house.does("window", number, "assign", "2026-09-17T09:30", unit=EC, officer="handler")

    assert offered_to(house, number) == "handler"


def test_a_deputy_is_somebody_else_and_two_absences_do_not_overlap(house):
    away(house, "handler", "echeng.xie")

    for who, deputy in (("handler", "window"), ("window", "window")):
        with pytest.raises(BadInput):
            away(house, who, deputy)


def test_a_chain_of_deputies_ends_with_somebody_who_is_there(house):
    away(house, "handler", "echeng.xie")
    away(house, "echeng.xie", "leader")

    there: Officer = absences.present(house.officer("handler"), at=_noon())

    assert there.username == "leader"


def _noon() -> datetime:
    return shanghai("2026-09-17T12:00")
