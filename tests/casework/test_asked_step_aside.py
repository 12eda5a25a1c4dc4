"""Who was asked for help or an opinion and has an interest steps aside: the part goes to others, and they see nothing of it."""

from __future__ import annotations

import pytest

from complaints.infrastructure.errors import NotFound
from tests.casework.test_assists import FOUND, TASK, helping, taken
from tests.casework.test_consultations import LATER, asked, makes, notified
from tests.house import House
from tests.support.stories import ANSWER, HR, in_hand

REASON = "与投诉人是亲属"


def test_helper_steps_aside_and_the_task_goes_one_level_up(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    taken(house, number)

    makes(house, "other", number, "recuse", reason=REASON)

    [part] = house.complaint(number).open_assists
    assert part.officer.username not in ("other", "handler") and part.words == TASK
    assert "raise_assist" in notified(house, part.officer.username)
    with pytest.raises(NotFound):
        makes(house, "other", number, "answer_assist", of=part.number, note=FOUND)
    makes(house, part.officer.username, number, "take_assist", of=part.number)
    makes(house, part.officer.username, number, "answer_assist", of=part.number, note=FOUND)


def test_task_of_a_unit_stays_with_colleagues_of_one_who_steps_aside(house: House) -> None:
    number = in_hand(house)
    helping(house, number)

    makes(house, "other", number, "recuse", reason=REASON)

    [part] = house.complaint(number).open_assists
    assert part.number == 1 and part.unit.code == HR
    with pytest.raises(NotFound):
        makes(house, "other", number, "take_assist", of=1)
    makes(house, "huarong.mo", number, "take_assist", of=1)


def test_question_to_an_officer_who_steps_aside_ends_and_the_handler_is_told(either_house: House) -> None:
    house = either_house
    number = in_hand(house)
    asked(house, number, unit=HR, officer="other")

    makes(house, "other", number, "recuse", reason=REASON)

    assert list(house.complaint(number).open_consultations) == []
    assert "end_consultations" in notified(house, "handler")
    house.does("handler", number, "answer", LATER, **ANSWER)


def test_officer_with_no_part_cannot_step_aside(house: House) -> None:
    number = in_hand(house)

    with pytest.raises(NotFound):
        makes(house, "other", number, "recuse", reason=REASON)
