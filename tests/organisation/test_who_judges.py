"""Head and colleagues free no officer who is complained of, may be, or is asked about: not by any move, of any rulebook."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.organisation import post_holders
from complaints.queries.call_backs import list_to_call
from complaints.rulebooks import store
from tests.casework.test_consultations import makes
from tests.house import House, shanghai
from tests.support.own_judging import own_move
from tests.support.own_moves import HEARING, WORDS, text_with
from tests.support.stories import in_hand, told
from tests.web.api import Api
from workflows.errors import Refused

HEARD = {"how": "phone", "note": "电话说的"}
DECLINED = {"reason_code": "not_our_remit", "competent_body": "信访局", "contact": "12345"}
CALL = {"how": "phone", "reached": True, "note": "满意"}
NO = {"reason": "没有这回事"}
CLOSE_TO_HE = ("window", "centre.chen")  # a colleague, and the head


def is_made(house: House, by: str, number: str, move: str, at: str, **words: Any) -> bool:
    try:
        makes(house, by, number, move, at, **words)
    except (Refused, NotFound, BadInput):
        return False
    return True


def publishes(house: House, **moves: dict[str, Any]) -> None:
    with transaction():
        store.publish(text_with(moves), shanghai("2026-09-17T09:00"))


@pytest.mark.parametrize("who", CLOSE_TO_HE)
def test_head_and_colleague_refuse_no_report_about_an_officer(either_house: House, who: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00")
    house.does("citizen", number, "report_error", "2026-09-18T09:30", what="respondent", value="何安")

    assert not is_made(house, who, number, "refuse_correction", "2026-09-18T10:00", **NO)
    assert is_made(house, "supervisor", number, "refuse_correction", "2026-09-18T10:00", **NO)


def test_report_about_the_first_responder_is_decided_by_whom_the_duty_came_to(house: House) -> None:
    number = in_hand(house)
    house.does("citizen", number, "report_error", "2026-09-18T11:00", what="respondent", value="林溪")
    successor = house.complaint(number).first_responder.username

    assert not is_made(house, "window", number, "refuse_correction", "2026-09-18T12:00", **NO)
    assert is_made(house, successor, number, "refuse_correction", "2026-09-18T12:00", **NO)


def test_report_of_a_name_that_stands_already_is_refused_by_a_colleague(house: House) -> None:
    """It frees no one."""
    number = house.logs("2026-09-18T09:00", respondent_name="何安", by="centre.chen")
    house.does("citizen", number, "report_error", "2026-09-18T09:30", what="respondent", value="何安")

    assert is_made(house, "centre.chen", number, "refuse_correction", "2026-09-18T10:00", **NO)
    assert house.officer("centre.he").id in house.complaint(number).kept_out_ids


@pytest.mark.parametrize("who", CLOSE_TO_HE)
@pytest.mark.parametrize("about", [{"officer": "centre.he"}, {"name": "何安"}, {"unit": "EZ-CENTRE"}])
def test_head_and_colleague_refuse_no_request_about_an_officer(
    house: House, who: str, about: dict[str, str]
) -> None:
    """The officer is no respondent yet."""
    number = in_hand(house)
    words = {"respondent": about, "reason": "谈话中才说出"}
    makes(house, "handler", number, "request_correction", "2026-09-18T11:00", **words)

    assert not is_made(house, who, number, "refuse_correction", "2026-09-18T14:00", **NO)
    assert is_made(house, "supervisor", number, "refuse_correction", "2026-09-18T14:00", **NO)


def test_officer_below_refuses_no_request_about_their_head(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng")
    makes(house, "eccentre.feng", number, "assign", "2026-09-18T10:00", unit="HR-BUREAU")
    makes(house, "other", number, "sign_for", "2026-09-18T10:30")
    words = {"respondent": {"officer": "leader"}, "reason": "谈话中才说出"}
    makes(house, "other", number, "request_correction", "2026-09-18T11:00", **words)

    assert not is_made(house, "eccentre.feng", number, "refuse_correction", "2026-09-18T14:00", **NO)
    assert is_made(house, "supervisor", number, "refuse_correction", "2026-09-18T14:00", **NO)


def test_colleague_decides_a_request_by_naming_who_was_asked_for_and_no_other(house: House) -> None:
    number = in_hand(house)
    words = {"respondent": {"officer": "centre.he"}, "reason": "谈话中才说出"}
    makes(house, "handler", number, "request_correction", "2026-09-18T11:00", **words)

    makes(house, "window", number, "name_respondent", "2026-09-18T14:00", name="张三丰", reason="x")
    assert house.complaint(number).pending("correction") is not None

    makes(house, "window", number, "name_respondent", "2026-09-18T14:10", officer="centre.he", reason="属实")
    assert house.complaint(number).pending("correction") is None


@pytest.mark.parametrize("who", CLOSE_TO_HE)
@pytest.mark.parametrize(("move", "words"), [("decline", DECLINED), ("withdraw", {"heard": HEARD})])
def test_head_and_colleague_of_a_likely_match_end_nothing(
    either_house: House, who: str, move: str, words: dict[str, Any]
) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="何安")

    assert not is_made(house, who, number, move, "2026-09-18T10:00", **words)


def test_head_and_colleague_are_free_once_a_match_is_rejected(house: House) -> None:
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name="何安")
    makes(
        house, "supervisor", number, "settle_respondent", "2026-09-18T09:30", officer="centre.he", same=False
    )

    assert is_made(house, "centre.chen", number, "decline", "2026-09-18T10:00", **DECLINED)


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("call_back", CALL),
        ("rate", {"grade": 5, "heard": HEARD}),
        ("appeal", {"reason": "不服", "heard": HEARD}),
    ],
)
def test_colleague_of_a_likely_match_neither_calls_nor_records(
    house: House, move: str, words: dict[str, Any]
) -> None:
    number = told(house)
    house.does("supervisor", number, "name_respondent", "2026-09-21T15:30", name="何安", reason="来电")

    assert not is_made(house, "centre.luo", number, move, "2026-09-21T16:00", **words)


def test_list_to_call_leaves_out_what_may_be_about_a_colleague(either_house: House) -> None:
    house = either_house
    number = told(house)
    house.does("supervisor", number, "name_respondent", "2026-09-21T15:30", name="何安", reason="来电")

    def listed(who: str) -> bool:
        rows = list_to_call(house.officer(who), shanghai("2026-09-21T16:00"))
        return number in [row.complaint.tracking_number for row in rows]

    assert (listed("centre.luo"), listed("supervisor")) == (False, True)


def test_supervisor_of_the_unit_of_the_respondent_upholds_nothing(house: House) -> None:
    """The next level up does."""
    number = told(house, respondent_officer="bureau.yu")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    assert not is_made(house, "supervisor", number, "call_back", "2026-09-22T10:30", **CALL)
    makes(house, "supervisor", number, "contact", "2026-09-22T11:00", how="phone", reached=True)

    assert not is_made(house, "supervisor", number, "uphold", "2026-09-22T14:00", reason="属实")
    assert is_made(house, "bureau.jiang", number, "uphold", "2026-09-22T14:00", reason="属实")


def test_bad_rating_is_brought_to_no_supervisor_of_the_unit_of_the_respondent(house: House) -> None:
    number = told(house, respondent_officer="bureau.yu")
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)
    found = post_holders.supervisor_of(house.complaint(number))
    assert found is not None and found.username == "bureau.jiang"

    other = told(house)
    house.does("citizen", other, "rate", "2026-09-22T10:00", grade=1)
    found = post_holders.supervisor_of(house.complaint(other))
    assert found is not None and found.username != "bureau.jiang"


def test_head_of_the_respondent_does_not_record_that_the_handler_should_go(house: House) -> None:
    number = in_hand(house, respondent_officer="centre.he")
    words = {"reason": "承办人态度差", "heard": HEARD}

    assert not is_made(house, "centre.chen", number, "request_recusal", "2026-09-18T11:00", **words)
    assert is_made(house, "leader", number, "request_recusal", "2026-09-18T11:00", **words)


@pytest.mark.parametrize("about", [{"respondent_unit": "EZ-BUREAU"}, {"respondent_officer": "centre.he"}, {}])
def test_move_of_a_rulebook_that_ends_a_complaint_judges_it(house: House, about: dict[str, str]) -> None:
    """The window is below the unit, or a colleague of the officer, or free of interest."""
    publishes(house, turn_away=own_move("received", "declined", "first_responder"))
    number = house.logs("2026-09-18T09:00", **about)

    assert is_made(house, "window", number, "turn_away", "2026-09-18T10:00") == (not about)


@pytest.mark.parametrize(
    ("move", "open_to_colleague"),
    [
        (own_move("received", "same", "first_responder"), True),
        (own_move("received", "handled", "first_responder"), True),
        (own_move("received", "same", "first_responder", effects=["ask_recusal"]), False),
    ],
)
def test_other_moves_of_a_rulebook_stay_with_colleagues(
    house: House, move: dict[str, Any], open_to_colleague: bool
) -> None:
    publishes(house, look_into=move)
    number = house.logs("2026-09-18T09:00", respondent_officer="centre.he")

    assert is_made(house, "window", number, "look_into", "2026-09-18T10:00") is open_to_colleague


@pytest.mark.parametrize(
    ("target", "effects", "open_below"),
    [("same", [], True), ("handled", [], False), ("same", ["refuse_extension"], False)],
)
def test_officer_below_answers_by_no_move_of_a_rulebook(
    house: House, target: str, effects: list[str], open_below: bool
) -> None:
    publishes(house, look_into=own_move("received", target, "first_responder", effects=effects))
    number = house.logs("2026-09-18T09:00", respondent_unit="EZ-BUREAU")

    assert is_made(house, "window", number, "look_into", "2026-09-18T10:00") is open_below


def test_who_had_a_part_closes_no_bad_rating_by_a_move_of_a_rulebook(house: House) -> None:
    """Whatever guards the rulebook names."""
    publishes(house, settle_it=own_move("feedback", "closed", "first_responder", "supervisor"))
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T10:00", grade=1)

    assert not is_made(house, "window", number, "settle_it", "2026-09-22T14:00")
    assert is_made(house, "supervisor", number, "settle_it", "2026-09-22T14:00")


def test_person_complained_of_has_no_part_by_a_field_of_a_rulebook(house: House) -> None:
    publishes(house, hold_hearing=HEARING)
    number, api = in_hand(house, respondent_officer="huarong.mo"), Api(house).by("handler")

    answer = api.move(number, "hold_hearing", {**WORDS, "chaired_by": "huarong.mo"})
    assert answer.status_code == 422 and "chaired_by" in answer.text, answer.text
    assert api.move(number, "hold_hearing", WORDS).status_code == 201


def test_person_complained_of_is_no_officer_of_a_shared_field(house: House) -> None:
    field = {"name": "officer", "kind": "officer", "label": {"zh": "陪同人", "en": "With"}}
    publishes(house, visit=own_move("assigned", "same", "handler", fields=[field]))
    number = in_hand(house, respondent_officer="huarong.mo")

    assert not is_made(house, "handler", number, "visit", "2026-09-18T11:00", officer="huarong.mo")
    assert is_made(house, "handler", number, "visit", "2026-09-18T11:00", officer="leader")
