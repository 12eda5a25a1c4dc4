"""Several persons in one field of words: each is matched by itself, and each settled by itself."""

from __future__ import annotations

import pytest

from complaints.organisation.name_matching import Named, likely_matches
from tests.house import House
from tests.support.kept_out import kept_out_of

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
