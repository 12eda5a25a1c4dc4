"""An officer named for an opinion who is away: the whole unit is asked, by the rules for a whole unit."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import absences
from tests.casework.test_consultations import OPINION, asked, makes, steps
from tests.house import House, shanghai
from tests.support.stories import EC, HR, in_hand
from workflows.errors import NotNow

AWAY = shanghai("2026-09-18T08:00"), shanghai("2026-09-30T18:00")


def goes_away(house: House, username: str, deputy: str) -> None:
    with transaction():
        officer = house.officer(username)
        absences.mark(officer, house.officer(deputy), AWAY, officer)


def test_whole_unit_is_asked_once(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    goes_away(house, "other", "huarong.lei")
    asked(house, number, officer="other")

    for whom in ({"officer": "other"}, {"unit": HR}, {"unit": HR, "officer": "other"}):
        with pytest.raises(NotNow, match="已向该单位"):
            asked(house, number, **whom)
    makes(house, "huarong.lei", number, "answer_consultation", of=1, opinion=OPINION)
    assert steps(number) == [(1, "asked"), (1, "answered")]


@pytest.mark.parametrize("whom", [{"unit": HR}, {"officer": "huarong.lei"}])
def test_open_question_to_others_of_the_unit(house: House, whom: dict[str, str]) -> None:
    """The same unit as a whole is refused; one to another officer by name stands beside it."""
    number = in_hand(house)
    asked(house, number, **whom)
    goes_away(house, "other", "huarong.lei")

    if "unit" in whom:
        with pytest.raises(NotNow, match="已向该单位"):
            asked(house, number, officer="other")
    else:
        asked(house, number, officer="other")


def test_holder_of_the_work_is_not_asked_by_way_of_an_absence(house: House) -> None:
    """A colleague of the handler can be asked by name, the handler's whole unit cannot."""
    number = in_hand(house)
    goes_away(house, "leader", "handler")

    with pytest.raises(NotNow, match="另选单位或人员"):
        asked(house, number, officer="leader")
    with pytest.raises(NotNow, match="另选单位或人员"):
        asked(house, number, unit=EC, officer="leader")


def test_officer_away_is_no_way_into_another_unit(house: House) -> None:
    number = in_hand(house)
    goes_away(house, "other", "huarong.lei")

    with pytest.raises(NotNow, match="不是该单位"):
        asked(house, number, unit="EZ-CENTRE", officer="other")


def test_event_says_who_was_named(house: House) -> None:
    number = in_hand(house)
    goes_away(house, "other", "huarong.lei")

    event = makes(house, "handler", number, "consult", officer="other", question="……？")

    assert (event.detail["unit"], event.detail["away"]) == (HR, "other") and "officer" not in event.detail
