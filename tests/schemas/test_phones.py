"""Phone numbers as people give them: kept as given, understood for search, and told apart by whether they get a text."""

from __future__ import annotations

import pytest

from schemas.phones import NoPhone, contacts_of

MOBILE, LANDLINE = "+8613800138000", "+867113352345"


def read(text: str, area: str = "0711") -> list[tuple[str, str, str]]:
    return [(one.number, one.extension, one.note) for one in contacts_of(text, area)]


@pytest.mark.parametrize(
    "text",
    [
        "0711-3352345 ext 801",
        "0711-3352345转801",
        "0711-3352345 转 801",
        "0711-3352345-801",
        "0711－3352345 分机 801",
        "（0711）3352345 x801",
        "０７１１—３３５２３４５，分机：８０１",
        "+86 711 3352345 ext. 801",
        "3352345转801",
        "3352345-801",
        "0711-3352345*801",
        "+867113352345 ext. 801",
    ],
)
def test_extension_is_kept_however_written(text: str) -> None:
    assert read(text) == [(LANDLINE, "801", "")]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 13800138000",
        "0086-138-0013-8000",
        "８６１３８００１３８０００",
        "013800138000",
        "手机：13800138000",
        "1380013\u200b8000",
    ],
)
def test_mobile_is_one_number_however_written(text: str) -> None:
    assert read(text) == [(MOBILE, "", "")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("13800138000（女儿）", ["女儿"]),
        ("女儿 13800138000", ["女儿"]),
        ("13800138000、0711-3352345", ["", ""]),
        ("13800138000 0711-3352345", ["", ""]),
        ("13800138000\n0711-3352345（白天）", ["", "白天"]),
        ("13800138000（女儿，晚上打）；0711-3352345 转 801（单位）", ["女儿，晚上打", "单位"]),
        ("手机:138 0013 8000；家里 0711-3352345", ["", "家里"]),
        ("13800138000女儿 3352345单位", ["女儿", "单位"]),
        ("13800138000 女儿 或者 3352345 单位", ["女儿", "单位"]),
    ],
)
def test_each_number_has_its_own_note(text: str, notes: list[str]) -> None:
    found = contacts_of(text)

    assert [one.note for one in found] == notes
    assert [one.number for one in found] == [MOBILE, LANDLINE][: len(notes)]


def test_local_number_takes_the_area_code_of_the_city() -> None:
    assert read("3352345") == [(LANDLINE, "", "")]
    assert read("87654321", "027") == [("+862787654321", "", "")]


@pytest.mark.parametrize(
    ("text", "gets_texts"),
    [
        ("13800138000", True),
        ("13800138000 转 801", False),
        ("0711-3352345", False),
        ("400-800-1234", False),
    ],
)
def test_only_mobiles_get_texts(text: str, gets_texts: bool) -> None:
    assert [one.gets_texts for one in contacts_of(text)] == [gets_texts]


def test_what_was_given_is_kept() -> None:
    (one,) = contacts_of("（０７１１）３３５２３４５ 转８０１")

    assert one.given == "（０７１１）３３５２３４５ 转８０１"


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("hello", "hello"),
        ("138001380", "138001380"),
        ("0711-33523456", "0711-33523456"),
        ("13800138000、1390013900", "1390013900"),
        ("1380013800013900139000", "1380013800013900139000"),
        ("转801", "转801"),
    ],
)
def test_what_is_no_number_is_named(text: str, piece: str) -> None:
    with pytest.raises(NoPhone) as wrong:
        contacts_of(text)

    assert wrong.value.piece == piece


@pytest.mark.parametrize(
    "text",
    [
        "0713——8234567",
        "0713--8234567",
        "0713/8234567",
        "【0713】8234567",
        "区号0713，电话8234567",
        "( 0713 ) 8234567",
    ],
)
def test_an_area_code_written_apart_is_the_number_s_own(text: str) -> None:
    assert [one.number for one in contacts_of(text)] == ["+867138234567"]


def test_a_second_local_number_has_the_code_of_the_first() -> None:
    assert [one.number for one in contacts_of("0713-8234567、8234568")] == ["+867138234567", "+867138234568"]


def test_a_country_written_apart_is_refused() -> None:
    with pytest.raises(NoPhone):
        contacts_of("+1 212/555-1234")
