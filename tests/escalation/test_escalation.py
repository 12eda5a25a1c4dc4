"""Escalation adds eyes; it moves no blame (promise 8)."""

from __future__ import annotations

import pytest

from complaints.casework import moves
from complaints.casework.citizen_view import public_events
from complaints.escalation.reviews import climbed
from complaints.infrastructure.database import db, transaction
from complaints.models import Escalation, Event, Notice
from complaints.rulebooks.store import publish
from tests.house import House, shanghai
from tests.support.older_rules import publish_rules_without_the_step, rules_without_the_step
from tests.support.stories import answerable, in_hand, rungs
from workflows.errors import NotNow, NotYours
from workflows.language import Act

WHILE_OPEN = "from: [received, assigned, handled, feedback]\n    parties: [system]"
AFTER_THE_END = WHILE_OPEN.replace("feedback]", "feedback, closed, declined, withdrawn, merged]")


def _open(house: House, number: str, rung: str = "+1wd") -> Escalation:
    rows = house.complaint(number).escalations
    return next(row for row in rows if row.commitment == "handling" and row.rung == rung)


def _breached(house: House) -> str:
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-24T09:00", note="…")
    house.sweeps("2026-09-28T08:30")
    return number


def _reviews(house: House, by: str, number: str, at: str, act: str = "urged") -> Event:
    with transaction():
        actor = house.officer(by)
        complaint = moves.take(number, actor)
        climb = next(
            row for row in complaint.escalations if (row.commitment, row.rung) == ("handling", "+1wd")
        )
        return moves.perform(complaint, Act("review", actor, shanghai(at), {"escalation": climb, "act": act}))


def test_the_leader_gets_a_duty_and_the_handler_stays_answerable(either_house: House) -> None:
    house = either_house
    number = _breached(house)

    assert answerable(house, number) == "handler"
    assert house.complaint(number).state == "assigned"
    escalation = _open(house, number)
    assert escalation.reviewer.username == "leader"
    assert f"{house.due(number, 'review'):%m-%d %H:%M}" == "09-29 17:30"


def _over_before_the_review(house: House) -> str:
    """Breached on the 24th, reported to the leader on the 28th, and withdrawn before the leader looked; under rules by which
    a review that waits does not end by itself."""
    publish_rules_without_the_step()
    return _withdrawn_before_the_review(house)


def _withdrawn_before_the_review(house: House) -> str:
    number = _breached(house)
    house.does("citizen", number, "withdraw", "2026-09-28T09:00")
    return number


def test_a_review_that_waits_keeps_its_clock_when_the_complaint_is_over(either_house: House) -> None:
    house = either_house
    number = _over_before_the_review(house)

    complaint = house.complaint(number)
    assert [row.commitment for row in complaint.running] == ["review"]
    assert complaint.next_action_at == complaint.running[0].due_at

    tally = house.sweeps("2026-09-30T08:30")

    complaint = house.complaint(number)
    assert (tally.failed, tally.climbed) == (0, 2)
    assert [row.rung for row in complaint.escalations if row.commitment == "review"] == ["0", "+1wd"]
    assert (complaint.state, complaint.ended_at) == ("withdrawn", shanghai("2026-09-28T09:00"))


def test_what_is_reviewed_after_the_end_is_over_for_good(house: House) -> None:
    number = _over_before_the_review(house)

    _reviews(house, "leader", number, "2026-09-28T10:00")

    complaint = house.complaint(number)
    assert (complaint.running, complaint.next_action_at, complaint.climbed_id) == ([], None, None)
    assert house.sweeps("2026-10-30T08:30").climbed == 0


def test_a_review_that_waits_on_a_complaint_that_is_over_is_still_asked_for(house: House) -> None:
    number = _over_before_the_review(house)
    at = shanghai("2026-09-28T10:00")

    waiting = [one.complaint.tracking_number for one in climbed((house.officer("leader"), at))]
    _reviews(house, "leader", number, "2026-09-28T10:00")

    assert waiting == [number]
    assert climbed((house.officer("leader"), at)) == []


def test_the_citizen_hears_nothing_of_a_review_that_is_late(house: House) -> None:
    number = _over_before_the_review(house)
    house.sweeps("2026-10-09T08:30")
    complaint = house.complaint(number)

    assert {event.detail.get("commitment") for event in public_events(complaint)} == {None, "handling"}
    kinds = db.session.scalars(
        db.select(Notice.kind).filter_by(complaint_id=complaint.id, recipient="citizen")
    )
    assert "escalate" not in set(kinds)


