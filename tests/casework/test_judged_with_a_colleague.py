"""The head and the colleagues of an officer complained of neither free that officer nor say that all is well."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from complaints.infrastructure.database import db, transaction
from complaints.models import PostHeld
from complaints.organisation import officers
from complaints.queries.call_backs import list_to_call
from complaints.rulebooks import store
from tests.house import House, shanghai
from tests.support.stories import ANSWER, HR, refusal
from workflows.engine import open_moves
from workflows.language import Act

AT, LATER = "2026-09-18T09:20", "2026-09-22T09:00"
DECLINE = {"reason_code": "not_our_remit", "competent_body": "市信访局", "contact": "12345"}
CALL = {"how": "phone", "reached": True, "contacted": True, "solved": True, "satisfied": True, "note": "满意"}
CLEAR = {"officer": "eccentre.yao", "reason": "误登"}


def logged(house: House, **words: str) -> str:
    """At the window of the unit of the officer complained of."""
    return house.logs(
        "2026-09-18T09:00", by="eccentre.feng", category="SHIRK", respondent_officer="eccentre.yao", **words
    )


def refused(house: House, by: str, number: str, move: str, at: str = AT, **words: object) -> bool:
    return refusal(house, by, number, move, at, **words) in ("NotNow", "NotYours", "NotFound")


@pytest.mark.parametrize("by", ["eccentre.tang", "eccentre.feng"])
@pytest.mark.parametrize(("move", "words"), [("clear_respondent", CLEAR), ("decline", DECLINE)])
def test_head_and_colleague_free_no_officer_complained_of(
    either_house: House, by: str, move: str, words: dict[str, str]
) -> None:
    house = either_house
    number = logged(house)

    assert refused(house, by, number, move, **words)


def test_next_level_up_clears_a_respondent(house: House) -> None:
    number = logged(house)

    assert refusal(house, "leader", number, "clear_respondent", AT, **CLEAR) == ""


def test_head_and_colleague_clear_nothing_of_an_officer_who_has_moved_away(house: House) -> None:
    number = logged(house)
    with transaction(alone=True):
        officers.move(house.officer("eccentre.yao"), "EZ-SECTION", shanghai("2026-09-18T09:10"))

    assert refused(house, "eccentre.tang", number, "clear_respondent", **CLEAR)


def test_head_refuses_no_recusal_where_a_colleague_is_complained_of(house: House) -> None:
    number = logged(house)
    house.does("citizen", number, "request_recusal", "2026-09-18T09:10", reason="同事", of="first_responder")

    assert refused(house, "eccentre.tang", number, "decide_recusal", grant=False, reason="不必回避")
    assert refusal(house, "leader", number, "decide_recusal", AT, grant=True, reason="属实") == ""


def test_colleague_refuses_no_report_of_an_error(house: House) -> None:
    number = logged(house)
    house.does("citizen", number, "report_error", "2026-09-18T09:10", what="phone", value="139 0013 9000")

    assert refused(house, "eccentre.tang", number, "refuse_correction", reason="原登记无误")
    assert refusal(house, "leader", number, "refuse_correction", AT, reason="原登记无误") == ""


def test_colleague_clears_a_respondent_of_another_unit(house: House) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_officer="eccentre.yao")
    house.does(
        "leader", number, "name_respondent", "2026-09-18T09:10", officer="bureau.shi", reason="来电补充"
    )

    assert (
        refusal(house, "eccentre.feng", number, "clear_respondent", AT, officer="bureau.shi", reason="误登")
        == ""
    )


@pytest.mark.parametrize("caller", ["eccentre.tang", "eccentre.feng"])
def test_call_back_is_made_by_another_unit(either_house: House, caller: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", category="SHIRK", respondent_officer="eccentre.yao")
    house.does("window", number, "assign", "2026-09-18T10:00", unit=HR)
    house.does("other", number, "sign_for", "2026-09-18T10:30")
    house.does("other", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does("window", number, "give_feedback", "2026-09-21T15:00", method="phone")

    assert refused(house, caller, number, "call_back", LATER, **CALL)
    assert number not in to_call(house, caller)
    assert refusal(house, "centre.chen", number, "call_back", LATER, **CALL) == ""


def test_list_to_call_leaves_out_what_is_about_a_colleague(house: House) -> None:
    number = logged(house, channel="window")
    first = house.complaint(number).first_responder.username
    house.does(first, number, "assign", "2026-09-18T10:00", unit=HR)
    house.does("other", number, "sign_for", "2026-09-18T10:30")
    house.does("other", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does(first, number, "give_feedback", "2026-09-21T15:00", method="phone")

    assert refused(house, "eccentre.tang", number, "call_back", LATER, **CALL)
    assert number not in to_call(house, "eccentre.tang")
    assert number in to_call(house, "leader")


@pytest.mark.parametrize(("until", "is_theirs"), [("2025-09-19T12:00", True), ("2025-09-17T12:00", False)])
def test_list_to_call_counts_the_year_before_it_was_received(
    either_house: House, until: str, is_theirs: bool
) -> None:
    """Later on the day of the call, the year must not end earlier than the guard lets it."""
    house = either_house
    number = logged(house, channel="window")
    first = house.complaint(number).first_responder.username
    house.does(first, number, "assign", "2026-09-18T10:00", unit=HR)
    house.does("other", number, "sign_for", "2026-09-18T10:30")
    house.does("other", number, "answer", "2026-09-21T10:00", **ANSWER)
    house.does(first, number, "give_feedback", "2026-09-21T15:00", method="phone")
    yao, unit = house.officer("eccentre.yao"), house.officer("leader").unit_id
    with transaction(alone=True) as session:
        term = {"from_at": shanghai("2024-01-01T09:00"), "until_at": shanghai(until)}
        session.add(PostHeld(officer_id=yao.id, unit_id=unit, leads=False, **term))

    assert (number not in to_call(house, "leader")) is is_theirs
    assert refused(house, "leader", number, "call_back", LATER, **CALL) is is_theirs


def to_call(house: House, username: str) -> list[str]:
    rows = list_to_call(house.officer(username), shanghai(LATER))
    return [row.complaint.tracking_number for row in rows]


def test_subordinate_refuses_no_report_about_their_head(either_house: House) -> None:
    """Refused, it would free the head, to whom the work could then go."""
    house = either_house
    number = house.logs("2026-09-18T09:00", by="eccentre.feng")
    house.does("citizen", number, "report_error", "2026-09-18T09:10", what="respondent", value="周宁")

    assert refused(house, "eccentre.feng", number, "refuse_correction", reason="原登记无误")
    assert house.officer("leader").id in house.complaint(number).kept_out_ids


def test_moves_of_a_page_ask_for_the_unit_once(house: House) -> None:
    number = logged(house)
    complaint, asked = house.complaint(number), []
    book, tang = store.book(complaint.rulebook_version), house.officer("eccentre.tang")
    event.listen(db.engine, "before_cursor_execute", note := lambda *words: asked.append(words[2]))
    try:
        open_moves(book, complaint, Act("", tang, shanghai(AT)))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert sum("post_held.unit_id = " in one for one in asked) == 1
