"""A tracking number is found however it is written down or read out; with one digit wrong it is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import verhoeff

from complaints.infrastructure.tracking_numbers import code_of, digits_of, looks_right, new_tracking_number
from schemas.numerals import ZEROS

HAN = "零一二三四五六七八九"
CAPITAL = "零壹贰叁肆伍陆柒捌玖"
SPOKEN = "洞幺两三四五六拐八勾"
ENGLISH = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
numbers = st.builds(new_tracking_number)


def in_words(number: str, words: str | list[str], between: str = "") -> str:
    return between.join(words[int(digit)] for digit in number)


def in_groups(number: str, between: str, size: int = 4) -> str:
    return between.join(number[start : start + size] for start in range(0, len(number), size))


def writings(number: str) -> list[str]:
    wide = number.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    arabic = number.translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})
    grouped = in_groups(number, "-")
    han = in_words(number, HAN)
    return [
        number,
        grouped,
        wide,
        arabic,
        han,
        *(
            in_groups(number, between)
            for between in (" ", " - ", "—", "–", "·", "．", "\u3000", "\u200b", "，")
        ),
        in_groups(number, "一"),
        in_groups(number, " ", 3),
        " ".join(number),
        f"编号：{grouped}",
        f"受理编号 {grouped}。",
        f"编号{grouped}，查询码 123456",
        f"{grouped}\n123456",
        f"第一份投诉，编号是{grouped}，请帮我看一下",
        f"No. {grouped}, query code 123456",
        f"编号是{in_groups(han, '，')}",
        in_groups(han, " 杠 "),
        in_words(number, CAPITAL),
        in_words(number, SPOKEN),
        in_words(number, ENGLISH, " "),
        in_words(number, [word.title() for word in ENGLISH], ", ").replace("Zero", "Oh"),
        number[:4] + in_words(number[4:], HAN),
        f"{grouped} 123456",
        f"{number} 123456",
        f"{number}123456",
        f"{grouped}123456",
        f"{grouped}-123456",
        f"编号 {grouped}123456",
        f"2026-09-18 {grouped}",
        f"13800138000 {grouped}",
        f"420704196501011234 {grouped}",
        f"您的查询码是123456，编号是{han}。",
        f"您的查询码是一二三四五六，编号是{grouped}",
        f"{number}.0",
        grouped.replace("0", "O").replace("1", "l"),
        grouped.replace("0", "o").replace("1", "I"),
        wide.replace("１", "｜"),
        in_words(number, CAPITAL).translate(str.maketrans("贰叁陆", "貳參陸")),
        han.replace("零", "◯"),
        han.replace("零", "O"),
        "".join(f"{digit}\ufe0f\u20e3" for digit in number),
        in_words(number, ENGLISH, " ").replace("zero", "o"),
        re.sub(r"\b(\w+) \1\b", r"double \1", in_words(number, ENGLISH, " ")),
        *(f"{mark}{number}" for mark in ("①", "⑴", "⒈", "㈠", "❶", "1\ufe0f\u20e3", "1、", "(1)", "1. ")),
        f"①{grouped} ②123456",
        f"{number}①",
        f"单号{number}查询码123456",
        f"查询码123456单号{number}",
        f"单号{han}查询码一二三四五六",
        f"{han}123456",
        f"单号{grouped}密码123456电话13800138000",
        *(han.replace("零", zero) for zero in ZEROS),
        "尊敬的市民，您好：" * 20 + f"受理编号 {grouped}",
    ]


@given(numbers)
def test_every_writing_gives_the_number(number: str) -> None:
    for written in writings(number):
        assert digits_of(written) == number, written


@pytest.mark.parametrize("number", ["774029968486", "676191459370"])
def test_a_day_that_touches_a_number_is_cut_off(number: str) -> None:
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]

    for day in ("20261127", "20270101"):
        assert digits_of(f"{day}{number}") == digits_of(f"{number}{day}") == number
        assert not looks_right(f"{day}{wrong}") and not looks_right(f"{wrong}{day}")


@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_no_number(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]

    for written in writings(wrong):
        assert not looks_right(written), written


@given(numbers, st.integers(0, 10))
def test_two_digits_swapped_are_no_number(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert digits_of(swapped) == number if swapped == number else not looks_right(swapped)


@given(numbers, st.integers(0, 11))
def test_a_digit_too_many_or_too_few_is_no_number(number: str, place: int) -> None:
    assert not looks_right(number[:place] + number[place + 1 :])
    assert not looks_right(number[:place] + "7" + number[place:])


@pytest.mark.parametrize("body", ["01104567890", "45670110890", "45678900110", "01100110456"])
def test_a_group_of_letters_alone_is_digits_beside_other_groups(body: str) -> None:
    number = body + str(verhoeff.calc_check_digit(body))

    for zero, one in (("O", "l"), ("o", "I"), ("O", "|")):
        assert digits_of(in_groups(number, "-").replace("0", zero).replace("1", one)) == number


def test_query_codes_are_read_likewise() -> None:
    for written in ("123456", "123 456", "１２３４５６", "一二三四五六", "幺两三四五六", "查询码：123-456"):
        assert code_of(written) == "123456"


@given(numbers)
def test_a_code_is_read_where_it_was_pasted_with_its_number(number: str) -> None:
    grouped = in_groups(number, "-")

    for written in (
        f"{grouped} 012345",
        f"{number}012345",
        f"编号 {grouped}，查询码：012345",
        "o12345",
        "零一二三四五",
        f"①{number} ②012345",
        f"单号{number}查询码012345",
        f"查询码012345单号{number}",
        f"编号{grouped}，查询码零一二三四五",
    ):
        assert code_of(written) == "012345", written


BESIDE = (
    "2026年9月18日",
    "2026-09-18",
    "2026/9/18",
    "2026.9.18",
    "10:30",
    "9月18日",
    "10点",
    "12月1日",
    "2026年",
)


@given(numbers)
def test_a_day_or_time_in_other_writing_that_touches_a_number_is_cut_off(number: str) -> None:
    wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]

    for written in (number, in_groups(number, "-")):
        for beside in ("2026年9月18日", "2026-09-18", "2026/9/18", "2026.9.18", "10:30", "12月1日", "2026年"):
            assert digits_of(f"{written}{beside}") == number, beside
            assert digits_of(f"编号{written}{beside}") == number, beside
    for beside in BESIDE:
        assert not looks_right(f"{wrong}{beside}") and not looks_right(f"{in_groups(wrong, '-')}{beside}")


@given(numbers, st.integers(0, 11))
def test_a_number_that_misses_a_digit_is_not_completed_from_beside(number: str, place: int) -> None:
    short = number[:place] + number[place + 1 :]

    for written in (
        *(f"{short}{beside}" for beside in BESIDE),
        *(
            f"{beside} {short}"
            for beside in ("第一份", "1.", "number one:", "投诉一", "I", "one", "5月", "两份，")
        ),
        *(f"{short}{beside}" for beside in ("，第一份", "（2份）", " 一", " one", "一", "：7")),
        f"投诉一{short}",
        f"一份，{short[:4]}，{short[4:8]}，{short[8:]}",
    ):
        assert not looks_right(written), written


def groupings(first: str, second: str, third: str) -> list[str]:
    """Three groups of four, and other numbers beside them."""
    heard = [in_words(group, HAN) for group in (first, second, third)]
    return [
        f"{first}、{second}、{third}，查询码847986",
        f"{first}，{second}，{third}；查询码：847986",
        f"{first},{second},{third} 847986",
        f"查询码847986，{first}，{second}，{third}",
        f"1. {first} 2. {second} 3. {third}",
        f"1、{first}\n2、{second}\n3、{third}",
        f"1) {first}; 2) {second}; 3) {third}",
        f"（1）{first}（2）{second}（3）{third}，电话13853687763",
        f"第1组{first} 第2组{second} 第3组{third}",
        f"第一组：{heard[0]}，第二组：{heard[1]}，第三组：{heard[2]}",
        f"电话：13853687763 编号{'，'.join(heard)}",
        f"{'，'.join(heard)}，电话13853687763",
        f"{first},{second},{third}，2026年9月18日",
    ]


@given(numbers)
def test_groups_apart_are_found_beside_other_numbers(number: str) -> None:
    for written in groupings(number[:4], number[4:8], number[8:]):
        assert digits_of(written) == number, written
        assert "847986" not in written or code_of(written) == "847986", written
    for written in (f"查询码847986{number}", f"查询码：847986 {in_groups(number, '-')}"):
        assert (digits_of(written), code_of(written)) == (number, "847986"), written


@given(numbers, st.integers(0, 11), st.integers(1, 9))
def test_groups_with_a_wrong_digit_or_one_too_few_are_no_number(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    groups = [number[:4], number[4:8], number[8:]]
    groups[place // 4] = groups[place // 4][: place % 4] + groups[place // 4][place % 4 + 1 :]

    for written in (*groupings(wrong[:4], wrong[4:8], wrong[8:]), *groupings(*groups)):
        assert not looks_right(written), written
    for written in (f"{','.join(groups)}一", f"第一组{'，'.join(groups)}", f"{'，'.join(groups)}，1"):
        assert not looks_right(written), written
