"""Several persons in one field of words: each is matched by itself, and each settled by itself."""

from __future__ import annotations

import pytest

from complaints.infrastructure.database import transaction
from complaints.organisation import officers
from complaints.organisation.name_matching import Named, likely_matches
from tests.house import House, shanghai
from tests.support.kept_out import kept_out_of
from tests.support.stories import refusal

CENTRE, BUREAU, OFFICE = "某市公共法律服务中心", "某市司法局", "太和司法所"
PEOPLE = [
    Named(1, "林溪", "Lin Xi", CENTRE, False),
    Named(2, "陈望", "Chen Wang", CENTRE, True),
    Named(3, "何安", "He An", CENTRE, False),
    Named(4, "罗青禾", "Luo Qinghe", CENTRE, False),
    Named(5, "方禾", "Fang He", BUREAU, True),
    Named(6, "曹和", "Cao He", BUREAU, False),
    Named(7, "艾青山", "Ai Qingshan", OFFICE, True),
    Named(8, "解明", "Xie Ming", OFFICE, False),
]
NEAR = [{CENTRE}, {BUREAU}, {OFFICE}]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("林溪和陈主任", {1, 2}),
        ("林溪、小何", {1, 3}),
        ("林溪和罗女士", {1, 4}),
        ("林溪以及中心主任", {1, 2}),
        ("陈望、林姐", {1, 2}),
        ("陈望，林姐", {1, 2}),
        ("陈望与林姐", {1, 2}),
        ("陈望跟小罗", {2, 4}),
        ("罗青禾、姓林的", {1, 4}),
        ("罗青禾/林*", {1, 4}),
        ("罗青禾；局长", {4, 5}),
        ("林溪 陈主任", {1, 2}),
        ("林溪，还有何姐", {1, 3}),
        ("林溪（及旁边姓何的）", {1, 3}),
        ("Lin Xi and Director Chen", {1, 2}),
        ("Lin Xi, Ms Luo", {1, 4}),
        ("Lin Xi & Mr He", {1, 3}),
        ("曹和和林姐", {1, 6}),
        ("林溪和曹和", {1, 6}),
        ("林溪、太和司法所所长", {1, 7}),
        ("太和所的人", {7, 8}),
        ("林溪，某市公共法律服务中心", {1}),  # where she works
        ("林溪（中心窗口）", {1}),
        ("林 溪", {1}),
        ("Lin, Xi", {1}),
        ("林溪不肯和解", {1}),
        ("林溪没有及时答复", {1}),
    ],
)
def test_each_part_of_an_enumeration_is_matched(text: str, meant: set[int]) -> None:
    assert likely_matches(text, PEOPLE, NEAR) == meant


@pytest.mark.parametrize("name", ["林溪和陈主任", "Lin Xi and Director Chen"])
def test_both_are_kept_out_and_neither_is_first_responder(either_house: House, name: str) -> None:
    number = either_house.logs("2026-09-25T10:00", "citizen", respondent_name=name)

    assert {"window", "centre.chen"} <= kept_out_of(number).keys()
    assert either_house.complaint(number).first_responder.username not in {"window", "centre.chen"}


SEVERAL = ["林溪和陈望", "林溪陈望", "林溪和陈主任", "林姐、陈望", "Lin Xi and Director Chen"]


def settles(house: House, number: str, minute: int, officer: str, *, same: bool) -> None:
    first = house.complaint(number).first_responder.username
    house.does(first, number, "settle_respondent", f"2026-09-25T10:{minute}", officer=officer, same=same)


@pytest.mark.parametrize("name", SEVERAL)
def test_confirming_one_leaves_the_others_to_be_settled(either_house: House, name: str) -> None:
    house = either_house
    number = house.logs("2026-09-25T10:00", "citizen", respondent_name=name)

    settles(house, number, 10, "window", same=True)

    assert kept_out_of(number)["centre.chen"] == "name"
    assert house.complaint(number).respondent_officer_ids == {house.officer("window").id}
    assert refusal(house, "centre.chen", number, "accept", "2026-09-25T10:20") == "NotFound"
    first = house.complaint(number).first_responder.username
    assert refusal(house, first, number, "accept", "2026-09-25T10:20") == "NotNow"

    settles(house, number, 30, "centre.chen", same=True)

    ids = {house.officer(one).id for one in ("window", "centre.chen")}
    assert house.complaint(number).respondent_officer_ids == ids
    assert not house.complaint(number).likely_respondent_ids


def test_rejecting_one_stays_settled_when_another_is_confirmed(house: House) -> None:
    number = house.logs("2026-09-25T10:00", "citizen", respondent_name="林溪、小何、罗青禾")
    settles(house, number, 10, "centre.he", same=False)

    settles(house, number, 20, "window", same=True)
    assert kept_out_of(number).keys() == {"window", "centre.luo"}
    with transaction(alone=True):
        officers.set_roles(
            house.officer("centre.he"), ["officer", "unit_supervisor"], shanghai("2026-09-28T10:00")
        )

    assert kept_out_of(number).keys() == {"window", "centre.luo"}


def test_one_name_is_settled_with_its_officer(house: House) -> None:
    """Who else it might have meant is free again, and where the officer works names no one."""
    for name in ("林女士", "林溪，公共法律服务中心", "林溪（窗口）"):
        number = house.logs("2026-09-25T10:00", "citizen", respondent_name=name)
        settles(house, number, 10, "window", same=True)
        assert kept_out_of(number) == {"window": "respondent"}


BESIDE = [
    ("何安", {"centre.he"}),
    ("林溪和陈主任", {"centre.chen"}),
    ("何安、小罗", {"centre.he", "centre.luo"}),
]
OWN = ["林溪", "林女士", "Lin Xi", "戴眼镜的", "林溪（窗口）"]


def likely(house: House, number: str) -> set[str]:
    return {who for who, why in kept_out_of(number).items() if why == "name"}


@pytest.mark.parametrize(("name", "meant"), [*BESIDE, *((one, set()) for one in OWN)])
def test_a_name_beside_an_officer_is_matched_unless_it_is_theirs(
    house: House, name: str, meant: set[str]
) -> None:
    at_intake = house.logs(
        "2026-09-25T10:00", "centre.luo", respondent_officer="window", respondent_name=name
    )
    later = house.logs("2026-09-25T10:00", "centre.luo")
    words = {"officer": "window", "name": name, "reason": "补充"}
    house.does("supervisor", later, "name_respondent", "2026-09-25T10:10", **words)

    for number in (at_intake, later):
        assert likely(house, number) == meant
        assert house.complaint(number).respondent_officer_ids == {house.officer("window").id}
        assert house.complaint(number).first_responder.username not in meant
