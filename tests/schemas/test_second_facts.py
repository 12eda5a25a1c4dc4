"""The end of a phone or the day of a complaint, as people write it."""

from __future__ import annotations

import pytest

from schemas.second_facts import last_four


@pytest.mark.parametrize(
    "fact",
    [
        "8000",
        "８０００",
        "138 0013 8000",
        "138-0013-8000",
        "13800138000",
        "尾号8000",
        "末四位 8000",
        "八零零零",
        "捌〇○零",
        "…8000",
        "٨٠٠٠",
    ],
)
def test_end_of_a_phone_is_read(fact: str) -> None:
    assert last_four(fact) == "8000"


@pytest.mark.parametrize(
    "fact",
    [
        "0503",
        "503",
        "5-3",
        "05-03",
        "5月3日",
        "5 月 3 号",
        "五月三日",
        "五月三号",
        "2026-05-03",
        "2026年5月3日",
        "5.3",
        "5/3",
        "5 3",
        "２０２６．５．３",
    ],
)
def test_day_is_month_and_day(fact: str) -> None:
    assert last_four(fact) == "0503"


@pytest.mark.parametrize("fact", ["", "不知道", "没有", "****", "—"])
def test_words_alone_are_no_end_of_any_phone(fact: str) -> None:
    assert last_four(fact) == ""


@pytest.mark.parametrize(
    ("fact", "end"),
    [
        ("0711-3352345转801", "2345"),
        ("3352345-801", "2345"),
        ("3352345转801", "2345"),
        ("(0711)3352345 ext. 801", "2345"),
        ("0711-3352345（办公室301）", "2345"),
        ("13800138000（2）", "8000"),
        ("13800138000（女儿，8点后）", "8000"),
        ("手机 138 0013 8000 转 1", "8000"),
        ("+1 (212) 555-0123 x55", "0123"),
        ("一三八零零一三八零零零", "8000"),
        ("0711-3352345转801（办公室），13800138000（女儿）", "2345"),
    ],
)
def test_phone_is_read_without_its_extension_and_its_note(fact: str, end: str) -> None:
    assert last_four(fact) == end
