"""A post in words means its present and past holders: in the unit that is named, else about the unit it came in at."""

from __future__ import annotations

from typing import Any

import pytest

from complaints.infrastructure.database import db, transaction
from complaints.intake.respondents import Named as Respondent
from complaints.models import Officer
from complaints.organisation import officers
from complaints.organisation.name_matching import Named, likely_matches
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of

AT = "2026-09-18T09:00"
CENTRE, BUREAU, STATION = "某市公共法律服务中心", "某市司法局", "东湖街道公共法律服务工作站"
OTHER = "西山区公共法律服务中心"
HEADS = [
    Named(place, "某人", "", unit, leads=True) for place, unit in enumerate((CENTRE, BUREAU, STATION, OTHER))
]
NEAR = [{CENTRE}, {BUREAU}, {CENTRE, BUREAU, STATION}]  # the unit, the one above it, those below


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("主任", {0}),
        ("你们领导", {0}),
        ("负责人", {0}),
        ("中心主任", {0}),
        ("公共法律服务中心主任", {0}),
        ("局长", {1}),
        ("站长", {2}),
        ("西山区公共法律服务中心主任", {3}),
        ("西山中心主任", {3}),
        ("科长", set()),
    ],
)
def test_a_post_means_that_of_the_nearest_unit(text: str, meant: set[int]) -> None:
    assert likely_matches(text, HEADS, NEAR) == meant


def likely(house: House, **words: Any) -> set[str]:
    ids = house.complaint(house.logs(AT, **words)).likely_respondent_ids
    return {db.session.get_one(Officer, one).username for one in ids}


@pytest.mark.parametrize(
    ("by", "name", "meant"),
    [
        ("window", "中心主任", {"centre.chen"}),
        ("window", "主任", {"centre.chen"}),
        ("eccentre.feng", "公共法律服务中心主任", {"eccentre.tang"}),
        ("eccentre.feng", "局长", {"leader"}),
        ("citizen", "陈副主任", {"centre.chen"}),
        ("citizen", "周副局长", {"leader"}),
        ("citizen", "林姐", {"window"}),
        ("citizen", "程望", {"centre.chen"}),
        ("citizen", "12348热线", {"hotline.ren", "hotline.fan", "hotline.liao"}),
    ],
)
def test_a_post_in_words_keeps_its_holder_out(
    either_house: House, by: str, name: str, meant: set[str]
) -> None:
    house = either_house
    number = house.logs(AT, by, respondent_name=name)

    found = {who for who, why in kept_out_of(number).items() if why == "name"}
    assert found == meant
    assert house.complaint(number).first_responder.username not in meant


def test_a_post_beside_a_unit_is_of_that_unit(house: House) -> None:
    assert likely(house, respondent_name="主任", respondent_unit="EC-CENTRE") == {"eccentre.tang"}


def test_who_held_the_post_and_who_holds_it_now_are_both_likely(either_house: House) -> None:
    house = either_house
    with transaction(alone=True):
        at = shanghai("2026-09-10T09:00")
        officers.set_roles(house.officer("centre.chen"), ["officer"], at)
        officers.set_roles(house.officer("centre.he"), ["officer", "unit_supervisor"], at)

    assert likely(house, respondent_name="中心主任") == {"centre.chen", "centre.he"}


def test_who_comes_to_hold_the_post_later_is_likely_too(house: House) -> None:
    number = house.logs(AT, respondent_name="中心主任")
    with transaction(alone=True):
        at = shanghai("2026-09-19T10:00")
        officers.set_roles(house.officer("centre.chen"), ["officer"], at)
        officers.set_roles(house.officer("centre.he"), ["officer", "unit_supervisor"], at)

    assert {who for who, why in kept_out_of(number).items() if why == "name"} == {"centre.chen", "centre.he"}


@pytest.mark.parametrize(
    ("unit", "name", "meant"),
    [
        ("EC-LAW-1", "你们主任", {"centre.chen"}),
        ("EC-LAW-1", "主任", {"centre.chen"}),
        ("EC-LAW-1", "窗口领导", {"centre.chen"}),
        ("EC-CENTRE", "主任", {"eccentre.tang"}),
        ("EC-CENTRE", "你们主任", {"eccentre.tang", "centre.chen"}),
    ],
)
def test_a_post_apart_from_a_unit_may_be_of_the_window(
    either_house: House, unit: str, name: str, meant: set[str]
) -> None:
    house = either_house
    words = {"respondent_unit": unit, "more_respondents": (Respondent(name=name),)}
    number = house.logs(AT, "citizen", **words)

    assert {who for who, why in kept_out_of(number).items() if why in ("name", "unit")} >= meant
    assert {
        db.session.get_one(Officer, one).username for one in house.complaint(number).likely_respondent_ids
    } == meant
    assert house.complaint(number).first_responder.username not in meant
