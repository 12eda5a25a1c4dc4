"""A surname by itself in the field of a name means its bearers, whatever post, courtesy, place or look is written around it."""

from __future__ import annotations

import pytest

from complaints.organisation.name_matching import Named, likely_matches

CENTRE, BUREAU, NOTARY = "某市公共法律服务中心", "某区司法局", "某区公证处"
PEOPLE = [
    Named(1, "何静", "He Jing", NOTARY, False),
    Named(2, "林溪", "Lin Xi", CENTRE, False),
    Named(3, "陈望", "Chen Wang", CENTRE, True),
    Named(4, "欧阳岚", "Ouyang Lan", CENTRE, False),
    Named(5, "周宁", "Zhou Ning", BUREAU, False),
    Named(6, "张伟", "Zhang Wei", BUREAU, False),
    Named(7, "于洋", "Yu Yang", BUREAU, False),
]
AROUND = (
    "{}帅哥",
    "{}美女",
    "{}小伙子",
    "小伙子姓{}",
    "公证员{}",
    "工作人员{}",
    "Mr {}",
    "Mrs.{}",
    "姓氏：{}",
    "窗口{}",
    "戴眼镜的{}",
    "工号008{}",
    "接待我的{}",
    "{}老头",
    "{}nv士",
    "{}啥",
    "（{}）",
)
TOGETHER = (
    "{}、{}两位工作人员",
    "{}{}两位",
    "{} {}",
    "{}{}两人",
    "窗口的{}、{}两人",
    "{}{}二人",
    "{}、{}俩",
    "律师{}，公证员{}",
)
SURNAMES = {"何": 1, "林": 2, "欧阳": 4, "周": 5, "张": 6}


@pytest.mark.parametrize("written", AROUND)
@pytest.mark.parametrize("surname", SURNAMES)
def test_surname_with_anything_around_it_means_its_bearer(written: str, surname: str) -> None:
    assert likely_matches(written.format(surname), PEOPLE) == {SURNAMES[surname]}


@pytest.mark.parametrize("written", TOGETHER)
@pytest.mark.parametrize("pair", [("何", "林"), ("林", "欧阳"), ("欧阳", "周"), ("张", "何")])
def test_surnames_together_mean_each_bearer(written: str, pair: tuple[str, str]) -> None:
    assert likely_matches(written.format(*pair), PEOPLE) == {SURNAMES[one] for one in pair}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("林、何、周三位", {1, 2, 5}),
        ("林何周三位工作人员", {1, 2, 5}),
        ("LIN He", {1, 2}),
        ("He Jing", {1}),
        ("Lin / Zhou", {2, 5}),
        ("名字里有个溪", {2}),
        ("名字带静字的", {1}),
        ("于女士", {7}),
        ("公证员于", {7}),
    ],
)
def test_several_in_other_writings(written: str, meant: set[int]) -> None:
    assert likely_matches(written, PEOPLE) == meant


@pytest.mark.parametrize(
    "written",
    [
        "不知道是谁",
        "窗口那个女的",
        "态度不好的",
        "我和他",
        "年轻男的",
        "何必",
        "周末值班的",
        "the man at the window",
    ],
)
def test_words_that_are_no_surname_mean_no_one(written: str) -> None:
    assert likely_matches(written, PEOPLE) == set()
