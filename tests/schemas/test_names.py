"""One normal form of a name: whatever cannot be heard in it makes no difference."""

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import names
from schemas.names import (
    normal_name,
    normal_number,
    normal_numbers,
    normal_words,
    parts_of,
    parts_to_find,
    serials_of,
)
from schemas.one_script import simplified_signs
from schemas.text import has_visible

NAME = "阿卜杜拉买买提"
DOTS = "·•・．.‧∙⋅᛫⸱･●。｡\u00b7\u0387\u2024\u2027\u2e33"
LIKE_DOTS = "\u02d9\u00b4\u00a8\u02da\u02c9\u00af`\u02bb\u02bc\u02b9\u02be\u02bf\u0640\ua78f\u318d\u1427\u4e36\u30fd\u0307’‘'ʽ\u05f3"
RESERVED = "\u2065\ufff0\ufff8\U000e0000\U000e0002\U000e0fff"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u3164\u2800\ufe0f \u3000\xa0\u2005\t"


@pytest.mark.parametrize("between", [*DOTS, *LIKE_DOTS, *RESERVED, *UNSEEN, " · ", "", "-"])
def test_dots_and_unseen_signs_make_no_difference(between: str) -> None:
    assert normal_name(f"阿卜杜拉{between}买买提") == NAME


@pytest.mark.parametrize("typed", ["Abdullah Mamat", "ABDULLAH　MAMAT", "ａｂｄｕｌｌａｈ·ｍａｍａｔ"])
def test_width_and_case_make_no_difference(typed: str) -> None:
    assert normal_name(typed) == "abdullahmamat"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert normal_name("Jose\u0301") == normal_name("JOSÉ")


def test_punctuation_alone_is_kept() -> None:
    assert normal_name("***") == "***"


@pytest.mark.parametrize("part", ["李", "大爷", "李大爷", "买买提", "阿卜杜拉买", "mamat", "ab"])
def test_parts_of_a_name_find_it(part: str) -> None:
    name = normal_name("李大爷阿卜杜拉·买买提 Abdullah Mamat")

    assert parts_to_find(normal_name(part)) <= parts_of(name)


@pytest.mark.parametrize("other", ["王", "爷大", "买提买", "阿卜拉", "tamam"])
def test_other_names_do_not_find_it(other: str) -> None:
    name = normal_name("李大爷阿卜杜拉·买买提 Abdullah Mamat")

    assert not parts_to_find(normal_name(other)) <= parts_of(name)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("O'Brien", "O´Brien"),
        ("o’zbek", "Oʻzbek"),
        ("محمد", "محـمد"),
        ("Jose", "José"),
        ("Lu Bu", "Lǚ Bù"),
        ("Istanbul", "İstanbul"),
        ("isik", "ışık"),
        ("احمد", "أحمد"),
        ("ابراهيم", "إبراهیم"),
        ("فاطمه", "فاطمة"),
        ("ئەرکىن", "ئەركىن"),
        ("Федор", "Фёдор"),
        ("Федор", "Фе\u0308дор"),
        ("محمد", "مُحَمَّد"),
        ("عبد الرحمن", "عَبْدُ الرَّحْمٰنِ"),
        ("احمد", "أَحْمَد"),
        ("ئەخمەت", "ئەخـمەت"),
        ("ابراهيم", "إبراهيم"),
        ("مريم", "مَرْيَم"),
        ("ھەسەن", "هەسەن"),
        ("דוד", "דָּוִד"),
        ("שלמה", "שְׁלֹמֹה"),
        ("דוד", "\ufb33ָוִד"),
        ("Иванов", "Ива\u0301нов"),
        ("ΓΙΩΡΓΟΣ", "Γιώργος"),
        ("محمد", "ﻣﺤﻤﺪ"),
        ("ܝܘܚܢܢ", "ܝܘܿܚܰܢܢ"),
        ("12", "١٢"),
    ],
)
def test_accents_and_apostrophes_make_no_difference(typed: str, stored: str) -> None:
    assert normal_name(typed) == normal_name(stored)


@pytest.mark.parametrize("name", ["สมชาย", "Дмитрий", "Ђорђе", "राम", "がぎ", "يۈسۈپ", "မောင်"])
def test_marks_of_other_scripts_stay(name: str) -> None:
    assert normal_name(name) == unicodedata.normalize("NFKC", name).casefold()


@pytest.mark.parametrize("sign", RESERVED)
def test_what_is_not_assigned_and_shows_nothing_counts_as_no_words(sign: str) -> None:
    assert not has_visible(sign * 3)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("张国强", "張國強"),
        ("劉東", "刘东"),
        ("邓丽君", "鄧麗君"),
        ("Lukasz Osterd", "Łukasz Østerđ"),
        ("12", "①②"),
        ("欧阳峰", "歐陽峯"),
    ],
)
def test_scripts_and_letters_with_strokes_are_one(typed: str, stored: str) -> None:
    assert normal_name(typed) == normal_name(stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("⻢伟", "马伟"), ("⻩⻰", "黄龙"), ("⻓⻬", "长齐"), ("⾼⻘⻙", "高青韦"), ("⻑", "长")],
)
def test_radicals_out_of_a_pdf_are_the_signs_they_look_like(typed: str, stored: str) -> None:
    assert normal_name(typed) == normal_words(typed) == normal_name(stored)


