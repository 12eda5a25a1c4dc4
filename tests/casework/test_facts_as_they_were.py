"""Named late, an officer stands for the unit they led as the complaint came in; after an end, facts that move nothing are corrected
where the citizen says they are wrong."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.models import Unit
from complaints.organisation import officers
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import in_hand, refusal, told

AT, MOVED, NAMED = "2026-09-18T09:00", "2026-09-18T10:00", "2026-09-18T11:00"


def moves(house: House, username: str, to: str, roles: list[str] | None = None) -> None:
    with transaction(alone=True):
        officer = house.officer(username)
        officers.move(officer, to, shanghai(MOVED))
        if roles:
            officers.set_roles(officer, roles, shanghai(MOVED))


def names(house: House, number: str, how: str, username: str) -> None:
    """By account, or in words that are confirmed."""
    if how == "account":
        house.does("supervisor", number, "name_respondent", NAMED, officer=username, reason="补")
        return
    name = house.officer(username).name_zh
    house.does("supervisor", number, "name_respondent", NAMED, name=name, reason="补")
    house.does("supervisor", number, "settle_respondent", "2026-09-18T11:10", officer=username, same=True)


def units(house: House, number: str) -> set[str]:
    rows = [row for row in house.complaint(number).respondents if row.cleared_at is None and row.unit_id]
    return {db.session.get_one(Unit, row.unit_id).code for row in rows}


@pytest.mark.parametrize("how", ["account", "words"])
def test_head_who_left_stands_for_the_unit_they_led(either_house: House, how: str) -> None:
    house = either_house
    number = house.logs(AT)
    moves(house, "huarong.lei", "GD-ZONE", ["officer"])

    names(house, number, how, "huarong.lei")

    assert units(house, number) == {"HR-BUREAU"}
    assert {"other", "huarong.mo", "huarong.lei"} <= kept_out_of(number).keys()
    assert "gedian.zuo" not in kept_out_of(number)


@pytest.mark.parametrize("how", ["account", "words"])
def test_officer_promoted_since_stands_for_no_unit_they_came_to_lead(house: House, how: str) -> None:
    """Its people are led by the one complained of, and are kept out for that."""
    number = house.logs(AT)
    moves(house, "huarong.mo", "GD-ZONE", ["officer", "unit_supervisor"])

    names(house, number, how, "huarong.mo")

    assert units(house, number) == set()
    assert kept_out_of(number)["gedian.zuo"] == "led_by_respondent"


@pytest.mark.parametrize("how", ["account", "words"])
def test_category_judged_above_names_the_unit_of_the_facts(house: House, how: str) -> None:
    number = house.logs(AT, category="FEE")
    assert house.complaint(number).rules.judged_above
    moves(house, "huarong.mo", "GD-ZONE")

    names(house, number, how, "huarong.mo")

    assert units(house, number) == {"HR-BUREAU"}


FACTS: list[dict[str, Any]] = [
    {"subject": "多跑了三趟"},
    {"narrative": "当时是三号窗口。"},
    {"confidential": True},
]


def reported(house: House, number: str, at: str) -> None:
    house.does("citizen", number, "report_error", at, what="text", value="当时是三号窗口。")


@pytest.mark.parametrize("changes", FACTS)
def test_fact_the_citizen_reported_is_corrected_after_the_end(house: House, changes: dict[str, Any]) -> None:
    number = told(house)
    reported(house, number, "2026-09-22T10:00")
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)
    assert house.complaint(number).state == "closed"

    house.does("window", number, "correct", "2026-09-22T15:00", changes=changes, reason="投诉人指出")

    assert all(getattr(house.complaint(number), name) == value for name, value in changes.items())


@pytest.mark.parametrize("changes", FACTS)
def test_fact_the_citizen_of_a_joined_complaint_reported_is_corrected(
    house: House, changes: dict[str, Any]
) -> None:
    leading, number = in_hand(house), house.logs("2026-09-18T11:00")
    house.does("window", number, "merge", "2026-09-18T11:10", leading=leading)
    reported(house, number, "2026-09-18T12:00")

    house.does("window", number, "correct", "2026-09-18T15:00", changes=changes, reason="投诉人指出")

    assert all(getattr(house.complaint(number), name) == value for name, value in changes.items())


@pytest.mark.parametrize("changes", [{"category": "NOTICE"}, {"channel": "letter"}, *FACTS])
def test_nothing_of_the_matter_is_changed_after_the_end_unasked(
    house: House, changes: dict[str, Any]
) -> None:
    number = told(house)
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)

    assert (
        refusal(house, "window", number, "correct", "2026-09-22T15:00", changes=changes, reason="x")
        == "NotNow"
    )


def test_reported_category_is_not_changed_after_the_end(house: House) -> None:
    number = told(house)
    house.does("citizen", number, "report_error", "2026-09-22T10:00", what="category", category="NOTICE")
    house.does("citizen", number, "rate", "2026-09-22T11:00", grade=5)

    words = {"changes": {"category": "NOTICE"}, "reason": "x"}
    assert refusal(house, "window", number, "correct", "2026-09-22T15:00", **words) == "NotNow"
