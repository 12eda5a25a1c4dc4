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
