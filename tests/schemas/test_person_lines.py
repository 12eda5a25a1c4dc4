"""A line with a name and a phone, as representatives are written on the page of corrections."""

from __future__ import annotations

import pytest

from schemas.person_lines import person_on


@pytest.mark.parametrize(
    ("line", "phone"),
    [
        ("张三 13800000001", "13800000001"),
        ("张三：13800000001", "13800000001"),
        ("张三13800000001", "13800000001"),
        ("张三 一三八零零零零零零零一", "一三八零零零零零零零一"),
        ("张三一三八〇〇〇〇〇〇〇一", "一三八〇〇〇〇〇〇〇一"),
        ("张三 138零零零零0001", "138零零零零0001"),
        ("张三 (0711) 3352345 转 801", "(0711) 3352345 转 801"),
        ("张三 +86 138 0000 0001", "+86 138 0000 0001"),
        ("张三（13800000001）", "13800000001"),
        ("张三 电话：13800000001（白天）", "13800000001（白天）"),
        ("1、张三 13800000001", "13800000001"),
        ("（2）张三，13800000001", "13800000001"),
        ("③张三 13800000001", "13800000001"),
        ("13800000001 张三", "13800000001"),
        ("张三", ""),
    ],
)
def test_name_and_phone_are_told_apart(line: str, phone: str) -> None:
    assert person_on(line) == {"name": "张三", "phone": phone}


@pytest.mark.parametrize(
    ("line", "name", "phone"),
    [("李四 12", "李四", "12"), ("：13800000001", "", "13800000001"), ("李四 1380000", "李四", "1380000")],
)
def test_what_is_no_person_or_number_is_left_to_be_refused(line: str, name: str, phone: str) -> None:
    assert person_on(line) == {"name": name, "phone": phone}


@pytest.mark.parametrize("name", ["J. Smith", "A. Müller", "Y.", "7 天酒店", "张三1", "O'Brien", "二妹"])
def test_initials_and_numbers_of_a_name_stay(name: str) -> None:
    assert person_on(f"{name} 13800000001") == {"name": name, "phone": "13800000001"}
