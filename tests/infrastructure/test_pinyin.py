"""Names found by the letters a clerk types."""

from __future__ import annotations

import pypinyin.constants
import pytest

from complaints.infrastructure import pinyin


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("鄂城区司法局", "echengqusifaju"),
        ("鄂城区司法局", "ecqsfj"),
        ("长江公证处", "changjiang"),
        ("长江公证处", "cjgzc"),
        ("重庆路司法所", "chongqinglu"),
        ("银行街司法所", "yinhangjie"),
    ],
)
def test_every_reading_of_a_sign_finds_the_name(name: str, typed: str) -> None:
    assert any(form.startswith(typed) for form in pinyin.letters(name).split())


def test_phrases_are_not_loaded() -> None:
    """They would take 47 MB of every process."""
    assert not pypinyin.constants.PHRASES_DICT


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("阿卜杜拉买买提", "abudula"),
        ("阿卜杜拉买买提", "Abudula Maimaiti"),
        ("阿卜杜拉买买提", "abodula"),
        ("阿卜杜拉买买提", "abdlmmt"),
        ("张悦", "zhāng yuè"),
        ("张悦", "zhang1 yue4"),
        ("张月", "ZHANGYUE"),
        ("单雄信", "shanxiongxin"),
        ("曾国藩", "cengguofan"),
        ("解晓东", "xiexiaodong"),
        ("仇英", "qiuying"),
        ("盖叫天", "gejiaotian"),
        ("查良镛", "zhaliangyong"),
        ("任长霞", "renzhangxia"),
        ("区寄", "ouji"),
        ("朴树", "piaoshu"),
        ("李乐", "liyue"),
        ("吕布", "lǚ bù"),
        ("吕布", "lu:bu"),
        ("吕布", "lvbu"),
        ("吕布", "lyubu"),
        ("吕布", "lubu"),
        ("女娲", "nyuwa"),
        ("陈宇", "chenyu"),
        ("西安", "xi'an"),
    ],
)
def test_a_name_is_spelt_as_people_type_it(name: str, typed: str) -> None:
    assert pinyin.typed_pinyin(typed) in pinyin.spellings(name)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("阿Q", "a q"),
        ("阿Q", "aQ"),
        ("陈Jack", "chen jack"),
        ("陈Jack", "chen"),
        ("陈Jack", "cj"),
        ("Jack陈", "jackchen"),
        ("陈Jack大明", "daming"),
        ("陈Jack大明", "chen jack daming"),
        ("陈Jack大明", "chendaming"),
        ("陈Muller", "chen müller"),
        ("小A同学", "xiao a tongxue"),
        ("单Bob", "shanbob"),
    ],
)
def test_a_name_in_two_scripts_is_spelt_with_both(name: str, typed: str) -> None:
    assert pinyin.typed_pinyin(typed) in pinyin.spellings(name)


@pytest.mark.parametrize("name", ["Jack", "john smith", "али", ""])
def test_a_name_without_chinese_signs_has_no_pinyin(name: str) -> None:
    assert not pinyin.spellings(name)


@pytest.mark.parametrize("typed", ["李", "13800138000", "li12", "ли", ""])
def test_what_is_no_pinyin_is_none(typed: str) -> None:
    assert pinyin.typed_pinyin(typed) == ""


def test_a_name_of_many_readings_stays_bounded() -> None:
    assert len(pinyin.spellings("长长单单重重行行乐乐朝朝")) < 1500
