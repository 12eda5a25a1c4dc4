"""Each answer, feedback, rating and review is a row of its round; a later round wipes nothing (promise 9)."""

from __future__ import annotations

from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from complaints.casework import rounds
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, RoundRecord
from tests.house import House, shanghai
from tests.support.misplaced import misplaced
from tests.support.stories import ANSWER, badly_rated, refusal, told

BEFORE_ROUNDS = "0021"


def closed(house: House) -> str:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    return number


def kinds(house: House, number: str) -> list[tuple[int, str, int | None]]:
    query = select(RoundRecord).filter_by(complaint_id=house.complaint(number).id).order_by(RoundRecord.id)
    return [(row.round, row.kind, row.grade) for row in db.session.scalars(query)]


def last_grade(house: House, number: str) -> int | None:
    return rounds.last_grade(rounds.rounds_of(house.complaint(number)))


def what_it_was(complaint: Complaint) -> dict[str, Any]:
    names = (
        "state",
        "grade",
        "rated_at",
        "ended_at",
        "outcome",
        "reply",
        "appeal_by",
        "rate_by",
        "appealed_at",
    )
    return {
        name: getattr(complaint, name) for name in (*names, "round", "handler_id", "unit_id", "verified_at")
    }


def test_an_appeal_opens_a_round_and_wipes_no_grade(either_house: House) -> None:
    house = either_house
    number = closed(house)

    house.does("citizen", number, "appeal", "2026-09-23T10:00", reason="不服")

    assert kinds(house, number) == [
        (1, "answer", None),
        (1, "feedback", None),
        (1, "rating", 5),
        (2, "review", None),
    ]
    assert last_grade(house, number) == 5


def test_withdrawing_the_appeal_returns_a_closed_complaint_to_what_it_was(either_house: House) -> None:
    house = either_house
    number = closed(house)
    before = what_it_was(house.complaint(number))
    house.does("citizen", number, "appeal", "2026-09-23T10:00")

    house.does("citizen", number, "withdraw", "2026-09-24T10:00")

    complaint = house.complaint(number)
    assert what_it_was(complaint) == before and before["state"] == "closed" and before["grade"] == 5
    assert [row.commitment for row in complaint.running] == []
    assert complaint.work_offer is None and complaint.review_from is None
    assert misplaced(db.session()) == []


@pytest.mark.parametrize("answered_again", [False, True])
def test_a_review_is_withdrawn_until_its_result_was_told(house: House, answered_again: bool) -> None:
    number = closed(house)
    before = what_it_was(house.complaint(number))
    house.does("citizen", number, "appeal", "2026-09-23T10:00")
    house.does("bureau.yu", number, "sign_for", "2026-09-23T10:30")
    if answered_again:
        other = {"outcome": "unsubstantiated", "findings": "…", "reply": "另一个答复"}
        house.does("bureau.yu", number, "answer", "2026-09-23T11:00", **other)

    house.does("citizen", number, "withdraw", "2026-09-24T10:00")

    assert what_it_was(house.complaint(number)) == before
    assert house.complaint(number).reply == ANSWER["reply"]


def test_an_answer_is_not_withdrawn_and_nor_is_a_review_that_was_told(house: House) -> None:
    number = told(house)
    assert refusal(house, "citizen", number, "withdraw", "2026-09-21T16:00") == "NotNow"
    house.does("citizen", number, "appeal", "2026-09-22T10:00")
    house.does("bureau.yu", number, "sign_for", "2026-09-22T10:30")
    house.does("bureau.yu", number, "answer", "2026-09-22T11:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-22T12:00", method="phone")
    assert refusal(house, "citizen", number, "withdraw", "2026-09-22T16:00") == "NotNow"


def test_withdrawing_a_review_asked_while_unrated_waits_for_the_rating_again(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "appeal", "2026-09-22T10:00")
    house.does("citizen", number, "withdraw", "2026-09-22T11:00")

    complaint = house.complaint(number)
    assert complaint.state == "feedback" and complaint.ended_at is None
    assert {row.commitment for row in complaint.running} == {"closing", "call_back"}
    assert complaint.answerable_id == complaint.first_responder_id
    house.does("citizen", number, "rate", "2026-09-22T12:00", grade=4)
    assert house.complaint(number).state == "closed"


def test_withdrawing_a_review_of_a_badly_rated_answer_opens_its_verification_again(house: House) -> None:
    number = badly_rated(house)
    house.does("citizen", number, "appeal", "2026-09-22T11:00")
    house.does("citizen", number, "withdraw", "2026-09-22T12:00")

    complaint = house.complaint(number)
    assert (complaint.state, complaint.grade) == ("feedback", 1)
    assert {row.commitment for row in complaint.running} == {"verification", "verification_contact"}


