"""Merging is no way out of a clock: a joined complaint keeps its own due times, the earliest binds, and a breach stays."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from complaints.casework import closures, moves
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import db, transaction
from complaints.models import Deadline
from complaints.queries.statistics import commitments_kept
from tests.house import House, shanghai
from tests.support.stories import ANSWER, EC, in_hand, rungs
from workflows.calendar import SHANGHAI
from workflows.language import Act


def leading_of_sixty_days(house: House, at: str = "2026-09-18T09:00") -> str:
    number = house.logs(at, category="LAWYER")
    house.does("window", number, "accept", at)
    house.does("window", number, "assign", at, unit=EC)
    house.does("handler", number, "sign_for", at)
    return number


def merge(house: House, number: str, leading: str, at: str) -> None:
    with transaction():
        joined, into = moves.take(number), moves.take(leading)
        moves.perform(joined, Act("merge", house.officer("window"), shanghai(at), {"leading": into}))


def handling(house: House, number: str) -> Deadline:
    query = select(Deadline).filter_by(complaint_id=house.complaint(number).id, commitment="handling")
    return db.session.scalars(query.order_by(Deadline.id.desc()).limit(1)).one()


def day(moment: object) -> str:
    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}"  # type: ignore[attr-defined]


def test_a_joined_complaint_keeps_its_due_time_and_binds_the_leading_one(either_house: House) -> None:
    house = either_house
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")

    kept = handling(house, joined)
    assert (day(kept.due_at), kept.void_at, kept.met_at) == ("09-24 17:30", None, None)
    assert day(house.due(leading, "joined")) == "09-24 17:30"
    assert house.complaint(leading).next_action_at < shanghai("2026-09-24T17:30")
    assert house.complaint(leading).deadline("joined").limit == "5wd"


def test_the_answer_of_the_leading_one_keeps_the_joined_promise(either_house: House) -> None:
    house = either_house
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.does("handler", leading, "answer", "2026-09-23T10:00", **ANSWER)

    kept = handling(house, joined)
    assert day(kept.met_at) == "09-23 10:00" and kept.breached_at is None
    assert not house.complaint(joined).running
    assert house.complaint(leading).deadline("joined") is None


def test_a_breach_before_the_merge_stays_and_is_counted_once(either_house: House) -> None:
    house = either_house
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    house.sweeps("2026-09-28T09:00")
    climbed = rungs(house, joined)
    assert climbed == ["-1wd", "0", "+1wd"]
    merge(house, joined, leading, "2026-09-29T09:00")
    house.sweeps("2026-09-29T09:30")
    assert rungs(house, leading, "joined") == []  # those rungs were climbed already
    house.sweeps("2026-09-30T09:00")
    assert rungs(house, leading, "joined") == ["+3wd"]
    house.does("handler", leading, "answer", "2026-09-30T10:00", **ANSWER)

    assert day(handling(house, joined).breached_at) == "09-24 17:30"
    assert rungs(house, joined) == climbed
    shares = commitments_kept.count(shanghai("2026-10-20T09:00"))
    counted = {(row[0], row[1]): row[2:4] for row in shares}
    assert list(counted["ATTITUDE", "handling"]) == [1, 0]


def test_a_breach_after_the_merge_is_the_joined_citizens(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.sweeps("2026-09-28T09:00")
    assert rungs(house, leading, "joined") == ["-1wd", "0", "+1wd"]
    assert rungs(house, joined) == []
    house.does("handler", leading, "answer", "2026-09-29T10:00", **ANSWER)

    assert day(handling(house, joined).breached_at) == "09-24 17:30"
    assert handling(house, leading).breached_at is None


def test_an_extension_of_the_leading_one_moves_no_joined_promise(house: House) -> None:
    leading, joined = in_hand(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    assert house.due(leading, "joined") is None  # both are due at the same time
    ask = {"days": 5, "reason": "需向多方核实", "basis": "规定"}
    house.does("handler", leading, "request_extension", "2026-09-21T10:00", **ask)
    house.does("leader", leading, "grant_extension", "2026-09-21T11:00")

    assert day(handling(house, joined).due_at) == "09-24 17:30"
    assert day(house.due(leading, "joined")) == "09-24 17:30"


def test_a_complaint_not_accepted_yet_is_accepted_by_joining_it(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), house.logs("2026-09-18T10:00")
    merge(house, joined, leading, "2026-09-18T11:00")

    complaint = house.complaint(joined)
    assert complaint.accepted_at is not None
    met = {row.commitment for row in complaint.deadlines if row.met_at}
    assert met == {"acceptance"}
    assert day(handling(house, joined).due_at) == "09-24 17:30"
    assert day(house.due(leading, "joined")) == "09-24 17:30"


def test_a_late_decision_is_not_undone_by_merging(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), house.logs("2026-09-18T10:00")
    merge(house, joined, leading, "2026-09-22T11:00")

    (acceptance,) = [row for row in house.complaint(joined).deadlines if row.commitment == "acceptance"]
    assert day(acceptance.breached_at) == "09-20 17:30"
    assert day(acceptance.met_at) == "09-22 11:00"


def test_an_answer_sent_back_lets_the_joined_promise_run_on(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.does("handler", leading, "answer", "2026-09-22T10:00", **ANSWER)
    house.does("window", leading, "send_back", "2026-09-22T15:00", reason="未答复诉求")

    assert handling(house, joined).met_at is None
    assert day(house.due(leading, "joined")) == "09-24 17:30"
    house.does("handler", leading, "answer", "2026-09-23T10:00", **ANSWER)
    assert day(handling(house, joined).met_at) == "09-23 10:00"


def test_a_stopped_clock_runs_on_when_the_complaint_is_joined(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    house.does("handler", joined, "ask_supplement", "2026-09-21T08:30", items=["收据"])
    merge(house, joined, leading, "2026-09-23T08:30")

    kept = handling(house, joined)
    assert kept.paused_at is None and day(kept.due_at) == "09-29 17:30"
    assert house.complaint(joined).pause_reason is None
    assert day(house.due(leading, "joined")) == "09-29 17:30"


def test_of_several_joined_complaints_the_earliest_binds(house: House) -> None:
    leading = leading_of_sixty_days(house)
    later, sooner = house.logs("2026-09-21T09:00"), in_hand(house)
    merge(house, later, leading, "2026-09-21T09:30")
    assert day(house.due(leading, "joined")) == "09-29 17:30"
    merge(house, sooner, leading, "2026-09-21T10:00")

    bound = [row for row in house.complaint(leading).running if row.commitment == "joined"]
    assert [day(row.due_at) for row in bound] == ["09-24 17:30"]


def test_a_joined_complaint_of_an_answered_one_is_answered_with_it(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    house.does("handler", leading, "answer", "2026-09-21T09:00", **ANSWER)
    merge(house, joined, leading, "2026-09-22T09:00")

    assert day(handling(house, joined).met_at) == "09-22 09:00"
    assert house.due(leading, "joined") is None


def test_a_closed_day_moves_what_was_promised_to_a_joined_citizen(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    with transaction():
        why = editing.Why(shanghai("2026-09-21T18:00"), "台风停工")
        editing.set_days(date(2026, 9, 22), date(2026, 9, 22), False, why)
    closures.settle(2026, shanghai("2026-09-21T18:00"))

    assert day(handling(house, joined).due_at) == "09-28 17:30"
    assert day(house.due(leading, "joined")) == "09-28 17:30"
    assert handling(house, joined).next_at is None


def test_a_separated_complaint_climbs_its_own_ladder_again(house: House) -> None:
    leading, joined = leading_of_sixty_days(house), in_hand(house)
    merge(house, joined, leading, "2026-09-21T09:00")
    house.does("window", joined, "unmerge", "2026-09-22T09:00", reason="不是同一件事")

    assert house.due(leading, "joined") is None
    assert day(handling(house, joined).due_at) == "09-24 17:30"
    house.sweeps("2026-09-24T18:00")
    assert rungs(house, joined) == ["-1wd", "0"] and rungs(house, leading, "joined") == []
