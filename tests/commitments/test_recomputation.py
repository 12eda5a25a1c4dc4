"""Provisional due times are settled when their year becomes known: later or confirmed, never earlier (promise 5)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.casework import recalculation
from complaints.casework.recalculation import recalculate
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import db, transaction
from complaints.models import Complaint, Deadline, Event
from tests.house import House, shanghai
from workflows.calendar import SHANGHAI

LOADED_AT = shanghai("2026-12-31T10:00")
EC = "EC-BUREAU"
LONG_REST = {date(2027, 1, day): (False, "元旦") for day in (1, 4, 5)}
NO_REST = {date(2027, 1, 1): (True, "上班"), date(2027, 1, 2): (True, "上班")}


def load(days: dict[date, tuple[bool, str]], year: int = 2027) -> recalculation.Tally:
    with transaction():
        editing.load_year(year, days, "test", LOADED_AT)
    return recalculate(year, LOADED_AT)


def accepted(house: House, at: str = "2026-12-29T16:00") -> str:
    number = house.logs(at)
    house.does("window", number, "accept", at)
    return number


def handling(house: House, number: str) -> Deadline:
    deadline = house.complaint(number).deadline("handling")
    assert deadline is not None
    return deadline


def due(house: House, number: str) -> str:
    return f"{handling(house, number).due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def test_a_promise_into_an_unknown_year_is_provisional(house: House) -> None:
    number = accepted(house)

    assert handling(house, number).provisional
    assert due(house, number) == "01-06 17:30"


def test_more_rest_than_was_guessed_moves_it_later_and_says_so(either_house: House) -> None:
    number = accepted(either_house)

    tally = load(LONG_REST)

    assert (tally.changed, tally.failed) == (1, 0)
    assert due(either_house, number) == "01-08 17:30"
    assert not handling(either_house, number).provisional
    event = db.session.scalars(select(Event).filter_by(move="recalculate")).one()
    (change,) = [one for one in event.detail["deadlines"] if one["commitment"] == "handling"]
    assert change["from"] == "2027-01-06T17:30:00+08:00" and change["to"] == "2027-01-08T17:30:00+08:00"


def test_less_rest_than_was_guessed_moves_nothing_earlier(either_house: House) -> None:
    number = accepted(either_house)

    tally = load(NO_REST)

    assert (tally.changed, tally.moved_later) == (1, 0)
    assert due(either_house, number) == "01-06 17:30"
    assert not handling(either_house, number).provisional


def test_settling_twice_changes_nothing(either_house: House) -> None:
    number = accepted(either_house)
    load(LONG_REST)
    before = either_house.complaint(number).version, either_house.moves(number)

    tally = load(LONG_REST)

    assert tally.changed == 0
    assert (either_house.complaint(number).version, either_house.moves(number)) == before


def test_the_rungs_move_with_the_promise(house: House) -> None:
    number = accepted(house)
    house.does("window", number, "assign", "2026-12-29T16:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-12-29T16:10")
    load(LONG_REST)

    reminder = handling(house, number).next_at
    assert reminder is not None and f"{reminder.astimezone(SHANGHAI):%m-%d}" == "01-07"
    complaint = house.complaint(number)
    assert complaint.next_action_at == min(row.next_at for row in complaint.running if row.next_at)


def test_a_rung_in_the_new_year_moves_though_its_promise_was_certain(house: House) -> None:
    number = accepted(house, "2026-12-24T16:00")
    assert not handling(house, number).provisional and due(house, number) == "12-31 17:30"
    house.sweeps("2026-12-31T18:00")

    load(LONG_REST)

    climbs = handling(house, number).next_at
    assert climbs is not None and f"{climbs.astimezone(SHANGHAI):%m-%d}" == "01-06"
    assert due(house, number) == "12-31 17:30"
    settled = db.session.scalars(select(Event).filter_by(move="recalculate")).all()
    assert all(one["commitment"] != "handling" for event in settled for one in event.detail["deadlines"])


def test_a_certain_promise_is_not_settled_with_the_guessed_ones(house: House) -> None:
    number = accepted(house, "2026-12-21T16:00")
    with transaction():
        editing.set_days(
            date(2026, 12, 23), date(2026, 12, 23), False, editing.Why(shanghai("2026-12-22T09:00"), "停工")
        )

    recalculate(2026, LOADED_AT)

    assert due(house, number) == "12-28 17:30"
    assert "recalculate" not in house.moves(number)


def test_a_pause_and_an_extension_are_counted_again_with_the_promise(either_house: House) -> None:
    """As if the calendar had been known: 29 Dec +5wd = 8 Jan; stopped 30 Dec to 6 Jan with 4 days left = 12 Jan;
    extended by 3 = 15 Jan."""
    number = accepted(either_house)
    either_house.does("window", number, "assign", "2026-12-29T16:05", unit=EC)
    either_house.does("handler", number, "sign_for", "2026-12-29T16:10")
    either_house.does("handler", number, "ask_supplement", "2026-12-30T09:00", items=["收据"])
    either_house.does("citizen", number, "supplement", "2027-01-06T09:00")
    words = {"days": 3, "reason": "需要走访", "basis": "hotline_extension"}
    either_house.does("handler", number, "request_extension", "2027-01-07T09:00", **words)
    either_house.does("leader", number, "grant_extension", "2027-01-07T10:00")
    assert due(either_house, number) == "01-15 17:30"
    assert handling(either_house, number).provisional

    load({**LONG_REST, date(2027, 1, 13): (False, "停工")})

    assert due(either_house, number) == "01-18 17:30"
    assert not handling(either_house, number).provisional


def test_a_promise_whose_clock_stands_still_keeps_what_was_left_and_runs_on_rightly(house: House) -> None:
    number = accepted(house)
    house.does("window", number, "assign", "2026-12-29T16:05", unit=EC)
    house.does("handler", number, "sign_for", "2026-12-29T16:10")
    house.does("handler", number, "ask_supplement", "2026-12-30T10:00", items=["收据"])

    load(LONG_REST)
    assert handling(house, number).next_at is None
    house.does("citizen", number, "supplement", "2026-12-31T10:00")

    assert due(house, number) == "01-11 17:30"


def test_one_complaint_that_fails_stops_no_other(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = accepted(either_house), accepted(either_house)
    bad = either_house.complaint(first).id
    real = recalculation.promised_again

    def broken(complaint: Complaint, deadline: Deadline) -> object:
        if complaint.id == bad:
            raise ValueError("broken")
        return real(complaint, deadline)

    monkeypatch.setattr(recalculation, "promised_again", broken)
    tally = load(LONG_REST)

    assert (tally.changed, tally.failed) == (1, 1)
    assert due(either_house, first) == "01-06 17:30" and due(either_house, second) == "01-08 17:30"
    assert "recalculate" not in either_house.moves(first)


def test_more_complaints_than_a_page_are_all_settled(
    either_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recalculation, "PAGE", 2)
    numbers = [accepted(either_house) for _ in range(5)]

    tally = load(LONG_REST)

    assert tally.looked_at == tally.changed == 5
    assert {due(either_house, number) for number in numbers} == {"01-08 17:30"}


def test_what_has_ended_is_left_alone(house: House) -> None:
    number = accepted(house)
    house.does("citizen", number, "withdraw", "2026-12-30T09:00")

    assert load(LONG_REST).looked_at == 0
    assert (
        db.session.execute(select(func.count()).select_from(Event).filter_by(move="recalculate")).scalar()
        == 0
    )


def test_a_binding_date_is_never_moved(house: House) -> None:
    number = accepted(house)
    house.does("supervisor", number, "supervise", "2026-12-29T17:00", due_at=shanghai("2027-01-04T12:00"))

    load(LONG_REST)

    binding = house.complaint(number).deadline("supervision")
    assert binding is not None and not binding.provisional
    assert binding.due_at == datetime(2027, 1, 4, 12, tzinfo=SHANGHAI)


AS_GUESSED = {date(2027, 1, 1): (False, "元旦")}
FOUR_DAYS_MORE = {date(2027, 1, day): (False, "元旦") for day in (1, 4, 5, 6)}


def in_hand_at_year_end(house: House, at: str = "2026-12-25", **words: object) -> str:
    number = house.logs(f"{at}T09:00", **words)
    house.does("window", number, "assign", f"{at}T09:30", unit=EC)
    house.does("handler", number, "sign_for", f"{at}T10:00")
    return number


def letter_dated_later(house: House) -> tuple[str, str]:
    number = house.logs("2026-12-29T09:00", channel="letter", category="FORENSIC")
    changes = {"received_on": date(2026, 12, 24)}
    house.does("window", number, "correct", "2026-12-29T10:00", changes=changes, reason="邮戳")
    return number, "acceptance"


def category_corrected_in_a_pause(house: House) -> tuple[str, str]:
    number = in_hand_at_year_end(house)
    house.does("handler", number, "ask_supplement", "2026-12-28T10:00", items=["x"])
    changes = {"category": "NOTICE"}
    house.does("window", number, "correct", "2026-12-30T10:00", changes=changes, reason="登记错")
    house.does("citizen", number, "supplement", "2026-12-31T09:00", note="x")
    return number, "handling"


def corrected_to_one_working_day(house: House) -> tuple[str, str]:
    number = in_hand_at_year_end(house, "2026-12-21", category="FEE")
    changes = {"category": "NOTICE"}
    house.does("window", number, "correct", "2026-12-31T09:30", changes=changes, reason="登记错")
    return number, "handling"


def joined_to_a_long_one(house: House) -> tuple[str, str]:
    joined, leading = in_hand_at_year_end(house), in_hand_at_year_end(house, category="PETITION")
    house.does("window", joined, "merge", "2026-12-31T09:00", leading=leading, reason="同一事项")
    return leading, "joined"


STORIES = [
    letter_dated_later,
    category_corrected_in_a_pause,
    corrected_to_one_working_day,
    joined_to_a_long_one,
]


@pytest.mark.parametrize("story", STORIES)
def test_year_that_is_as_it_was_guessed_moves_nothing(either_house: House, story: Any) -> None:
    number, commitment = story(either_house)
    promised = either_house.due(number, commitment)
    assert promised is not None and promised.year == 2027

    tally = load(AS_GUESSED)

    assert (tally.moved_later, tally.failed) == (0, 0)
    assert either_house.due(number, commitment) == promised


def test_binding_date_moves_with_the_joined_promise(either_house: House) -> None:
    """Due on 01-04, or on the 7th where the 4th to the 6th are off."""
    house = either_house
    leading, _ = joined_to_a_long_one(house)
    joined = db.session.scalars(select(Complaint).where(Complaint.is_joined)).one().tracking_number

    load(FOUR_DAYS_MORE)

    assert house.due(leading, "joined") == house.due(joined, "handling")
    assert f"{house.due(joined, 'handling'):%m-%d}" == "01-07"


def test_one_working_day_left_by_a_correction_moves_with_the_year(house: House) -> None:
    number, _ = corrected_to_one_working_day(house)

    load(FOUR_DAYS_MORE)

    assert f"{house.due(number, 'handling'):%m-%d}" == "01-07"