def test_under_rules_that_let_nothing_climb_after_the_end_the_review_ends_too(house: House) -> None:
    """Complaints pinned to rules published before."""
    with transaction():
        publish(rules_without_the_step().replace(AFTER_THE_END, WHILE_OPEN), shanghai("2026-09-01T09:00"))
    number = _withdrawn_before_the_review(house)

    assert house.complaint(number).running == []
    assert house.sweeps("2026-10-09T08:30").failed == 0


def test_who_is_late_with_a_review_is_urged_themselves(house: House) -> None:
    """On the 30th the supervisor is given a review too, which is due on October 8th."""
    number = _breached(house)
    for at in ("09-30T08:30", "10-08T18:00"):
        house.sweeps(f"2026-{at}")
    duty = _open(house, number, "+3wd")
    urged = [
        (row.detail["cycle"], row.seq)
        for row in db.session.scalars(db.select(Event).filter_by(move="escalate").order_by(Event.seq))
        if (row.detail["commitment"], row.detail["rung"]) == ("review", "0")
    ]
    told = {
        row.event_seq: row.officer_id
        for row in db.session.scalars(db.select(Notice).filter_by(kind="escalate", recipient="officer"))
    }

    reviews = [row for row in house.complaint(number).deadlines if row.commitment == "review"]
    cycle = next(row.cycle for row in reviews if row.escalation_id == duty.id)
    assert duty.reviewer.username == "supervisor"
    assert told[dict(urged)[cycle]] == duty.reviewer_id


def test_a_review_is_an_act_on_the_record(either_house: House) -> None:
    house = either_house
    number = _breached(house)

    event = _reviews(house, "leader", number, "2026-09-28T10:00", "interviewed")

    assert event.detail["rung"] == "+1wd"
    escalation = _open(house, number)
    assert (escalation.review_act, escalation.reviewed_by_id) == ("interviewed", house.officer("leader").id)
    assert "review" not in {row.commitment for row in house.complaint(number).running}
    assert answerable(house, number) == "handler"


def test_a_review_is_done_once(house: House) -> None:
    number = _breached(house)
    _reviews(house, "leader", number, "2026-09-28T10:00")

    with pytest.raises(NotNow, match="已经处理"):
        _reviews(house, "supervisor", number, "2026-09-28T11:00")


def test_whoever_is_late_does_not_review_the_lateness(house: House) -> None:
    number = _breached(house)

    with pytest.raises(NotYours):
        _reviews(house, "handler", number, "2026-09-28T10:00")


def test_an_escalation_of_another_complaint_is_not_reviewed_here(house: House) -> None:
    one, other = _breached(house), _breached(house)
    climb = _open(house, other)

    with pytest.raises(NotNow, match="不属于本件"):
        house.does("leader", one, "review", "2026-09-28T10:00", escalation=climb, act="urged")


def test_a_review_left_undone_climbs_itself(house: House) -> None:
    number = _breached(house)

    house.sweeps("2026-10-12T18:00")

    climbed = [row.rung for row in house.complaint(number).escalations if row.commitment == "review"]
    assert {"0", "+1wd", "+3wd"} <= set(climbed)
    assert _open(house, number).reviewed_at is None


def test_time_alone_does_no_review(house: House) -> None:
    number = _breached(house)
    house.sweeps("2026-12-31T18:00")

    duties = [row for row in house.complaint(number).running if row.commitment == "review"]
    assert duties
    assert all(row.met_at is None for row in duties)


def test_meeting_the_promise_late_ends_no_review(house: House) -> None:
    number = _breached(house)
    words = {"outcome": "other", "findings": "…", "reply": "…"}
    house.does("handler", number, "answer", "2026-09-28T10:00", **words)

    assert "review" in {row.commitment for row in house.complaint(number).running}


def test_binding_date_set_again_and_again_goes_on_up_its_ladder(house: House) -> None:
    number = in_hand(house)

    def set_to(at: str, day: str) -> None:
        due = shanghai(f"{day}T17:30")
        house.sweeps(at)
        house.does("supervisor", number, "supervise", at, due_at=due, instruction="限期办结")

    set_to("2026-09-21T09:00", "2026-09-21")
    set_to("2026-09-21T18:00", "2026-09-23")  # after the miss
    set_to("2026-09-22T10:00", "2026-09-24")  # before a miss
    set_to("2026-09-22T11:00", "2026-09-28")
    house.sweeps("2026-09-28T18:00")
    assert rungs(house, number, "supervision") == ["0"]

    house.sweeps("2026-09-29T18:00")
    assert rungs(house, number, "supervision") == ["0", "+1wd"]
