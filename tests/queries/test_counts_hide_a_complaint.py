"""No count made for a supervisor complained of changes with the open complaint about them (promise 6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.models import Officer
from complaints.queries.statistics import due_calendar, indicators, trends, workload
from complaints.queries.statistics.bulletin_facts import gather
from complaints.queries.statistics.indicators import Chosen
from complaints.queries.statistics.periods import Days
from tests.house import House, shanghai
from tests.support.stories import ANSWER, told

AT = shanghai("2026-10-14T10:00")
SEPTEMBER = Days(date(2026, 9, 1), date(2026, 9, 30))


def counts(officer: Officer) -> dict[str, Any]:
    """What is counted for one officer."""
    chosen = Chosen(officer, date(2026, 9, 1), date(2026, 10, 14), AT)
    return {
        "figures": indicators.count(chosen),
        "load": workload.count(officer, AT),
        "due": due_calendar.count(officer, AT),
        "trends": trends.count(officer, AT),
    }


def about_supervisor(house: House, **words: Any) -> str:
    """In work at another branch of the tree."""
    number = house.logs("2026-09-18T09:30", **words)
    likely = house.complaint(number).likely_respondent_ids
    if likely:
        who = "bureau.jiang"
        house.does(who, number, "settle_respondent", "2026-09-18T09:35", officer="supervisor", same=True)
    house.does("window", number, "assign", "2026-09-18T09:40", unit="EZ-PETITION")
    house.does("petition.yuan", number, "sign_for", "2026-09-18T09:50")
    return number


@pytest.mark.parametrize("words", [{"respondent_officer": "supervisor"}, {"respondent_name": "顾言"}])
def test_counts_of_a_supervisor_are_the_same_with_and_without_it(
    either_house: House, words: dict[str, Any]
) -> None:
    house = either_house
    told(house)
    before = counts(house.officer("supervisor"))
    others = counts(house.officer("bureau.jiang"))

    about_supervisor(house, **words)

    assert counts(house.officer("supervisor")) == before
    assert counts(house.officer("bureau.jiang"))["figures"] != others["figures"]


def test_a_name_not_settled_is_in_no_count_either(house: House) -> None:
    before = counts(house.officer("supervisor"))

    house.logs("2026-09-18T09:30", respondent_name="顾言")

    assert counts(house.officer("supervisor")) == before


def test_the_bulletin_counts_it_and_tells_no_example_of_it(house: House) -> None:
    number = about_supervisor(house, respondent_officer="supervisor")
    house.does("petition.yuan", number, "contact", "2026-09-21T09:00", how="phone", reached=True)
    house.does("petition.yuan", number, "answer", "2026-09-21T10:00", **ANSWER)
    teller = house.complaint(number).first_responder.username
    house.does(teller, number, "give_feedback", "2026-09-21T15:00", method="phone")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=5)
    assert gather(SEPTEMBER, AT).registered.now.over == 1
    assert gather(SEPTEMBER, AT).examples == []

    plain = told(house)
    house.does("citizen", plain, "rate", "2026-09-22T10:00", grade=5)

    assert len(gather(SEPTEMBER, AT).examples) == 1
