"""Who assisted, or gave the opinion an answer rests on, had a part in it: they judge it as little as its handler does."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from complaints.queries.call_backs import list_to_call
from tests.casework.test_consultations import makes
from tests.house import House, shanghai
from tests.organisation.test_who_judges import CALL, HEARD, is_made
from tests.support.stories import ANSWER, CENTRE, in_hand
from tests.web.api import Api

KINDS = ("assist", "consult")


def gives_help(house: House, kind: str, unit: str, who: str) -> str:
    number = in_hand(house)
    if kind == "assist":
        makes(house, "handler", number, "add_assist", "2026-09-18T11:00", unit=unit, task="查")
        makes(house, who, number, "take_assist", "2026-09-18T11:30", of=1)
        makes(house, who, number, "answer_assist", "2026-09-18T12:00", of=1, note="查无此事")
    else:
        makes(house, "handler", number, "consult", "2026-09-18T11:00", officer=who, question="查")
        makes(house, who, number, "answer_consultation", "2026-09-18T12:00", of=1, opinion="查无此事")
    return number


def is_told(house: House, number: str) -> str:
    house.does("handler", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")
    return number


@pytest.mark.parametrize("kind", KINDS)
def test_who_helped_upholds_no_answer(either_house: House, kind: str) -> None:
    house = either_house
    with transaction(alone=True):
        officers.set_roles(
            house.officer("supervisor"), ["officer", "supervisor"], shanghai("2026-09-17T09:00")
        )
    number = is_told(house, gives_help(house, kind, "EZ-BUREAU", "supervisor"))
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    for who in ("supervisor", "bureau.tan"):
        makes(house, who, number, "contact", "2026-09-22T11:00", how="phone", reached=True)

    assert not is_made(house, "supervisor", number, "uphold", "2026-09-22T14:00", reason="属实")
    assert is_made(house, "bureau.tan", number, "uphold", "2026-09-22T14:00", reason="属实")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("move", "words"), [("call_back", CALL), ("rate", {"grade": 5, "heard": HEARD})])
def test_who_helped_neither_calls_back_nor_records_the_rating(
    house: House, kind: str, move: str, words: dict[str, Any]
) -> None:
    number = is_told(house, gives_help(house, kind, CENTRE, "centre.he"))

    assert not is_made(house, "centre.he", number, move, "2026-09-21T16:00", **words)
    assert is_made(house, "centre.luo", number, move, "2026-09-21T16:00", **words)


@pytest.mark.parametrize("kind", KINDS)
def test_list_to_call_leaves_out_what_one_helped_with(either_house: House, kind: str) -> None:
    house = either_house
    number = is_told(house, gives_help(house, kind, CENTRE, "centre.he"))

    def listed(who: str) -> bool:
        rows = list_to_call(house.officer(who), shanghai("2026-09-21T16:00"))
        return number in [row.complaint.tracking_number for row in rows]

    assert (listed("centre.he"), listed("centre.luo")) == (False, True)


def test_who_declined_to_say_had_no_part(house: House) -> None:
    number = in_hand(house)
    makes(house, "handler", number, "consult", "2026-09-18T11:00", officer="centre.he", question="查")
    makes(house, "centre.he", number, "decline_consultation", "2026-09-18T12:00", of=1, reason="不了解")
    is_told(house, number)

    assert is_made(house, "centre.he", number, "call_back", "2026-09-21T16:00", **CALL)


def test_who_helped_is_not_shown_the_key_of_the_citizen(house: House) -> None:
    number = gives_help(house, "assist", CENTRE, "centre.he")

    answer = Api(house).by("centre.he").move(number, "reissue_code", {"checked": "身份证"})

    assert answer.status_code != 201, answer.text


def test_who_helped_records_no_withdrawal(house: House) -> None:
    number = gives_help(house, "assist", CENTRE, "centre.he")

    assert not is_made(house, "centre.he", number, "withdraw", "2026-09-18T13:00", heard=HEARD)
    assert is_made(house, "centre.luo", number, "withdraw", "2026-09-18T13:00", heard=HEARD)


@pytest.mark.parametrize("kind", KINDS)
def test_answer_resting_on_help_of_one_complained_of_since_is_not_passed_on(house: House, kind: str) -> None:
    number = gives_help(house, kind, "HR-BUREAU", "other")
    house.does("handler", number, "answer", "2026-09-18T14:00", **ANSWER)
    house.does("window", number, "name_respondent", "2026-09-18T15:00", officer="other", reason="来电")

    told = {"method": "phone"}
    assert not is_made(house, "window", number, "give_feedback", "2026-09-18T16:00", **told)
    house.does("window", number, "send_back", "2026-09-18T16:10", reason="须另行核实")
    house.does("handler", number, "answer", "2026-09-18T17:00", **ANSWER)
    assert is_made(house, "window", number, "give_feedback", "2026-09-18T17:10", **told)
