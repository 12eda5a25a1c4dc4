"""Respondents as they are said at a window: surnames spelt by the parts of their sign, names half in letters, numbers of windows,
units by their short names or another end."""

from __future__ import annotations

import pytest

from complaints.organisation.name_matching import Named, likely_matches
from complaints.organisation.narrative_hints import is_hinted_in
from tests.house import House
from tests.support.kept_out import kept_out_of

CENTRE, BUREAU, REVIEW, ZONE = (
    "鄂州市公共法律服务中心",
    "鄂城区司法局",
    "鄂州市人民政府行政复议机构",
    "葛店经济技术开发区管理委员会",
)
PEOPLE = [
    Named(1, "林溪", "Lin Xi", CENTRE, False),
    Named(2, "陈望", "Chen Wang", CENTRE, True),
    Named(3, "欧阳禾", "Ouyang He", BUREAU, False),
    Named(4, "周宁", "Zhou Ning", BUREAU, True),
    Named(5, "吕微", "Lü Wei", "古楼街道公共法律服务工作站", False),
    Named(6, "任静之", "Ren Jingzhi", "12348 公共法律服务热线鄂州坐席", False),
    Named(7, "潘舟", "Pan Zhou", REVIEW, True),
    Named(8, "杜若", "Du Ruo", REVIEW, False),
    Named(9, "聂辰", "Nie Chen", ZONE, True),
    Named(10, "章远", "Zhang Yuan", BUREAU, False),
    Named(11, "张远", "Zhang Yuan", ZONE, False),
]
NEAR = [{CENTRE}, {BUREAU}]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("耳东陈", {2}),
        ("姓陈，耳东陈", {2}),
        ("耳东陈的那个主任", {2}),
        ("雙木林", {1}),
        ("双木林", {1}),
        ("姓双木", {1}),
        ("姓耳东的", {2}),
        ("木土杜", {8}),
        ("双口吕女士", {5}),
        ("弓长张", {11}),
        ("立早章", {10}),
        ("lin溪", {1}),
        ("Lin 溪", {1}),
        ("林xi", {1}),
        ("林 Xi", {1}),
        ("L溪", {1}),
        ("任jingzhi", {6}),
        ("任静zhi", {6}),
        ("ren静之", {6}),
        ("ouyang禾", {3}),
        ("欧阳he", {3}),
        ("ou阳禾", {3}),
        ("lv微", {5}),
        ("lü微", {5}),
        ("Ou Yang", {3}),
        ("Ms Ou Yang", {3}),
        ("Ou-yang", {3}),
        ("Officer Ou Yang at the window", {3}),
        ("工号012", {1, 2}),
        ("工号：3号窗口 012", {1, 2}),
        ("3号窗口", {1, 2}),
        ("三号窗口的工作人员", {1, 2}),
        ("窗口5", {1, 2}),
        ("3号窗口的林溪", {1}),
        ("林溪（工号012）", {1}),
        ("行政复议局", {7, 8}),
        ("复议科", {7, 8}),
        ("行政复议处处长", {7}),
        ("复议办的人", {7, 8}),
        ("葛店开发区管委会", {9, 11}),
        ("葛店开发区管委会主任", {9}),
    ],
)
def test_said_in_this_way_means(text: str, meant: set[int]) -> None:
    assert likely_matches(text, PEOPLE, NEAR) == meant


@pytest.mark.parametrize(
    "text",
    ["berlin溪", "某公证处", "木子", "鄂城", "3号线", "楼上的邻居", "KTV老板娘", "金山办", "行政局", "a安"],
)
def test_other_words_mean_no_officer(text: str) -> None:
    assert likely_matches(text, PEOPLE, NEAR) == set()


@pytest.mark.parametrize(
    "name", ["窗口1", "林A", "1号窗口", "Anna", "1", "林1", "A林", "欧阳B", "Ａ", "林·A"]
)
def test_name_with_digits_or_letters_is_held_against_anything(name: str) -> None:
    """Of a digit or a letter no sound is known."""
    people = [Named(1, name, name_en, CENTRE, False) for name_en in ("", "1", "Anna Lin", name)]
    texts = [
        "窗口a",
        "林b",
        "林 b c",
        "li na",
        "lin a",
        "l a",
        "a号窗口",
        "a林",
        "ouyang b",
        "Ms Lin A",
        "an na",
        "林x溪",
        "1a",
    ]

    for text in [*texts, *(f"{one}{said}" for one in "a窗林" for said in texts), name]:
        likely_matches(text, people, NEAR)
        is_hinted_in(text, people[0])
    assert len(name) == 1 or likely_matches(name, people, NEAR) == {1}


def test_letter_in_a_name_is_its_own_sound() -> None:
    people = [Named(1, "林A溪", "", CENTRE, False)]

    assert likely_matches("lin a溪", people) == {1}
    assert likely_matches("林b溪", [Named(1, "陈A溪", "", CENTRE, False)]) == set()


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("法援", "legalaid.xia"),
        ("法援处", "legalaid.xia"),
        ("信访办", "petition.cao"),
        ("仲裁委", "arb.song"),
        ("复议局", "review.pan"),
        ("葛店开发区", "gedian.nie"),
        ("葛店经开区", "gedian.nie"),
        ("临空经济区", "linkong.yun"),
        ("临空区管委会", "linkong.yun"),
        ("12348", "hotline.ren"),
        ("12348的工号1024", "hotline.ren"),
        ("政务服务局", "platform.dong"),
        ("市公服中心", "centre.chen"),
        ("公法中心", "eccentre.tang"),
        ("复议机关", "review.pan"),
        ("区法服中心", "eccentre.tang"),
    ],
)
def test_unit_by_what_people_call_it_keeps_its_head_out(house: House, text: str, head: str) -> None:
    number = house.logs("2026-09-18T09:00", by="eccentre.feng", respondent_name=text)

    kept = kept_out_of(number)

    assert head in kept, kept
    assert len(kept) < 12, kept
