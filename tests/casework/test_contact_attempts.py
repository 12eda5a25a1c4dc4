"""A clock stops for a citizen who cannot be reached only after three tries on three working days (domain §7), and the bad
rating of one is upheld only then.

Saturday 2026-09-19 is off, Sunday the 20th is worked.
"""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import db
from complaints.models import Event
from tests.house import House
from tests.support.stories import badly_rated, offered, told
from workflows.errors import NotNow

NOT_YET = "三个不同工作日"


def taken(house: House) -> str:
    number = offered(house)
    house.does("handler", number, "sign_for", "2026-09-18T10:30")
    return number


def tries(house: House, number: str, *times: str, by: str = "handler", reached: bool = False) -> None:
    for time in times:
        house.does(by, number, "contact", f"2026-09-{time}", how="phone", reached=reached, note="拨打电话")


def asks(house: House, number: str, at: str = "21T16:30", reason: str = "unreachable") -> None:
    house.does("handler", number, "suspend", f"2026-09-{at}", reason=reason, evidence="通话记录")


def test_three_tries_on_three_working_days_are_enough(either_house: House) -> None:
    number = taken(either_house)
    tries(either_house, number, "18T11:00", "20T11:00", "21T11:00")

    asks(either_house, number)

    assert either_house.complaint(number).pending("suspension") is not None


@pytest.mark.parametrize(
    "times",
    [
        (),
        ("18T11:00", "20T11:00"),
        ("18T11:00", "18T15:00", "20T11:00"),
        ("18T11:00", "19T11:00", "20T11:00"),
    ],
    ids=["never tried", "two days", "twice on one day", "one of them a day off"],
)
def test_fewer_working_days_are_not(house: House, times: tuple[str, ...]) -> None:
    number = taken(house)
    tries(house, number, *times)

    with pytest.raises(NotNow, match=NOT_YET):
        asks(house, number)


def test_tries_before_the_citizen_was_reached_do_not_count(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00")
    tries(house, number, "20T15:00", reached=True)
    tries(house, number, "21T11:00")

    with pytest.raises(NotNow, match=NOT_YET):
        asks(house, number)


def test_a_try_of_the_first_responder_counts_too(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00")
    tries(house, number, "21T11:00", by="window")

    asks(house, number)


def test_other_reasons_need_no_try(house: House) -> None:
    asks(house, taken(house), reason="hearing")


def test_who_is_heard_of_meanwhile_is_not_out_of_reach(either_house: House) -> None:
    number = taken(either_house)
    tries(either_house, number, "18T11:00", "20T11:00", "21T11:00")
    either_house.does("citizen", number, "urge", "2026-09-21T15:00")

    with pytest.raises(NotNow, match=NOT_YET):
        asks(either_house, number)


def test_what_an_officer_urges_is_no_word_of_the_citizen(house: House) -> None:
    number = taken(house)
    tries(house, number, "18T11:00", "20T11:00", "21T11:00")
    house.does("supervisor", number, "urge", "2026-09-21T15:00")

    asks(house, number)


def calls(house: House, number: str, *times: str, by: str = "supervisor", reached: bool = False) -> None:
    tries(house, number, *times, by=by, reached=reached)


def upholds(house: House, number: str, at: str = "24T16:30") -> None:
    house.does("supervisor", number, "uphold", f"2026-09-{at}", reason="核实无误")


def test_a_bad_rating_by_one_who_never_answers_is_upheld_after_three_working_days_of_calls(
    either_house: House,
) -> None:
    number = badly_rated(either_house)
    calls(either_house, number, "22T11:00", "23T11:00", "24T11:00")

    upholds(either_house, number)

    last = either_house.complaint(number)
    assert last.state == "closed" and not last.running
    assert newest(either_house, number).detail["tried_in_vain"] == ["2026-09-22", "2026-09-23", "2026-09-24"]


@pytest.mark.parametrize(
    ("times", "by"),
    [
        (("22T11:00", "23T11:00"), "supervisor"),
        (("22T11:00", "22T15:00", "23T11:00"), "supervisor"),
        (("22T11:00", "23T11:00", "24T11:00"), "handler"),
        (("22T11:00", "23T11:00", "24T11:00"), "window"),
    ],
    ids=["two days", "twice on one day", "by the handler", "by the first responder"],
)
def test_fewer_days_or_calls_of_those_who_answered_uphold_nothing(
    house: House, times: tuple[str, ...], by: str
) -> None:
    number = badly_rated(house)
    calls(house, number, *times, by=by)

    with pytest.raises(NotNow, match=NOT_YET):
        upholds(house, number)


def test_calls_before_the_rating_do_not_count_for_it(house: House) -> None:
    number = told(house)
    calls(house, number, "21T16:00", "22T11:00")
    house.does("citizen", number, "rate", "2026-09-23T10:00", grade=1)
    calls(house, number, "23T11:00")

    with pytest.raises(NotNow, match=NOT_YET):
        upholds(house, number)


def test_whoever_the_handler_reaches_meanwhile_is_called_again(house: House) -> None:
    number = badly_rated(house)
    calls(house, number, "22T11:00", "23T11:00")
    calls(house, number, "23T15:00", by="handler", reached=True)
    calls(house, number, "24T11:00")

    with pytest.raises(NotNow, match=NOT_YET):
        upholds(house, number)


def test_once_reached_no_vain_call_is_told_with_the_decision(house: House) -> None:
    number = badly_rated(house)
    calls(house, number, "22T11:00")
    calls(house, number, "23T11:00", reached=True)

    upholds(house, number)

    assert "tried_in_vain" not in newest(house, number).detail


def newest(house: House, number: str) -> Event:
    query = db.select(Event).filter_by(complaint_id=house.complaint(number).id).order_by(Event.seq.desc())
    return db.session.scalars(query.limit(1)).one()


def test_calls_of_a_supervisor_who_stepped_aside_since_uphold_nothing(house: House) -> None:
    number = badly_rated(house)
    tries(house, number, "22T11:00", "23T11:00", "24T11:00", by="supervisor")
    house.does("supervisor", number, "recuse", "2026-09-24T12:00", reason="亲属")

    with pytest.raises(NotNow):
        house.does("bureau.tan", number, "uphold", "2026-09-24T15:00", reason="多次联系未果")
