"""A line with a name and a phone, as representatives are written on the page of corrections."""

from __future__ import annotations

import pytest
from marshmallow import ValidationError

from schemas.intake import RepresentativeIn
from schemas.person_lines import is_heading, person_on


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
        ("张三：无", ""),
        ("张三 电话不详", ""),
        ("张三，手机：无", ""),
        ("张三 电话：", ""),
        ("张三【13800000001】", "13800000001"),
        ("13800000001（张三）", "13800000001"),
        ("13800000001【张三】", "13800000001"),
        ("张三 M:13800000001 H:3352345", "13800000001 H:3352345"),
        ("张三 13800000001（女儿） 3352345", "13800000001（女儿） 3352345"),
        ("张三 手机13800000001、家里3352345", "13800000001、家里3352345"),
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


@pytest.mark.parametrize(
    "name", ["J. Smith", "A. Müller", "Y.", "7 天酒店", "张三1", "O'Brien", "二妹", "张无"]
)
def test_initials_and_numbers_of_a_name_stay(name: str) -> None:
    assert person_on(f"{name} 13800000001") == {"name": name, "phone": "13800000001"}


@pytest.mark.parametrize(
    "line",
    [
        "李雷 13800138000 王梅 13900139000",
        "李雷13800138000；王梅13900139000",
        "1. 李雷 13800138000 2. 王梅 13900139000",
        "李雷、王梅、赵四",
        "李雷，王梅",
        "13800138000 李雷 13900139000 王梅",
    ],
)
def test_several_persons_on_a_line_are_refused(line: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        RepresentativeIn().load(person_on(line))

    assert "name" in wrong.value.messages_dict


@pytest.mark.parametrize(
    "line", ["姓名\t电话", "姓名，电话", "序号 姓名 性别 联系电话 备注", "Name | Phone", "姓名"]
)
def test_a_heading_is_no_person(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["张三 13800000001", "张姓名", "张三\t电话不详"])
def test_a_person_is_no_heading(line: str) -> None:
    assert not is_heading(line)
