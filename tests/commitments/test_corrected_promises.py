"""A correction of the category or of the day a letter came in keeps what a promise was given since it was made."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from complaints.casework import closures
from complaints.commitments.calendar import editing
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import WorkError
from tests.house import House, shanghai
from tests.support.stories import in_hand
from tests.web.api import Api

LETTER = {"received_on": date(2026, 9, 17)}
WHY = {"reason": "情况复杂", "basis": "局规"}


def correct(house: House, number: str, at: str, by: str = "window", **changes: Any) -> Any:
    return house.does(by, number, "correct", at, changes=changes, reason="登记有误")


def due_day(house: House, number: str, commitment: str = "handling") -> str:
    due = house.due(number, commitment)
    return due.isoformat()[:10] if due else ""


def extended(house: House, **words: Any) -> str:
    """Five working days more: due 2026-10-09 and not on 09-24."""
    number = in_hand(house, **words)
    house.does("handler", number, "request_extension", "2026-09-21T10:00", days=5, **WHY)
    house.does("leader", number, "grant_extension", "2026-09-21T11:00")
    return number


def paused(house: House, **words: Any) -> str:
    """Waited for the citizen from 09-21 10:00 to 09-28 10:00."""
    number = in_hand(house, **words)
    house.does("handler", number, "ask_supplement", "2026-09-21T10:00", items=["身份证"])
    house.does("citizen", number, "supplement", "2026-09-28T10:00", note="已补")
    return number


@pytest.mark.parametrize("story", [extended, paused])
@pytest.mark.parametrize("changes", [LETTER, {"category": "SHIRK"}])
def test_correction_that_changes_no_limit_leaves_work_as_promised(
    either_house: House, story: Any, changes: dict[str, Any]
) -> None:
    house = either_house
    number = story(house, channel="letter")
    promised = house.due(number, "handling")

    event = correct(house, number, "2026-09-28T11:00", **changes)

    deadline = house.complaint(number).deadline("handling")
    assert (event.detail["sooner"], house.due(number, "handling")) == ([], promised)
    assert deadline.moved and deadline.cycle == (2 if story is extended else 1)


def test_work_accepted_as_it_was_logged_does_not_follow_the_letter(house: House) -> None:
    number = house.logs("2026-09-18T09:00", channel="letter")
    house.does("window", number, "accept", "2026-09-18T09:00")
    promised = house.due(number, "handling")

    correct(house, number, "2026-09-18T12:00", **LETTER)

    assert house.due(number, "handling") == promised


def test_sooner_limit_keeps_extension_and_pause(either_house: House) -> None:
    """Three working days from 09-18 end on 09-22: with five more on 09-30 (09-25 to 09-27 are off)."""
    house = either_house
    number = extended(house)
    correct(house, number, "2026-09-21T12:00", category="NOTICE")
    deadline = house.complaint(number).deadline("handling")
    assert due_day(house, number) == "2026-09-30"
    assert [one["reason"] for one in deadline.moved] == ["grant_extension"]
    assert deadline.first_due_at.isoformat()[:10] == "2026-09-22"

    number = paused(house)
    correct(house, number, "2026-09-28T11:00", category="NOTICE")
    twin = in_hand(house, category="NOTICE")
    house.does("handler", twin, "ask_supplement", "2026-09-21T10:00", items=["身份证"])
    house.does("citizen", twin, "supplement", "2026-09-28T10:00", note="已补")
    assert house.due(number, "handling") == house.due(twin, "handling")


def test_corrected_in_a_pause_the_whole_pause_is_given_back(house: House) -> None:
    number = in_hand(house)
    house.does("handler", number, "ask_supplement", "2026-09-21T10:00", items=["身份证"])
    correct(house, number, "2026-09-23T10:00", category="NOTICE")
    house.does("citizen", number, "supplement", "2026-09-28T10:00", note="已补")
    twin = in_hand(house, category="NOTICE")
    house.does("handler", twin, "ask_supplement", "2026-09-21T10:00", items=["身份证"])
    house.does("citizen", twin, "supplement", "2026-09-28T10:00", note="已补")

    assert house.due(number, "handling") == house.due(twin, "handling")


def test_sooner_limit_keeps_a_day_taken_off(house: House) -> None:
    number = in_hand(house)
    with transaction():
        editing.set_days(
            date(2026, 9, 22), date(2026, 9, 22), False, editing.Why(shanghai("2026-09-20T09:00"), "台风")
        )
    closures.settle(2026, shanghai("2026-09-20T09:00"))

    correct(house, number, "2026-09-20T10:00", category="NOTICE")

    assert due_day(house, number) == "2026-09-23"


def test_extended_acceptance_follows_the_letter_with_its_extension(house: House) -> None:
    number = house.logs("2026-09-18T09:00", channel="letter", category="FORENSIC")
    house.does("supervisor", number, "extend_acceptance", "2026-09-18T10:00", days=15, **WHY)
    twin = house.logs("2026-09-18T09:00", channel="letter", category="FORENSIC", **LETTER)
    house.does("supervisor", twin, "extend_acceptance", "2026-09-18T10:00", days=15, **WHY)

    correct(house, number, "2026-09-18T11:00", **LETTER)

    assert house.due(number, "acceptance") == house.due(twin, "acceptance")


def asked(house: House) -> str:
    number = in_hand(house)
    house.does("handler", number, "request_extension", "2026-09-18T12:00", days=5, **WHY)
    return number


@pytest.mark.parametrize(
    ("category", "says"),
    [("LAID_OBJ", "不能延期"), ("NOTICE", "上限"), ("GRASSROOT", "单位"), ("LAID", "单位")],
)
def test_extension_is_judged_by_the_rules_in_force_when_granted(
    either_house: House, category: str, says: str
) -> None:
    house = either_house
    number = asked(house)
    correct(house, number, "2026-09-18T12:30", category=category)
    promised = house.due(number, "handling")

    with pytest.raises(WorkError, match=says):
        house.does("leader", number, "grant_extension", "2026-09-18T13:00")

    house.does("leader", number, "refuse_extension", "2026-09-18T13:10", reason="重新申请")
    assert house.due(number, "handling") == promised


def test_extension_is_granted_where_the_right_category_allows_as_much(house: House) -> None:
    number = asked(house)
    correct(house, number, "2026-09-18T12:30", category="SHIRK")

    house.does("leader", number, "grant_extension", "2026-09-18T13:00")

    assert due_day(house, number) == "2026-10-09"


@pytest.mark.parametrize("corrected_at", ["2026-09-18T09:30", "2026-09-20T10:30"])
def test_objection_counts_from_receipt_whenever_it_is_corrected(
    either_house: House, corrected_at: str
) -> None:
    house = either_house
    twin, number = house.logs("2026-09-18T09:00", category="LAID_OBJ"), house.logs("2026-09-18T09:00")
    before = corrected_at < "2026-09-20T10:00"
    if before:
        event = correct(house, number, corrected_at, category="LAID_OBJ")
        assert event.detail["sooner"] == ["handling"]
    house.does("window", number, "accept", "2026-09-20T10:00")
    if not before:
        correct(house, number, corrected_at, category="LAID_OBJ")

    assert house.due(number, "handling") == house.due(twin, "handling")
    assert house.complaint(number).deadline("handling").limit == "5cd"


def test_corrected_to_an_objection_after_the_answer_starts_no_promise(house: House) -> None:
    number = house.logs("2026-09-18T09:00")
    house.does(
        "window",
        number,
        "answer_on_the_spot",
        "2026-09-18T09:20",
        outcome="substantiated",
        findings="属实。",
        reply="已改正。",
    )

    correct(house, number, "2026-09-18T09:30", category="LAID_OBJ")

    assert house.complaint(number).deadline("handling") is None


def test_what_shows_the_day_it_came_in_stands_in_the_ledger(house: House) -> None:
    number = house.logs("2026-09-18T09:00", channel="letter", category="FORENSIC")
    words = {"changes": {"received_on": "2026-09-17"}, "reason": "登记晚了", "evidence": "邮戳9月17日"}

    answer = Api(house).by("window").move(number, "correct", words)

    assert answer.status_code == 201, answer.json
    assert answer.json["detail"]["evidence"] == "邮戳9月17日"
