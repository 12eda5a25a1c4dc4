"""Reviews that no one can act on end by themselves, with the reason on the record; the others wait."""

from __future__ import annotations

from complaints.casework import ledger, moves
from complaints.casework.citizen_view import public_events
from complaints.escalation.reviews import climbed
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline, Escalation, Event
from complaints.simulation.checks import time as checks
from tests.house import House, shanghai
from tests.support.older_rules import publish_rules_without_the_step
from tests.support.stories import ANSWER, in_hand, offered
from workflows.language import Act

UNTIL = {"due_at": shanghai("2026-09-22T17:30"), "instruction": "限期办结"}


def late_work(house: House) -> str:
    """Due on the 24th; on the 28th it waits for the leader's review."""
    number = in_hand(house)
    house.does("handler", number, "report_progress", "2026-09-24T09:00", note="…")
    house.sweeps("2026-09-28T08:30")
    return number


def waiting(house: House, number: str, *commitments: str) -> list[Escalation]:
    rows = [
        row for row in house.complaint(number).escalations if row.reviewed_at is None and not row.reminder
    ]
    return [row for row in rows if not commitments or row.commitment in commitments]


def reviews(house: House, number: str, at: str) -> None:
    """The leader records an act about what waits for them."""
    with transaction():
        leader = house.officer("leader")
        complaint = moves.take(number, leader)
        row = next(row for row in complaint.escalations if row.reviewer_id == leader.id)
        moves.perform(complaint, Act("review", leader, shanghai(at), {"escalation": row, "act": "urged"}))


def ended(house: House, number: str) -> list[tuple[str, str, str]]:
    """Reason, commitment and rung of each that ended by itself."""
    query = db.select(Event).filter_by(complaint_id=house.complaint(number).id, move="end_reviews")
    events = db.session.scalars(query.order_by(Event.seq))
    return [
        (event.detail["reason"], row["commitment"], row["rung"])
        for event in events
        for row in event.detail["ended"]
    ]


def assert_sound(house: House) -> None:
    assert [fault for _, fault in ledger.breaks() if fault] == []
    assert [*checks.promise_7(db.session()), *checks.promise_8(db.session())] == []


def test_review_of_withdrawn_complaint_ends_and_climbs_no_more(either_house: House) -> None:
    house = either_house
    number = late_work(house)

    house.does("citizen", number, "withdraw", "2026-09-28T09:00")

    assert ended(house, number) == [("complaint_ended", "handling", "+1wd")]
    complaint = house.complaint(number)
    assert (complaint.running, complaint.next_action_at, complaint.climbed_id) == ([], None, None)
    assert house.sweeps("2026-10-30T08:30").climbed == 0
    assert climbed((house.officer("leader"), shanghai("2026-09-28T10:00"))) == []
    handling = next(row for row in house.complaint(number).deadlines if row.commitment == "handling")
    assert handling.breached_at is not None  # the breach stays a fact
    assert_sound(house)


def test_reviewed_before_the_end_ends_once(house: House) -> None:
    number = late_work(house)
    reviews(house, number, "2026-09-28T09:00")

    house.does("citizen", number, "withdraw", "2026-09-28T10:00")

    assert ended(house, number) == []
    acts = [row.review_act for row in house.complaint(number).escalations if row.reviewer_id is not None]
    assert acts == ["urged"]


def test_ladder_of_a_review_ends_with_it(house: House) -> None:
    """The leader is late with the review, which climbs to a supervisor; once done, no one has to answer for its ladder."""
    number = late_work(house)
    house.sweeps("2026-09-29T18:00")
    assert [row.rung for row in waiting(house, number, "review")] == ["0"]

    reviews(house, number, "2026-09-30T09:00")

    assert ended(house, number) == [("reviewed", "review", "0")]
    assert waiting(house, number, "review") == []
    assert_sound(house)


def test_review_of_a_met_promise_waits_until_an_act(house: House) -> None:
    number = late_work(house)

    house.does("handler", number, "answer", "2026-09-28T10:00", **ANSWER)

    assert [row.rung for row in waiting(house, number, "handling")] == ["0", "+1wd"]
    reviews(house, number, "2026-09-28T11:00")
    assert ended(house, number) == [("reviewed", "handling", "0")]
    assert waiting(house, number) == []


def test_review_of_a_promise_that_runs_on_waits(house: House) -> None:
    number = late_work(house)

    reviews(house, number, "2026-09-28T11:00")

    assert ended(house, number) == []
    assert [row.rung for row in waiting(house, number)] == ["0"]


def test_review_of_a_recalled_offer_ends(house: House) -> None:
    """The unit is urged to take it; then the first responder takes the offer back, and no one has to take anything."""
    number = offered(house)
    house.sweeps("2026-09-18T17:00")
    assert [row.rung for row in waiting(house, number, "signing")] == ["0"]

    house.does("window", number, "recall", "2026-09-18T17:10", reason="派错")

    assert ended(house, number) == [("promise_ended", "signing", "0")]
    assert waiting(house, number, "signing") == []


def test_binding_date_set_again_ends_the_review_of_the_missed_one(house: House) -> None:
    number = in_hand(house)
    house.does("supervisor", number, "supervise", "2026-09-21T09:00", **UNTIL)
    house.sweeps("2026-09-22T17:31")
    assert waiting(house, number, "supervision")

    again = {**UNTIL, "due_at": shanghai("2026-09-28T17:30")}
    house.does("supervisor", number, "supervise", "2026-09-23T09:00", **again)

    assert ended(house, number) == [("promise_ended", "supervision", "0")]
    duties = db.session.scalars(db.select(Deadline).filter_by(commitment="review")).all()
    assert [row.void_at for row in duties] == [shanghai("2026-09-23T09:00")]


def test_citizen_sees_nothing_of_an_ended_review(house: House) -> None:
    number = late_work(house)
    house.does("citizen", number, "withdraw", "2026-09-28T09:00")

    assert "end_reviews" not in [event.move for event in public_events(house.complaint(number))]


def test_rules_without_the_step_keep_what_waits(house: House) -> None:
    """Complaints pinned to rules published before it."""
    publish_rules_without_the_step()
    number = late_work(house)

    house.does("citizen", number, "withdraw", "2026-09-28T09:00")

    assert ended(house, number) == []
    assert [row.commitment for row in house.complaint(number).running] == ["review"]