@pytest.mark.parametrize("zero", "零〇○◯⭘")
def test_every_sign_of_zero_is_one(zero: str) -> None:
    """Input methods offer circles for it; a paper writes 二○二六, a chat 二零二六."""
    assert normal_name(f"二{zero}二六年{zero}六号楼") == normal_name("二零二六年零六号楼")
    assert normal_words(f"一{zero}一室") == "一零一室"
    assert normal_number(f"鄂信〔二{zero}二六〕7号") == normal_number("鄂信〔二〇二六〕7号")


@pytest.mark.parametrize(
    "others", [("И", "Й"), ("が", "か"), ("ر", "ز"), ("ئا", "ا"), ("ក", "កា"), ("กา", "ก่า")]
)
def test_marks_that_make_another_letter_stay(others: tuple[str, str]) -> None:
    assert normal_name(others[0]) != normal_name(others[1])


def test_no_radical_is_dropped_from_a_name() -> None:
    radicals = [chr(code) for code in range(0x2E80, 0x2FE0) if unicodedata.category(chr(code)) == "So"]
    dropped = [sign for sign in radicals if normal_name(f"{sign}伟") == "伟"]

    assert (len(radicals), dropped) == (329, [])


SAME_NUMBER = (
    "鄂信〔2026〕第123号 鄂信[2026]123號 鄂信（2026）123号 鄂信【2026】123 鄂信2026-123 鄂信﹝2026﹞第１２３号 鄂信〔2026〕No.123 "
    "编号：鄂信〔2026〕123号 文号:鄂信[2026]第123号 鄂信〔2026〕№123"
)


@pytest.mark.parametrize("typed", SAME_NUMBER.split())
def test_one_number_of_a_sender_is_written_in_many_ways(typed: str) -> None:
    assert normal_number(typed) == "鄂信2026123"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("鄂信访〔2026〕第 0123 号", "鄂信访20260123"),
        ("鄂信访2026年第0123号", "鄂信访20260123"),
        ("鄂信访2026年0123", "鄂信访20260123"),
        ("鄂信访字〔2026〕第0123号", "鄂信访20260123"),
        ("鄂信访〔二〇二六〕0123号", "鄂信访20260123"),
        ("鄂信访〔二○二六〕0123号", "鄂信访20260123"),
        ("鄂信访〔2026〕年第0123号", "鄂信访20260123"),
        ("来信编号:鄂信访〔2026〕0123", "鄂信访20260123"),
        ("ABC-2026/001", "abc2026001"),
        ("No. ABC-2026/001", "abc2026001"),
        ("№ ABC-2026/001", "abc2026001"),
        ("Ref: ABC-2026/001", "abc2026001"),
        ("Our Ref. ABC-2026/001", "abc2026001"),
        ("Nr. ABC-2026/001", "abc2026001"),
        ("工单ABC-2026/001", "abc2026001"),
        ("工单号：ABC-2026/001", "abc2026001"),
        ("编号ABC-2026/001", "abc2026001"),
        ("流水号：12345-20261130-00012", "123452026113000012"),
        ("12345工单：20261130-00012", "123452026113000012"),
    ],
)
def test_words_in_and_around_a_number_of_a_sender_are_optional(typed: str, number: str) -> None:
    assert normal_number(typed) == number


@pytest.mark.parametrize(
    "number",
    [
        "CNO12",
        "REF12",
        "IDA 7",
        "大字第一",
        "二零二六",
        "2026年",
        "NOTE12",
        "12345",
        "DH-12",
        "号码",
        "No",
        "第一",
        "市长热线",
    ],
)
def test_a_number_keeps_the_letters_that_are_its_own(number: str) -> None:
    assert normal_number(number) == normal_name(number)


SERIALS = {
    "2026/123": (
        "鄂信访〔2026〕0123",
        "2026 0123",
        "〔2026〕123号",
        "2026年第123号",
        "No. 2026-00123",
        "２０２６／１２３",
    ),
    "2026/5": ("DH-2026 0005", "鄂信2026_5（转办）", "3-2026-5"),
}


@pytest.mark.parametrize("serial", SERIALS)
def test_a_year_and_a_serial_are_read_however_they_are_written(serial: str) -> None:
    for number in SERIALS[serial]:
        assert serials_of(number) == {serial}, number


@pytest.mark.parametrize(
    "number",
    ["20260123", "2026-09-18", "12345-20261130-00012", "2026", "123", "2026-000", "DH-1", "2126 5", ""],
)
def test_no_year_and_serial_are_read_where_there_is_none(number: str) -> None:
    assert not serials_of(number) and normal_numbers(number) <= {normal_number(number)}


def test_what_is_stored_was_indexed_by_this_table() -> None:
    """Another edition of the table needs a migration that indexes names and words again."""
    pairs = sorted(simplified_signs().items())

    assert hashlib.sha256(repr(pairs).encode()).hexdigest()[:16] == "f5280af45abddd8c"


@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("張，王·*％ＡbＣ0 \u3000\u0301\ufe0f⻢"),
        max_size=12,
    )
)
def test_signs_whose_neighbours_do_not_matter_turn_out_as_in_any_text(text: str) -> None:
    """A mark of another script behind the text makes it one that is looked at as a whole."""
    alone = normal_name(text)
    if any(sign.isalnum() for sign in alone):
        assert normal_name(text + "ก") == alone + "ก"


def test_every_plain_sign_turns_out_alone_as_within_a_text() -> None:
    signs = [chr(code) for code in range(0x10000) if names._PLAIN.fullmatch(chr(code))]

    assert len(signs) > 20000
    assert normal_name("".join(signs)) == names._kept("".join(signs))
