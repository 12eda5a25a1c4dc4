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
