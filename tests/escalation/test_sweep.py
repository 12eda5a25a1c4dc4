"""Every breach climbs exactly once per rung, however many processes sweep, however often (promise 7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from complaints.escalation import climb as escalation_climb
from complaints.escalation.sweep import MOST_FAILURES, Tally, sweep
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Escalation, Event, Notice, OfficerRole
from tests.house import House, shanghai
from tests.support.stories import climbed, in_hand, offered, rungs

WHOLE = ["-1wd", "0", "+1wd", "+3wd", "+5wd"]


def test_nothing_due_is_nothing_done(either_house: House) -> None:
    in_hand(either_house)

    assert either_house.sweeps("2026-09-18T11:00") == Tally()


def test_a_rung_is_climbed_once_however_often_it_is_swept(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    for _ in range(3):
        house.sweeps("2026-09-24T17:30")
    house.sweeps("2026-09-23T12:00")  # a worker whose clock is behind

    assert rungs(house, number) == ["-1wd", "0"]
    assert house.moves(number).count("escalate") == len(climbed(house, number))


def test_a_week_of_silence_is_caught_up_in_order(either_house: House) -> None:
    house = either_house
    number = in_hand(house)

    tally = house.sweeps("2026-10-12T09:00")

    assert rungs(house, number) == WHOLE
    assert tally.failed == 0
    assert house.sweeps("2026-10-12T09:00") == Tally()
    times = [row.climbed_at for row in house.complaint(number).escalations]
    assert set(times) == {shanghai("2026-10-12T09:00")}


def test_the_ladder_ends_with_a_named_person(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-10-12T09:00")

    [last] = [
        row
        for row in house.complaint(number).escalations
        if row.rung == "+5wd" and row.commitment == "handling"
    ]
    assert "last_resort" in last.reviewer.roles


@pytest.mark.parametrize(("category", "end"), [("ATTITUDE", "bureau.jiang"), ("DISC", "disc.meng")])
def test_the_ladder_ends_with_the_leader_of_the_bureau_and_in_the_discipline_channel_with_its_own(
    house: House, category: str, end: str
) -> None:
    number = house.logs("2026-09-18T16:00", category=category)
    house.sweeps("2026-10-12T09:00")

    ends = [
        row.reviewer for row in house.complaint(number).escalations if row.act == "bulletin" and row.reviewer
    ]
    assert {officer.username for officer in ends} == {end}


def test_the_event_says_how_late_it_is(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-30T12:00")

    details = [e["detail"] for e in _events(number) if e["move"] == "escalate"]
    late = {d["rung"]: d["working_days_late"] for d in details if d["commitment"] == "handling"}
    assert late["+3wd"] == 3


def _events(number: str) -> list[dict[str, Any]]:
    query = db.select(Event).join(Complaint).filter(Complaint.tracking_number == number).order_by(Event.seq)
    return [{"move": row.move, "detail": row.detail} for row in db.session.scalars(query)]


def test_a_paused_promise_climbs_nothing(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "suspend", "2026-09-21T09:00", reason="hearing", evidence="…")
    house.does("leader", number, "confirm_suspension", "2026-09-21T09:10")

    house.sweeps("2026-10-12T09:00")

    assert rungs(house, number) == []


def test_what_nobody_was_given_climbs_too(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.sweeps("2026-10-12T09:00")
    assert rungs(house, number, "acceptance")[-1] == "+5wd"

    returned = offered(house)
    house.does("handler", returned, "return", "2026-09-18T11:00", reason="wrong_unit")
    house.sweeps("2026-10-12T09:00")
    assert rungs(house, returned, "dispatch")[-1] == "+5wd"
    assert rungs(house, returned, "handling") == WHOLE


def test_what_was_escalated_already_goes_on_climbing(house: House) -> None:
    number = in_hand(house)
    house.sweeps("2026-09-28T18:00")
    house.sweeps("2026-10-12T09:00")

    assert rungs(house, number) == WHOLE
    assert "review" in {row.commitment for row in house.complaint(number).escalations}


def test_without_any_supervisor_the_last_resort_is_found(house: House) -> None:
    with transaction():
        gone = db.delete(OfficerRole).where(OfficerRole.role.in_(["unit_supervisor", "supervisor"]))
        db.session.execute(gone)
    number = in_hand(house)
    house.sweeps("2026-10-12T09:00")

    reviewed = [row for row in house.complaint(number).escalations if row.reviewer_id]
    assert reviewed
    assert all("last_resort" in row.reviewer.roles for row in reviewed)
    told = db.select(Notice).filter_by(officer_id=reviewed[0].reviewer_id)
    assert db.session.scalars(told).all()


def test_one_bad_case_stops_no_other(either_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house = either_house
    bad, good = in_hand(house), in_hand(house)
    bad_id = house.complaint(bad).id
    climb = escalation_climb._climb

    def failing(complaint: Any, *rest: Any) -> None:
        if complaint.id == bad_id:
            raise RuntimeError("a case that cannot be climbed")
        climb(complaint, *rest)

    monkeypatch.setattr(escalation_climb, "_climb", failing)
    tally = house.sweeps("2026-09-24T18:00")

    assert tally.failed == 1
    assert rungs(house, good) == ["-1wd", "0"]
    assert rungs(house, bad) == []
    assert house.complaint(bad).failures == 1
    failure = house.complaint(bad).failure
    assert failure.startswith("RuntimeError (") and "cannot be climbed" not in failure

    at, seen = shanghai("2026-09-24T18:00"), 1
    for _ in range(10):
        at += timedelta(hours=6)
        seen += sweep(at).failed
    assert seen == MOST_FAILURES
    assert house.complaint(bad).set_aside_at is not None
    notices = db.session.scalars(db.select(Notice).filter_by(kind="set_aside")).all()
    assert [(row.role, row.words["number"]) for row in notices] == [("admin", bad)]

    monkeypatch.setattr(escalation_climb, "_climb", climb)
    house.does("handler", bad, "report_progress", "2026-09-28T09:00", note="…")
    assert house.complaint(bad).set_aside_at is None
    house.sweeps("2026-09-28T18:00")
    assert "0" in rungs(house, bad)


def test_a_planted_row_is_set_aside_and_the_rest_goes_on(house: House) -> None:
    bad, good = in_hand(house), in_hand(house)
    with transaction():
        db.session.execute(
            db.text("UPDATE deadline SET commitment = 'nonsense-' || id WHERE complaint_id = 1")
        )
    assert house.complaint(bad).id == 1

    assert house.sweeps("2026-09-24T18:00").failed == 1
    assert rungs(house, good) == ["-1wd", "0"]


def test_the_same_rung_of_the_same_cycle_is_refused_by_the_database(either_house: House) -> None:
    in_hand(either_house)
    either_house.sweeps("2026-09-24T18:00")
    first = db.session.scalars(db.select(Escalation).order_by(Escalation.id)).first()
    assert first is not None
    same = {c.name: getattr(first, c.name) for c in Escalation.__table__.columns if c.name != "id"}

    with pytest.raises(IntegrityError), transaction():
        db.session.execute(db.insert(Escalation).values(**same))


def test_more_than_a_page_is_swept_at_once(house: House) -> None:
    for _ in range(55):
        house.logs("2026-09-18T09:00")

    tally = house.sweeps("2026-09-20T17:30")

    assert tally.due == 55
    assert tally.failed == 0
