"""Phone numbers as people give them: kept as given, understood for search, and divided by whether they get a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.phones import NoPhone, contacts_of

NUMBERS = ("13800138000", "0711-3352345", "+852 2345 6789", "3352346转801", "138-0013-8001", "400-800-1234")
WORDS = (
    "",
    "（患者）",
    "（女儿（小李））",
    " 晚上打",
    "（二号楼301室）",
    "女儿",
    "（转告 a/b）",
    "（和气）",
    " Mr. Or",
    "（12:00-14:00）",
    "（x5楼）",
    "（晚上；白天不接）",
)
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
        "138•0013•8000",
        "138・0013・8000",
        "+86 (138) 0013-8000",
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


@pytest.mark.parametrize("text", ["(+86 711) 335 2345", "0711 / 335 23 45", "（+86 711）3352345"])
def test_landline_is_read_with_its_city_in_any_brackets(text: str) -> None:
    assert read(text) == [(LANDLINE, "", "")]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("13800138000（家3352345）", (LANDLINE, "", "家")),
        ("13800138000【3352345】", (LANDLINE, "", "")),
        ("13800138000（3352345）", (LANDLINE, "", "")),
        ("13800138000（单位3352345转801）", (LANDLINE, "801", "单位")),
        ("13800138000（办公室：3352345，晚上）", (LANDLINE, "", "办公室 晚上")),
        ("0711-3351008（家3352345）", (LANDLINE, "", "家")),
    ],
)
def test_a_local_number_in_brackets_is_a_number_too(text: str, second: tuple[str, str, str]) -> None:
    found = read(text)

    assert len(found) == 2 and found[1] == second and found[0][2] == ""


@pytest.mark.parametrize(
    "note", ["订单3352345", "工号3352345", "损失3352345元", "会员 3352345", "尾号3352345", "3352345元"]
)
def test_other_digits_in_brackets_stay_a_note(note: str) -> None:
    assert read(f"13800138000（{note}）") == [(MOBILE, "", note)]


def test_a_postcode_behind_an_address_is_part_of_the_note() -> None:
    text = "鄂州市滨湖南路128号502室，436000，13800138000"

    assert read(text) == [(MOBILE, "", "鄂州市滨湖南路128号502室，436000")]


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


@pytest.mark.parametrize(
    "note",
    [
        "已停用",
        "停机",
        "已停機",
        "空号",
        "作废",
        "打不通",
        "不用了",
        "已注销",
        "不要发短信",
        "别发短信",
        "请勿发送短信",
        "不收短信",
        "收不到短信",
        "不看信息",
        "no texts",
        "do not text",
        "don't text",
        "don’t send texts",
        "out of service",
        "女儿，号码已停用",
        "只接电话，不要发短信",
        "旧号",
        "旧",
        "老号码",
        "原号",
        "以前的",
        "以前用的",
        "old",
        "old number",
        "打错了",
        "错号",
        "号码错了",
        "wrong number",
        "不是本人的",
        "非本人",
        "not mine",
        "停了",
        "手机丢了",
        "手机被偷了",
        "请勿拨打",
        "前夫的，别打",
        "不要联系",
        "do not contact",
        "只打电话",
        "voice only",
        "calls only",
        "传真",
        "fax",
        "不识字",
        "已换号",
    ],
)
def test_a_number_that_is_dead_or_wants_no_texts_gets_none(note: str) -> None:
    assert [one.gets_texts for one in contacts_of(f"13800138000（{note}）、13900139000")] == [False, True]


@pytest.mark.parametrize(
    "note",
    [
        "女儿",
        "没停机",
        "未停用",
        "打不通时打这个",
        "停机的话打这个",
        "白天打不通",
        "请发短信",
        "只收短信",
        "发短信不要打电话",
        "text me",
        "no calls, texts only",
        "do not call",
        "不要打电话，发短信",
        "空调厂",
        "新号",
        "现在用的",
        "原单位同事",
        "18点以前",
        "晚上别打",
        "请勿拨打，请发短信",
        "旧城区邻居",
        "手机丢了打这个",
        "丢了东西的人",
        "老人",
        "别打错了",
        "不错",
        "打电话或发短信",
        "刚换号",
    ],
)
def test_other_notes_leave_it_its_texts(note: str) -> None:
    assert [one.gets_texts for one in contacts_of(f"13800138000（{note}）")] == [True]


def test_words_around_a_dead_number_are_its_own() -> None:
    found = contacts_of("旧号13800138000已停用，新号13900139000")

    assert [one.gets_texts for one in found] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "旧号13800138000，新号13900139000",
        "原13800138000，现13900139000",
        "原13800138000现13900139000",
        "13800138000换成13900139000了",
        "13800138000，已改为13900139000",
        "13800138000作废改13900139000",
        "13800138000（原号，已换13900139000）",
        "13800138000（旧），13900139000（新）",
        "13800138000（以前的）13900139000（现在用的）",
        "old 13800138000, new 13900139000",
        "13800138000 打错了 13900139000",
        "13800138000不用了，用13900139000",
    ],
)
def test_of_an_old_and_a_new_number_the_new_one_gets_texts(text: str) -> None:
    assert [(one.number[-3:], one.gets_texts) for one in contacts_of(text)] == [("000", False), ("000", True)]


@pytest.mark.parametrize("text", ["13800138000，新号13900139000", "13800138000 现在用的：13900139000"])
def test_a_number_in_use_now_is_said_to_be_it(text: str) -> None:
    assert [one.is_in_use for one in contacts_of(text)] == [False, True]


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


@pytest.mark.parametrize(
    "text",
    [
        "6352345（区号0717）",
        "6352345（宜昌0717）",
        "6352345 (0717)",
        "6352345【0717】",
        "6352345，（区号：0717）",
    ],
)
def test_an_area_code_in_brackets_behind_is_the_number_s_own(text: str) -> None:
    assert read(text) == [("+867176352345", "", "")]
    assert [one.number for one in contacts_of(f"{text}、13800138000")] == ["+867176352345", MOBILE]


@pytest.mark.parametrize("text", ["6352345 0717", "6352345 区号0717", "6352345，宜昌0717", "6352345-0717"])
def test_an_area_code_behind_that_could_be_an_extension_is_refused(text: str) -> None:
    with pytest.raises(NoPhone, match="0717"):
        contacts_of(text)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("6352345转0717", [("+867116352345", "0717", "")]),
        ("6352345（分机0717）", [("+867116352345", "0717", "")]),
        ("6352345、0717-6352346", [("+867116352345", "", ""), ("+867176352346", "", "")]),
        ("6352345、区号0717，电话6352346", [("+867116352345", "", ""), ("+867176352346", "", "")]),
    ],
)
def test_an_extension_or_the_code_of_the_next_number_is_none_of_this_one(
    text: str, read_as: list[tuple[str, str, str]]
) -> None:
    assert read(text) == read_as


def test_a_second_local_number_has_the_code_of_the_first() -> None:
    assert [one.number for one in contacts_of("0713-8234567、8234568")] == ["+867138234567", "+867138234568"]


def test_a_country_written_apart_is_refused() -> None:
    with pytest.raises(NoPhone):
        contacts_of("+1 212/555-1234")


@pytest.mark.parametrize(
    "text",
    [
        "0711-3352345（转801）",
        "0711-3352345 （分机：801）",
        "0711-3352345 分机号：801",
        "0711-3352345、转801",
        "0711-3352345 请转801",
        "0711-3352345 轉 分機 801",
        "0711-3352345 内线801",
        "0711-3352345 加拨801",
        "0711-3352345 转到801",
        "0711-3352345 转至 801",
        "0711-3352345 分机号码801",
        "0711-3352345 分机号码：801",
        "0711-3352345 分机是801",
        "0711-3352345 內線801",
        "0711-3352345 轉接分機號碼801",
        "0711-3352345 ext#801",
        "0711-3352345 ext. # 801",
        "0711-3352345 extn. 801",
        "0711-3352345 extension no. 801",
        "0711-3352345,,801#",
        "tel:+867113352345;ext=801",
        "0711-3352345 #801",
        "0711-3352345转 8 0 1",
        "0711-3352345;801",
        "0711-3352345；801",
        "0711-3352345「转801」",
        "0711-3352345『分机801』",
        "0711-3352345《转801》",
        "0711-3352345〔转801〕",
        "0711-3352345{转801}",
        "0711-3352345<转801>",
        '0711-3352345"转801"',
        "0711-3352345“转801”",
        "0711-3352345。转801",
        "0711-3352345（801分机）",
        "0711-3352345 801分机",
        "0711-3352345，801 分机",
        "0711-3352345转801分机",
        "0711-3352345转801号",
        "0711-3352345 转801号分机",
        "分机801，0711-3352345",
        "（分机801）0711-3352345",
        "ext 801, 0711-3352345",
    ],
)
def test_extension_is_read_in_brackets_and_with_any_word(text: str) -> None:
    assert read(text) == [(LANDLINE, "801", "")]


@pytest.mark.parametrize(
    "note",
    [
        "患者",
        "记者",
        "和平里家里",
        "女儿（白天）",
        "二号楼301室",
        "#3 楼",
        "-1层",
        "x5楼",
        "内线 3 楼",
        "房间 1 2 3 4 5",
        "工号 10023",
        "微信 wx12345",
        "QQ 12345678",
        "2026-09-18 之后",
        "20260918之后",
        "18:00-20:00",
        "身份证420704196501011234",
        "京A12345",
        "女儿，晚上打；白天不接",
        "👨\u200d👩",
        "🏴\U000e0067\U000e0062\U000e007f",
        "很长的说明" * 30,
    ],
)
def test_note_in_brackets_is_kept_whole(note: str) -> None:
    assert read(f"13800138000（{note}）") == [(MOBILE, "", note)]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("13800138000，单位0711-3352345", ["", "单位"]),
        ("13800138000；家里 0711-3352345", ["", "家里"]),
        ("13800138000，女儿：0711-3352345", ["", "女儿"]),
        ("13800138000（女儿），儿子 0711-3352345", ["女儿", "儿子"]),
        ("13800138000（女儿） 儿子：0711-3352345", ["女儿", "儿子"]),
        ("本人 13800138000 女儿 0711-3352345（晚上）", ["本人", "女儿 晚上"]),
        ("(女儿)13800138000 (儿子)0711-3352345", ["女儿", "儿子"]),
        ("13800138000 (本人), 0711-3352345 (家)", ["本人", "家"]),
        ("13800138000女儿0711-3352345儿子", ["女儿", "儿子"]),
        ("女儿13800138000儿子0711-3352345", ["女儿", "儿子"]),
        ("13800138000，女儿，晚上打；0711-3352345", ["女儿，晚上打", ""]),
        ("13800138000 或0711-3352345", ["", ""]),
        ("13800138000 - 女儿；0711-3352345 – 单位", ["女儿", "单位"]),
    ],
)
def test_words_belong_to_the_number_they_are_not_parted_from(text: str, notes: list[str]) -> None:
    assert [one.note for one in contacts_of(text)] == notes


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("儿子1：13800138000，儿子2：0711-3352345", ["儿子1", "儿子2"]),
        ("儿子1 13800138000 儿子2 0711-3352345", ["儿子1", "儿子2"]),
        ("儿子 1：13800138000 儿子 2：0711-3352345", ["儿子 1", "儿子 2"]),
        ("儿子 1 13800138000 儿子 2 0711-3352345", ["儿子 1", "儿子 2"]),
        ("儿子①13800138000 儿子②0711-3352345", ["儿子①", "儿子②"]),
        ("儿子（1）13800138000、儿子（2）0711-3352345", ["儿子（1）", "儿子（2）"]),
        ("女儿一13800138000、女儿二0711-3352345", ["女儿一", "女儿二"]),
        ("周一13800138000，周二0711-3352345", ["周一", "周二"]),
        ("李一 13800138000 王二 0711-3352345", ["李一", "王二"]),
        ("李一、13800138000；王二、0711-3352345", ["李一", "王二"]),
        ("李雷电话1：13800138000，李雷电话2：0711-3352345", ["李雷电话1", "李雷电话2"]),
        ("手机1：13800138000，电话2：0711-3352345", ["", ""]),
        ("1.13800138000女儿2.0711-3352345儿子", ["女儿", "儿子"]),
        ("如下 1、13800138000 女儿 2、0711-3352345 儿子", ["如下 女儿", "儿子"]),
    ],
)
def test_counted_words_are_no_list(text: str, notes: list[str]) -> None:
    assert [one.note for one in contacts_of(text)] == notes


@pytest.mark.parametrize("brackets", ["（）", "()", "【】", "[]"])
def test_brackets_before_all_numbers_belong_to_those_behind_them(brackets: str) -> None:
    opens, closes = brackets
    before = "13800138000".join(f"{opens}{word}{closes}" for word in ("本人", "女儿")) + "3352345"
    behind = f"13800138000{opens}女儿{closes}3352345{opens}本人{closes}"

    assert [one.note for one in contacts_of(before)] == ["本人", "女儿"]
    assert [one.note for one in contacts_of(behind)] == ["女儿", "本人"]
    assert [one.note for one in contacts_of(f"{before}、{opens}儿子{closes}13900139000")][2] == "儿子"


@pytest.mark.parametrize(
    "text",
    [
        "138  0013  8000",
        "138·0013·8000",
        "138,0013,8000",
        "(+86)13800138000",
        "١٣٨٠٠١٣٨٠٠٠",
        "13800138000.0",
        "\u202d138 0013 8000\u202c",
        "QQ 12345678 13800138000",
        "123456789@qq.com 13800138000",
        "①13800138000",
        "身份证 42070419650101123X 13800138000",
    ],
)
def test_mobile_is_found_in_other_digits_and_beside_other_numbers(text: str) -> None:
    assert [one.number for one in contacts_of(text)] == [MOBILE]


@pytest.mark.parametrize(
    "text", ["13800138000、123456", "13800138000（备用 1390013900）", "0711-3352345转1234567"]
)
def test_a_mistyped_number_beside_a_right_one_is_named(text: str) -> None:
    with pytest.raises(NoPhone):
        contacts_of(text)


@pytest.mark.parametrize(
    "text",
    ["0711-3352345转8012345", "3352345（分机 8012345）", "0711-3352345 ext 8012345", "13800138000转 8012345"],
)
def test_an_extension_as_long_as_a_number_is_named(text: str) -> None:
    with pytest.raises(NoPhone, match="8012345"):
        contacts_of(text)


def test_too_many_numbers_are_counted() -> None:
    with pytest.raises(NoPhone) as wrong:
        contacts_of("、".join(f"138001380{count:02}" for count in range(11)))

    assert "11" in wrong.value.text.zh


@settings(max_examples=300)
@given(
    st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(WORDS)), min_size=1, max_size=4),
    st.sampled_from("、，；,"),
)
def test_every_word_beside_a_number_is_kept(pairs: list[tuple[str, str]], sign: str) -> None:
    found = contacts_of(sign.join(f"{number}{word}" for number, word in pairs))

    again = contacts_of(
        "、".join(f"{one.dialled}（{one.note}）" if one.note else one.dialled for one in found)
    )
    assert [(one.number, one.extension, one.note) for one in again] == [
        (one.number, one.extension, one.note) for one in found
    ]
    kept = " ".join(f"{one.given} {one.note}" for one in found)
    assert all(word.strip(" （）") in kept for _, word in pairs)


@pytest.mark.parametrize(
    ("text", "says_more"),
    [
        ("区号0713，电话8234567", True),
        ("138 0013 8000", False),
        ("0711-3352345 转801", False),
        ("（0711）3352345", False),
    ],
)
def test_words_within_a_number_are_shown(text: str, says_more: bool) -> None:
    assert [one.says_more for one in contacts_of(text)] == [says_more]


@pytest.mark.parametrize(
    ("text", "number", "extension", "note"),
    [
        ("3352345-8012", "3352345", "8012", ""),
        ("5912345-6688", "5912345", "6688", ""),
        ("3712345 6688", "3712345", "6688", ""),
        ("3712345.6688", "3712345", "6688", ""),
        ("(3712345-6688)", "3712345", "6688", ""),
        ("3712345－6688（办公室）", "3712345", "6688", "办公室"),
        ("电话3712345 6688办公室", "3712345", "6688", "办公室"),
        ("371 2345-6688", "3712345", "6688", ""),
        ("3352345 801", "3352345", "801", ""),
        ("3352345 80123", "3352345", "80123", ""),
        ("3352345 801室", "3352345", "", "801室"),
        ("3352345 2026年起", "3352345", "", "2026年起"),
    ],
)
def test_digits_behind_a_local_number_are_its_extension(
    text: str, number: str, extension: str, note: str
) -> None:
    assert read(text) == [(f"+86711{number}", extension, note)]


def test_a_second_local_number_has_its_own_extension() -> None:
    assert read("0711-3352345、3352346-8013") == [
        (LANDLINE, "", ""),
        ("+867113352346", "8013", ""),
    ]
    assert [one for one, *_ in read("3712345 13800138000")] == ["+867113712345", MOBILE]


@pytest.mark.parametrize("text", ["0591-22345688", "591-22345688", "(591)2234-5688", "+86 591 2234 5688"])
def test_an_area_code_that_shows_stays_another_city(text: str) -> None:
    assert read(text) == [("+8659122345688", "", "")]


@pytest.mark.parametrize(
    ("text", "area"),
    [("371 2345 6688", "0711"), ("371-2345-6688", "0711"), ("3712345-6688", "027")],
)
def test_a_number_that_could_be_of_two_cities_is_refused(text: str, area: str) -> None:
    with pytest.raises(NoPhone):
        read(text, area)


@pytest.mark.parametrize(
    "text",
    [
        "1.3912345678E+10",
        "1.3800138E+10",
        "1.38001E+10",
        "1.3912345678e10",
        "1,3912345678E+10",
        "１．３９１２３４５６７８Ｅ＋１０",
        "1.3912345678×10^10",
        "7.3352345E+9",
        "3352345E+3",
        "1,3912345678",
        "1.3912345678",
        "1 3912345678",
        "1'3912345678",
        "13,912,345,678",
        "13,912,345,678.00",
        "7,113,352,345",
        "0711-3352345、1.3912345678E+10",
        "13800138000（1.39E+10）",
    ],
)
def test_a_number_as_a_spreadsheet_shows_it_is_refused(text: str) -> None:
    with pytest.raises(NoPhone) as refused:
        contacts_of(text)

    assert "设为文本" in refused.value.text.zh and "make the cell text" in refused.value.text.en


def test_letters_beside_a_number_are_no_spreadsheet_number() -> None:
    assert read("微信 e10086，13800138000（座位 3E12）") == [(MOBILE, "", "微信 e10086 座位 3E12")]
    assert read("1. 0711-3352345 2. 13800138000")[1][0] == MOBILE


@pytest.mark.parametrize(
    ("text", "number", "extension"),
    [
        ("0711-3352345x1001", LANDLINE, "1001"),
        ("0711-3352345*1001", LANDLINE, "1001"),
        ("3352345 x 1080", LANDLINE, "1080"),
        ("0711-3352345转801,802,803", LANDLINE, "801"),
        ("+1 4155552671", "+14155552671", ""),
        ("001 4155552671", "+14155552671", ""),
    ],
)
def test_extensions_and_countries_are_no_spreadsheet_numbers(text: str, number: str, extension: str) -> None:
    assert [one[:2] for one in read(text)] == [(number, extension)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0711-335 23 45", LANDLINE),
        ("(0711) 335.23.45", LANDLINE),
        ("0711-3352 345", LANDLINE),
        ("021-33 52 34 50", "+862133523450"),
        ("一三八零零一三八零零零", MOBILE),
        ("幺三八 零零幺三 八〇〇〇", MOBILE),
        ("零七一一-三三五二三四五", LANDLINE),
    ],
)
def test_number_is_read_as_it_is_said(text: str, number: str) -> None:
    """In pairs, and in the numerals of a person who writes down what they hear."""
    assert read(text) == [(number, "", "")]
    assert contacts_of(text)[0].given == text


@pytest.mark.parametrize("text", ["0711-335 23 45 67", "335 23 45", "三三五二三四"])
def test_pairs_that_are_no_number_are_refused(text: str) -> None:
    with pytest.raises(NoPhone):
        contacts_of(text)


def test_numerals_in_words_stay_words() -> None:
    assert read("13800138000（九月一日三点后）") == [(MOBILE, "", "九月一日三点后")]


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("+62 8123456789 8点后打", "+628123456789", "8点后打"),
        ("+62 812-3456-789 3楼", "+628123456789", "3楼"),
        ("+62 812 3456 789（2）", "+628123456789", "2"),
        ("+43 664 1234567 8点后", "+436641234567", "8点后"),
        ("+49 30 901820（801）", "+4930901820", "801"),
        ("+49 30 901820 2号楼", "+4930901820", "2号楼"),
        ("+7 912 345 67 89 8点后", "+79123456789", "8点后"),
        ("13800138000-9点以后打", MOBILE, "-9点以后打"),
        ("13800138000-2号", MOBILE, "-2号"),
        ("0711-3352345-3号窗口", LANDLINE, "-3号窗口"),
        ("0711-3352345转3号窗口", LANDLINE, "转3号窗口"),
        ("3352345-12月前", LANDLINE, "-12月前"),
        ("3352345-201房间", LANDLINE, "-201房间"),
        ("3352345-2人", LANDLINE, "-2人"),
    ],
)
def test_digits_of_a_note_are_no_part_of_the_number(text: str, number: str, note: str) -> None:
    """A time, a place or a count behind a number: taken into it, another person would get the messages."""
    assert read(text) == [(number, "", note)]


@pytest.mark.parametrize("text", ["+33 6 12 34 56 78", "+44 (0)20 7946 0958", "+1 (415) 555-2671"])
def test_number_abroad_is_read_whole(text: str) -> None:
    assert len(read(text)) == 1 and read(text)[0][2] == ""


@pytest.mark.parametrize(
    "text",
    [
        "三三五二三四五转八零一",
        "0711-3352345转八○一",
        "零七一一三三五二三四五转八〇一",
        "0711-3352345转801号",
    ],
)
def test_extension_is_read_out_too(text: str) -> None:
    assert [(number, extension) for number, extension, _ in read(text)] == [(LANDLINE, "801")]


@pytest.mark.parametrize("text", ["壹叁捌零零壹叁捌零零零", "1 3 8 0 0 1 3 8 0 0 0"])
def test_each_digit_may_stand_for_itself(text: str) -> None:
    assert read(text) == [(MOBILE, "", "")]


@pytest.mark.parametrize("zero", "零〇○◯⭘")
@pytest.mark.parametrize(
    "form", ["138{0}{0}138{0}{0}{0}", "一三八{0}{0}138{0}0{0}", "138 {0}{0}1三 8{0}{0}{0}"]
)
def test_numerals_and_digits_by_turns_are_one_number(zero: str, form: str) -> None:
    assert read(form.format(zero)) == [(MOBILE, "", "")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [("13800138000二号楼", ["二号楼"]), ("13800138000三楼", ["三楼"]), ("三楼 13800138000", ["三楼"])],
)
def test_numerals_beside_a_number_are_words(text: str, notes: list[str]) -> None:
    assert read(text) == [(MOBILE, "", note) for note in notes]


LISTS = (
    ["1、", "2、"],
    ["1.", "2."],
    ["1. ", "2. "],
    ["1）", "2）"],
    ["(1)", "(2)"],
    ["（一）", "（二）"],
    ["一、", "二、"],
    ["①", "②"],
    ["⑴", "⑵"],
    ["⒈", "⒉"],
    ["Ⅰ.", "Ⅱ."],
    ["1 ", "2 "],
    ["a)", "b)"],
    ["1：", "2："],
    ["电话1：", "电话2："],
)
FORMS = {
    "{0}13800138000 女儿 {1}0711-3352345 家": ["女儿", "家"],
    "{0}13800138000女儿\n{1}0711-3352345家": ["女儿", "家"],
    "{0}13800138000；{1}0711-3352345": ["", ""],
    "{0}13800138000（女儿），{1}0711-3352345": ["女儿", ""],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marks", LISTS, ids="".join)
def test_mark_of_a_list_is_neither_number_nor_note(marks: list[str], form: str) -> None:
    notes = FORMS[form]

    assert read(form.format(*marks)) == [(MOBILE, "", notes[0]), (LANDLINE, "", notes[1])]


@pytest.mark.parametrize(
    "marks", [marks for marks in LISTS if marks[0] not in ("1 ", "电话1：")], ids="".join
)
def test_words_behind_the_mark_of_a_list_belong_to_its_item(marks: list[str]) -> None:
    written = f"{marks[0]}女儿 13800138000 {marks[1]}家里 0711-3352345"

    assert read(written) == [(MOBILE, "", "女儿"), (LANDLINE, "", "家里")]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1号楼 13800138000", "1号楼"),
        ("13800138000 2、3楼", "2、3楼"),
        ("A：13800138000", "A"),
        ("A. Smith 13800138000", "A. Smith"),
        ("3、13800138000", "3"),
    ],
)
def test_numbers_that_begin_no_list_stay_in_the_note(text: str, note: str) -> None:
    assert read(text) == [(MOBILE, "", note)]


@pytest.mark.parametrize(
    "text",
    [
        "138O0138000",
        "l38OO138ooo",
        "I38-0013-8O00",
        "138、0013、8000",
        "138|0013|8000",
        "一三八，零零一三，八零零零",
        "一三八、零零一三、八零零零",
    ],
)
def test_mobile_is_read_with_letters_for_digits_and_signs_between_its_groups(text: str) -> None:
    assert read(text) == [(MOBILE, "", "")]


@pytest.mark.parametrize("first", ["0711-3352345", "三三五二三四五", "0711-三三五二三四五"])
@pytest.mark.parametrize("between", [" ", "、", "-- "])
@pytest.mark.parametrize("second", ["138零零138000", "一三八零零一三八零零零", "13800138000"])
def test_two_numbers_in_numerals_or_digits_are_two(first: str, between: str, second: str) -> None:
    assert read(f"{first}{between}{second}") == [(LANDLINE, "", ""), (MOBILE, "", "")]
    assert read(f"{second}{between}{first}") == [(MOBILE, "", ""), (LANDLINE, "", "")]


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("手机13800138000座机3352345传真3352346", ["", "", "传真"]),
        ("13800138000 女儿 座机3352345 家 传真3352346", ["女儿", "家", "传真"]),
        ("身份证420704196501011234 电话13800138000", ["身份证420704196501011234"]),
        ("13800138000/女儿", ["女儿"]),
        ("3352345/6", ["/6"]),
    ],
)
def test_what_a_number_is_stays_with_it(text: str, notes: list[str]) -> None:
    assert [note for _, _, note in read(text)] == notes


@pytest.mark.parametrize(
    "numbers", [("一三八零零一三八零零零", "0711-3352345"), ("138零零138000", "0711-三三五二三四五")]
)
@pytest.mark.parametrize("between", ["\n", " ", "：", "。", "/ "])
@pytest.mark.parametrize("marks", [("1、", "2、"), ("①：", "②"), ("1 ", "2 "), ("(1)", "(2)：")], ids="".join)
def test_numerals_beside_the_marks_of_a_list_stay_numbers(
    marks: tuple[str, str], between: str, numbers: tuple[str, str]
) -> None:
    written = f"{marks[0]}{numbers[0]}{between}{marks[1]}{numbers[1]}"

    assert read(written) == [(MOBILE, "", ""), (LANDLINE, "", "")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3352345转801二号楼", [(LANDLINE, "801", "二号楼")]),
        ("3352345转801三楼、13800138000", [(LANDLINE, "801", "三楼"), (MOBILE, "", "")]),
        ("3352345转八零一", [(LANDLINE, "801", "")]),
        ("3352345转8零1", [(LANDLINE, "801", "")]),
        ("+852 2345 6789：13800138000", [("+85223456789", "", ""), (MOBILE, "", "")]),
        ("(1)+852 2345 6789(2)13800138000", [("+85223456789", "", ""), (MOBILE, "", "")]),
        ("①Mr. Li：13800138000②Mr. Wu：3352345", [(MOBILE, "", "Mr. Li"), (LANDLINE, "", "Mr. Wu")]),
        ("Mr. Li138O0138000", [(MOBILE, "", "Mr. Li")]),
        ("四零零八零零一二三四", [("+864008001234", "", "")]),
    ],
)
def test_what_touches_a_number_is_told_from_it(text: str, meant: list[tuple[str, str, str]]) -> None:
    assert read(text) == meant
