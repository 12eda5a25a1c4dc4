"""Figures count each answer, rating, review and feedback as a row of its round, and first promises apart from renewed ones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Unit
from complaints.queries.statistics import breakdown, indicators
from complaints.queries.statistics.indicators import Chosen
from tests.house import House, shanghai
from tests.support.stories import ANSWER, answered, in_hand, offered, told


def shares(house: House, at: str = "2026-12-01T09:00") -> dict[str, tuple[int, int]]:
    first, last = shanghai("2026-09-01T00:00").date(), shanghai("2026-11-30T00:00").date()
    chosen = Chosen(house.officer("supervisor"), first, last, shanghai(at))
    return {one.indicator.name: (one.whole.over, one.whole.of) for one in indicators.figures(chosen)}


def reviewed(house: House, **words: Any) -> str:
    """Five stars, closed, and a review asked for on the 24th."""
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    house.does("citizen", number, "appeal", "2026-09-24T09:00", **words)
    return number


def test_withdrawn_review_keeps_the_five_stars(either_house: House) -> None:
    number = reviewed(either_house)
    before = shares(either_house)["satisfied"]

    either_house.does("citizen", number, "withdraw", "2026-09-24T10:00")

    found = shares(either_house)
    assert before == found["satisfied"] == found["rated"] == (1, 1)
    assert found["appealed"] == (1, 1) and found["reworked"] == (0, 1)


def test_answer_sent_back_is_no_answer(either_house: House) -> None:
    """Found unsubstantiated, sent back, and then substantiated: one answer, and it is the last."""
    number = in_hand(either_house)
    wrong = {**ANSWER, "outcome": "unsubstantiated"}
    either_house.does("handler", number, "answer", "2026-09-21T10:00", **wrong)
    either_house.does("window", number, "send_back", "2026-09-21T10:30", reason="未答全")
    either_house.does("handler", number, "answer", "2026-09-21T11:00", **ANSWER)

    assert shares(either_house)["substantiated"] == (1, 1)


def test_extended_promise_is_apart_from_first_ones(either_house: House) -> None:
    house = either_house
    answered(house)  # in time, on its first promise
    number = in_hand(house)
    words = {"days": 5, "reason": "案情复杂", "basis": "规则"}
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    house.does("handler", number, "answer", "2026-09-30T10:00", **ANSWER)
    in_hand(house)  # never answered

    found = shares(house)
    assert found["first_promises_kept"] == (1, 2)
    assert found["renewed_promises_kept"] == (1, 1)
    assert found["handled_in_time"] == (2, 3)
    assert found["handled_in_time_without_extension"] == (1, 3)


def test_extension_of_one_promise_leaves_another_a_first_one(either_house: House) -> None:
    """What was extended is the promise of the work; whether the binding date was kept is another."""
    house = either_house
    number = in_hand(house)
    words = {"days": 5, "reason": "案情复杂", "basis": "规则"}
    house.does("handler", number, "request_extension", "2026-09-21T10:00", **words)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    house.does("handler", number, "answer", "2026-09-28T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-28T11:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-28T12:00", grade=1)
    redo = {"unit": house.unit("HR-BUREAU"), "reason": "核实后重办"}
    house.does("supervisor", number, "reopen", "2026-09-29T09:00", **redo)

    assert house.complaint(number).deadline("handling").commitment == "rework"
    assert shares(house)["renewed_promises_kept"] == (1, 1)


def test_reopening_is_no_review_asked_for(either_house: House) -> None:
    number = told(either_house)
    either_house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    redo = {"unit": either_house.unit("HR-BUREAU"), "reason": "核实后重办"}
    either_house.does("supervisor", number, "reopen", "2026-09-22T11:00", **redo)

    assert shares(either_house)["appealed"] == (0, 1)


def reopened_elsewhere(house: House) -> str:
    """Late, found wanting at the Echeng bureau, and done again in time by the Huarong bureau."""
    number = in_hand(house)
    house.does("handler", number, "answer", "2026-09-28T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-28T11:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-28T12:00", grade=1)
    redo = {"unit": house.unit("HR-BUREAU"), "reason": "核实后重办"}
    house.does("supervisor", number, "reopen", "2026-09-29T09:00", **redo)
    house.does("other", number, "sign_for", "2026-09-29T10:00")
    house.does("other", number, "answer", "2026-09-30T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-30T11:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-30T12:00", grade=4)
    return number


AT_ITS_UNIT = {
    "handled_late": {"EC-BUREAU": (1, 1)},
    "signing_in_time": {"EC-BUREAU": (1, 1), "HR-BUREAU": (1, 1)},
    "told_in_time": {"EC-BUREAU": (1, 1), "HR-BUREAU": (1, 1)},
    "bad_ratings_verified": {"EC-BUREAU": (1, 1)},
    "satisfied": {"EC-BUREAU": (0, 1), "HR-BUREAU": (1, 1)},
    "reworked": {"EC-BUREAU": (0, 1), "HR-BUREAU": (1, 1)},
    "settled_on_the_spot": {"HR-BUREAU": (0, 1)},
}


@pytest.mark.parametrize("name", AT_ITS_UNIT)
def test_each_round_counts_at_the_unit_that_had_it(either_house: House, name: str) -> None:
    house = either_house
    reopened_elsewhere(house)

    assert by_unit(house, name) == AT_ITS_UNIT[name]


def test_review_counts_at_the_unit_whose_answer_it_is_about(either_house: House) -> None:
    number = reviewed(either_house)

    assert by_unit(either_house, "appealed") == {"EC-BUREAU": (1, 1)}

    either_house.does("citizen", number, "withdraw", "2026-09-24T10:00")
    assert by_unit(either_house, "appealed") == {"EC-BUREAU": (1, 1)}


def test_round_taken_back_counts_at_the_unit_that_had_it(either_house: House) -> None:
    """Answered by the superior unit, and taken back before the citizen had it."""
    house, number = either_house, reviewed(either_house)
    house.does("bureau.yu", number, "sign_for", "2026-09-24T10:00")
    house.does("bureau.yu", number, "answer", "2026-09-24T11:00", **ANSWER)
    house.does("citizen", number, "withdraw", "2026-09-24T12:00")

    assert by_unit(house, "reworked") == {"EC-BUREAU": (0, 1), "EZ-BUREAU": (1, 1)}


def test_figures_of_one_unit_hold_its_rounds_alone(house: House) -> None:
    number = reopened_elsewhere(house)
    first = indicators.indicators()["satisfied"]

    for code, over in (("EC-BUREAU", 0), ("HR-BUREAU", 1)):
        chosen = replace(whole_autumn(house), unit_path=house.unit(code).path)
        assert breakdown.whole_share(first, chosen) == indicators.Share(over, 1)
        assert [one.tracking_number for one in indicators.behind(first.of, chosen).complaints] == [number]
        assert len(indicators.behind(first.over, chosen).complaints) == over


def whole_autumn(house: House) -> Chosen:
    first, last = shanghai("2026-09-01T00:00").date(), shanghai("2026-11-30T00:00").date()
    return Chosen(house.officer("supervisor"), first, last, shanghai("2026-12-01T09:00"))


def by_unit(house: House, name: str) -> dict[str, tuple[int, int]]:
    """As the API tells it and as the page does."""
    chosen, one = whole_autumn(house), indicators.indicators()[name]
    told = {key: (row.over, row.of) for key, row in breakdown.shares_by(one, chosen, "unit").items()}
    figure = next(row for row in indicators.count_figures(chosen) if row.indicator.name == name)
    codes = {row.id: row.code for row in db.session.execute(select(Unit.id, Unit.code))}
    assert told == {codes[unit]: (row.over, row.of) for unit, row in figure.by_unit.items()}
    return told


@pytest.mark.parametrize("taken", [True, False])
def test_return_counts_whether_the_work_was_taken_or_not(either_house: House, taken: bool) -> None:
    number = (in_hand if taken else offered)(either_house)
    either_house.does("handler", number, "return", "2026-09-18T11:00", reason="不属本单位职责")

    assert shares(either_house)["returned"] == (1, 1)


def test_answer_counts_where_it_was_given_after_the_work_went_on(either_house: House) -> None:
    """The whole unit is complained of, as it turns out: the work is handed up, the answer is still theirs."""
    house, number = either_house, answered(either_house)
    words = {"unit": house.unit("EC-BUREAU"), "reason": "来电说明投诉的是该局"}
    house.does("window", number, "name_respondent", "2026-09-21T10:30", **words)
    assert house.complaint(number).unit_id != house.unit("EC-BUREAU").id

    assert by_unit(house, "substantiated") == {"EC-BUREAU": (1, 1)}


@pytest.mark.parametrize("swept", [True, False])
def test_breach_stays_with_the_unit_that_had_the_work(either_house: House, swept: bool) -> None:
    """Handed up after the due time had passed, with or without a sweep in between, and answered by the next unit."""
    house, number = either_house, in_hand(either_house)
    if swept:
        house.sweeps("2026-09-25T09:00")
    words = {"unit": house.unit("EC-BUREAU"), "reason": "来电说明投诉的是该局"}
    house.does("window", number, "name_respondent", "2026-09-28T10:30", **words)
    assert house.complaint(number).unit_id != house.unit("EC-BUREAU").id
    assert by_unit(house, "handled_late") == {"EC-BUREAU": (1, 1)}

    taker = house.complaint(number).handler.username
    house.does(taker, number, "answer", "2026-09-28T15:00", **ANSWER)
    assert by_unit(house, "handled_late") == {"EC-BUREAU": (1, 1)}
    assert by_unit(house, "contact_in_time") == {"EC-BUREAU": (1, 1)}


def test_promise_not_broken_goes_over_with_the_work(either_house: House) -> None:
    """Handed up in time, and late only then: the promise is that of the unit that has it as it passes."""
    house, number = either_house, in_hand(either_house)
    words = {"unit": house.unit("EC-BUREAU"), "reason": "来电说明投诉的是该局"}
    house.does("window", number, "name_respondent", "2026-09-21T10:30", **words)
    next_unit = house.complaint(number).unit.code
    assert next_unit != "EC-BUREAU"

    assert by_unit(house, "handled_late") == {next_unit: (1, 1)}
    assert by_unit(house, "contact_in_time") == {"EC-BUREAU": (1, 1)}


def test_offer_not_taken_in_time_counts_at_the_unit_it_was_made_to(either_house: House) -> None:
    house, number = either_house, offered(either_house)
    house.sweeps("2026-09-25T09:00")  # it lapses
    words = {"unit": house.unit("HR-BUREAU"), "reason": "该局久未签收"}
    house.does("supervisor", number, "designate", "2026-09-28T10:00", **words)
    house.does("other", number, "sign_for", "2026-09-28T10:30")

    assert by_unit(house, "signing_in_time") == {"EC-BUREAU": (0, 1), "HR-BUREAU": (1, 1)}


def test_answer_sent_back_leaves_the_breach_where_it_was(either_house: House) -> None:
    """The promise runs again as it did, and is broken by the unit that has it then."""
    house, number = either_house, answered(either_house)
    house.does("window", number, "send_back", "2026-09-21T10:30", reason="未答全")
    words = {"unit": house.unit("EC-BUREAU"), "reason": "来电说明投诉的是该局"}
    house.does("window", number, "name_respondent", "2026-09-21T11:30", **words)
    next_unit = house.complaint(number).unit.code

    assert by_unit(house, "handled_late") == {next_unit: (1, 1)}
