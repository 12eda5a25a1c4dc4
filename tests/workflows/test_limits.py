"""Limits and ladder offsets are written one way, and a wrong one is refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.limits import LONGEST, UNITS, BadLimit, Limit, Offset

units = st.sampled_from(UNITS)


@pytest.mark.parametrize("text", ["4wh", "5wd", "60cd", "1wd", "3650wd"])
def test_a_limit_is_given_back_as_it_was_written(text):
    assert str(Limit.parse(text)) == text


@pytest.mark.parametrize("text", ["-1wd", "0", "+3wd", "-2wh", "+30cd"])
def test_an_offset_is_given_back_as_it_was_written(text):
    assert str(Offset.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *["", "0wd", "-1wd", "5 apples", "5", "wd", "5 wd", "1.5wd", "５wd", "5WD", "3651wd"],
        *["5wd\n5wd", "9" * 5000 + "wd", None, 5, True],
    ],
)
def test_a_limit_nobody_could_keep_is_refused(text):
    with pytest.raises(BadLimit):
        Limit.parse(text)


IN_NUMERALS = {
    "十个工作日": "10wd",
    "3个工作日": "3wd",
    "三个工作日": "3wd",
    "两个工作日": "2wd",
    "兩個工作日": "2wd",
    "十五个工作日内": "15wd",
    "二十 工作日": "20wd",
    "二十五日历日": "25cd",
    "六十个自然日以内": "60cd",
    "一百二十个自然日": "120cd",
    "一百零五个自然日": "105cd",
    "三百六十五个自然日": "365cd",
    "一千零一十个自然日": "1010cd",
    "三〇个自然日": "30cd",
    "二十四小时": "24h",
    "四个工作小时": "4wh",
    "拾伍个工作日": "15wd",
}


@pytest.mark.parametrize("text", IN_NUMERALS)
def test_a_limit_in_numerals_is_read(text):
    assert str(Limit.read(text)) == IN_NUMERALS[text]


@pytest.mark.parametrize(
    "text",
    [
        "十天",
        "十日",
        "一百五个工作日",
        "十十个工作日",
        "百个工作日",
        "零个工作日",
        "个工作日",
        "十个",
        "五千个工作日",
    ],
)
def test_what_is_no_limit_in_numerals_is_refused(text):
    with pytest.raises(BadLimit):
        Limit.read(text)


@pytest.mark.parametrize("text", [*IN_NUMERALS, "10 working days", "5 WD", "５wd"])
def test_a_file_is_told_how_to_write_a_limit_that_is_understood(text):
    with pytest.raises(BadLimit) as refusal:
        Limit.parse(text)
    right = str(Limit.read(text))
    assert f"请写成 {right}。" in refusal.value.zh and f"write {right}." in refusal.value.en


def test_every_numeral_is_the_number_it_was_made_of():
    for number in range(1, 3651):
        assert Limit.read(f"{numeral(number)}个工作日").value == number, numeral(number)


def numeral(number):
    """As it is written out in full."""
    digits = [int(digit) for digit in f"{number:04}"]
    told = ""
    for place, digit in zip(("千", "百", "十", ""), digits, strict=True):
        if digit:
            told += "一二三四五六七八九"[digit - 1] + place
        elif told and not told.endswith("零"):
            told += "零"
    return told.rstrip("零")


@pytest.mark.parametrize("text", ["", "1wd", "+1", "--1wd", "+1 wd", "-3651wd", "soon", None])
def test_an_offset_nobody_could_place_is_refused(text):
    with pytest.raises(BadLimit):
        Offset.parse(text)


@pytest.mark.parametrize("value", [0, -1, LONGEST + 1, 1.0, True, "5"])
def test_a_limit_built_by_hand_is_checked_too(value):
    with pytest.raises(BadLimit):
        Limit(value, "wd")


@pytest.mark.parametrize("kind", [Limit, Offset])
def test_an_unknown_unit_is_refused(kind):
    with pytest.raises(BadLimit, match="wh, wd or cd"):
        kind(1, "weeks")


@pytest.mark.parametrize("text", ["0wd", "5 apples", "9999cd"])
def test_a_refusal_speaks_both_languages(text):
    with pytest.raises(BadLimit) as refusal:
        Limit.parse(text)
    assert str(refusal.value) == f"{refusal.value.zh} / {refusal.value.en}"
    assert "时限" in refusal.value.zh
    assert "limit" in refusal.value.en


def test_a_refusal_does_not_repeat_a_flood_of_text():
    with pytest.raises(BadLimit) as refusal:
        Limit.parse("x" * 100_000)
    assert len(str(refusal.value)) < 300


def test_the_due_time_itself_is_one_rung_however_it_is_written():
    assert Offset.parse("0") == Offset.parse(0) == Offset(0, "wh") == Offset(0)


@given(st.integers(1, LONGEST), units)
def test_every_limit_survives_being_written_and_read(value, unit):
    assert Limit.parse(str(Limit(value, unit))) == Limit(value, unit)


@given(st.integers(-LONGEST, LONGEST), units)
def test_every_offset_survives_being_written_and_read(value, unit):
    assert Offset.parse(str(Offset(value, unit))) == Offset(value, unit)


@given(st.text())
def test_any_text_is_a_limit_or_a_refusal_and_nothing_else(text):
    try:
        limit = Limit.parse(text)
    except BadLimit:
        return
    assert 1 <= limit.value <= LONGEST