def test_a_review_taken_back_can_be_asked_for_again_in_its_period(house: House) -> None:
    number = closed(house)
    house.does("citizen", number, "appeal", "2026-09-23T10:00")
    house.does("citizen", number, "withdraw", "2026-09-23T11:00")
    house.does("citizen", number, "appeal", "2026-09-23T12:00")

    assert [row[0] for row in kinds(house, number) if row[1] == "review"] == [2, 3]


@pytest.mark.parametrize("wrong, right", [(1, 5), (2, 3), (5, 1), (4, 3), (3, 2), (1, 2)])
def test_a_wrong_star_is_mended_and_the_duty_follows_the_last_one(
    house: House, wrong: int, right: int
) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=wrong)
    house.does("citizen", number, "rate", "2026-09-22T10:05", grade=right)

    complaint = house.complaint(number)
    assert [row[2] for row in kinds(house, number) if row[1] == "rating"] == [wrong, right]
    assert complaint.grade == right
    assert complaint.state == ("closed" if right >= 4 else "feedback")
    assert (complaint.deadline("verification") is not None) == (right <= 2)
    assert (complaint.deadline("closing") is not None) == (right == 3)
    assert misplaced(db.session()) == []


def test_after_the_rating_period_or_a_decision_no_star_changes(house: House) -> None:
    number = closed(house)
    assert house.complaint(number).rate_by == shanghai("2026-09-29T17:30")
    assert refusal(house, "citizen", number, "rate", "2026-09-29T17:31", grade=1) == "NotNow"
    decided = badly_rated(house)
    house.does("supervisor", decided, "contact", "2026-09-22T11:00", how="phone", reached=True, note="…")
    house.does("supervisor", decided, "uphold", "2026-09-22T12:00", reason="…")
    assert refusal(house, "citizen", decided, "rate", "2026-09-22T13:00", grade=1) == "NotNow"


def test_round_records_are_permanent(either_house: House) -> None:
    closed(either_house)
    for statement in ("UPDATE round_record SET grade = 1 WHERE grade = 5", "DELETE FROM round_record"):
        with pytest.raises(DBAPIError), transaction() as session:
            session.execute(db.text(statement))


def test_what_was_before_rounds_is_filled_from_the_ledger(either_house: House) -> None:
    house = either_house
    number, reopened = closed(house), badly_rated(house)
    house.does("citizen", number, "appeal", "2026-09-23T10:00")
    house.does("supervisor", reopened, "reopen", "2026-09-23T10:00", unit="HR-BUREAU", reason="…")
    columns = (RoundRecord.complaint_id, RoundRecord.round, RoundRecord.kind, RoundRecord.event_seq)
    query = select(*columns, RoundRecord.grade, RoundRecord.outcome, RoundRecord.at).order_by(*columns)
    before = db.session.execute(query).all()
    now = select(Complaint.round, Complaint.review_from).order_by(Complaint.id)
    present = db.session.execute(now).all()
    db.session.remove()

    downgrade(revision=BEFORE_ROUNDS)
    upgrade()

    assert db.session.execute(query).all() == before and db.session.execute(now).all() == present
    house.does("citizen", number, "withdraw", "2026-09-24T10:00")
    complaint = house.complaint(number)
    assert (complaint.state, complaint.grade, complaint.round) == ("closed", 5, 1)


MOVES = st.lists(st.sampled_from(["rate", "appeal", "withdraw", "work", "tell", "sweep"]), max_size=14)


@given(MOVES, st.lists(st.integers(1, 5), min_size=14, max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_step_ever_changes_what_an_earlier_round_says(
    house: House, steps: list[str], grades: list[int]
) -> None:
    """Whatever citizen and staff do after the first answer: rows only grow, and the last rating is what counts."""
    number, seen = told(house), []
    for place, step in enumerate(steps):
        _does(house, number, step, grades[place], f"2026-09-22T{9 + place // 6:02}:{place % 6 * 10:02}")
        rows = kinds(house, number)
        assert rows[: len(seen)] == seen
        seen = rows
        _agrees(house, number)


def _does(house: House, number: str, step: str, grade: int, at: str) -> None:
    if step in ("appeal", "withdraw"):
        refusal(house, "citizen", number, step, at)
    elif step == "rate":
        refusal(house, "citizen", number, "rate", at, grade=grade)
    elif step == "work":
        refusal(house, "bureau.yu", number, "sign_for", at)
        refusal(house, "bureau.yu", number, "answer", at, **ANSWER)
    elif step == "tell":
        refusal(house, "window", number, "give_feedback", at, method="phone")
    else:
        house.sweeps(at)


def _agrees(house: House, number: str) -> None:
    complaint = house.complaint(number)
    own = [row for row in rounds.rounds_of(complaint) if row.number == complaint.round]
    rating = own[-1].rating if own else None
    assert complaint.grade == (rating.grade if rating else None)
    assert (complaint.state in ("closed", "withdrawn")) == (complaint.ended_at is not None)
    assert complaint.state != "withdrawn"
    assert complaint.ended_at is not None or complaint.running
    assert misplaced(db.session()) == []
