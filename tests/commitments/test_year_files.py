"""Year files as offices have them: any encoding a spreadsheet saves, Chinese words and dates, cells too many."""

from __future__ import annotations

from datetime import date

import pytest

from complaints.commitments.calendar.year_file import read_year
from complaints.infrastructure.errors import BadInput
from schemas.table_text import Unreadable, lines_of_table

WANTED = {date(2027, 1, 1): (False, "元旦"), date(2027, 1, 9): (True, "补班")}
PLAIN = "date,working,label\n2027-01-01,no,元旦\n2027-01-09,yes,补班\n"
WRITTEN = {
    "plain": PLAIN,
    "chinese words": "日期,班休,说明\n2027年1月1日,休,元旦\n2027年1月9日,班,补班\n",
    "without a year": "日期,安排,备注\n1月1日,放假,元旦\n1月9日,上班,补班\n",
    "weekdays": "日期,班休,说明\n2027年1月1日 星期五,休,元旦\n2027年1月9日（周六）,班,补班\n",
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "wide commas": PLAIN.replace(",", "，"),
    "trailing commas": PLAIN.replace("\n", ",,,\r\n") + ",,,,\n,,,,\n",
    "named separator": "sep=;\r\n" + PLAIN.replace(",", ";"),
    "wide digits": PLAIN.replace("2027-01-0", "２０２７－０１－０"),
    "slashes and times": PLAIN.replace("2027-01-01", "2027/1/1 0:00:00").replace("2027-01-09", "2027.1.9"),
    "columns moved": "说明,日期,上班\n元旦,20270101,否\n补班,20270109,是\n",
    "quotes": '"date","working","label"\n"2027-01-01","休","元旦"\n"2027-01-09","班","补班"\n',
    "old line ends": PLAIN.replace("\n", "\r"),
    "spaces": "日期,班休,说明\n2027 年 1 月 1 日,休,元旦\n2027年 1月 9日,班,补班\n",
    "numerals": "日期,班休,说明\n二〇二七年元月一日,休,元旦\n二〇二七年一月九日,班,补班\n",
    "marks nobody sees": "\u200e日期,\ufeff班休,说明\n\u200e2027-01-01,\u200b休,元旦\n\u202a2027-01-09\u202c,\u2060班,补班\n",
    "marked columns": "日期*,休／班（必填）,说 明\n2027-01-01,休,元旦\n2027-01-09,班,补班\n",
    "other columns": "序号,日期,休/班,说明,文号\n1,2027-01-01,休,元旦,国办发\n2,2027-01-09,班,补班\n",
    "other separators behind": PLAIN.replace("\n", ";;\n") + ";;;\n",
    "commas behind semicolons": PLAIN.replace(",", ";").replace("\n", ",,\n"),
    "end of file": PLAIN + "\x1a",
    "filled up": PLAIN + "\0" * 30,
    "empty lines": PLAIN.replace("\n", "\n\n , ,\n"),
    "separated lines": PLAIN.strip().replace("\n", "\u2028"),
    "formula": PLAIN.replace("2027-01-01", '"=""2027-01-01"""').replace("2027-01-09", "'2027-01-09"),
    "weekdays before": PLAIN.replace("2027-01-01", "星期五 2027-01-01").replace(
        "2027-01-09", "2027-01-09(Sat)"
    ),
    "dashes": PLAIN.replace("2027-01-01", "2027–01–01").replace("2027-01-09", "2027‑01‑09"),
    "page break": PLAIN.replace("元旦", "\u200b元旦\x0c"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


OFF = (
    "休",
    "放假",
    "休息日",
    "法定节假日",
    "节假日",
    "补休",
    "调休放假",
    "休。",
    "休假",
    "ＯＦＦ",
    "holiday",
    "FALSE",
    "N",
    "春节放假",
    "国庆节调休放假",
    "元旦休息",
)
WORK = (
    "春节补班",
    "国庆节调休上班",
    "中秋上班",
    "班",
    "上班",
    "补班",
    "班（补）",
    "工作",
    "工作日",
    "调休上班",
    "ｙｅｓ",
    "workday",
    "True",
    "1",
)


@pytest.mark.parametrize(
    ("word", "working"), [*((one, False) for one in OFF), *((one, True) for one in WORK)]
)
def test_every_usual_word_says_whether_a_day_is_worked(word: str, working: bool) -> None:
    assert read_year(2027, f"日期,班休\n2027-01-01,{word}\n".encode()) == {date(2027, 1, 1): (working, "")}


UNCLEAR = (
    "停班 停工 停工停班 取消上班 上班取消 暂停上班 免上班 停止工作 下班 半天班 倒班 值班 轮班 夜班 加班 班后休 上半天班 "
    "取消放假 放假取消 停止休假 停休 免休 暂停休假 轮休 休半天 放假半天 假如 班休 休班 请假 年假 调休 调休取消 取消调休上班 "
    "春节 国庆节 春节值班 国庆加班 春节停班 元旦不上班 五一半天班 "
    "workless off-work holidaywork restored workaround halfday 2 是否 班？"
)


@pytest.mark.parametrize(
    "word", [*UNCLEAR.split(), "no work", "no holiday", "work cancelled", "off cancelled"]
)
def test_a_word_of_no_list_is_refused_with_its_line(word: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,班休\n2027-01-01,休\n2027-01-02,{word}\n".encode())

    assert list(refused.value.fields) == ["3"] and word in refused.value.fields["3"].zh


@pytest.mark.parametrize("written", ["2027年1月1日 星期六", "1月1日（周六）", "Sat 2027-01-01"])
def test_a_weekday_that_is_not_that_of_the_day_is_named_with_its_line(written: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,班休\n2027-01-02,休\n{written},休\n".encode())

    assert list(refused.value.fields) == ["3"] and "2027-01-01 是星期五" in refused.value.fields["3"].zh


@pytest.mark.parametrize("heading", ["星期", "星期几", "周几", "weekday"])
@pytest.mark.parametrize(
    ("right", "wrong"), [("五", "六"), ("周五", "周六"), ("星期五", "星期日"), ("5", "7"), ("Fri", "Monday")]
)
def test_a_column_of_weekdays_is_compared_with_the_days(heading: str, right: str, wrong: str) -> None:
    table = f"日期,{heading},班休,说明\n2027-01-02,,休,元旦\n2027-01-01,{{}},休,元旦\n"

    assert set(read_year(2027, table.format(right).encode())) == {date(2027, 1, 1), date(2027, 1, 2)}
    with pytest.raises(BadInput) as refused:
        read_year(2027, table.format(wrong).encode())
    assert list(refused.value.fields) == ["3"] and "2027-01-01 是星期五" in refused.value.fields["3"].zh


@pytest.mark.parametrize("behind", [";", ",", "；", "，", "; ", " ;"])
@pytest.mark.parametrize("rows", [PLAIN, PLAIN.replace(",", ";"), PLAIN.replace(",", "\t")])
@pytest.mark.parametrize("header", [True, False])
def test_one_separator_behind_a_line_is_left_out(rows: str, behind: str, header: bool) -> None:
    first, *others = rows.splitlines()
    lines = [first + behind * header, *(f"{line}{behind}" for line in others)]

    assert read_year(2027, "\n".join(lines).encode()) == WANTED


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_year_is_read_as_spreadsheets_save_it(name: str, encoding: str) -> None:
    assert read_year(2027, WRITTEN[name].encode(encoding)) == WANTED


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("46023,休,元旦", "序号"),
        ("1/2/2027,休,元旦", "分不清年、月和日"),
        ("2027-01-01,不上班,元旦", "看不出是上班还是休息"),
        ("2027-01-01,节假日加班,元旦", "看不出是上班还是休息"),
        ("46023.0,休,元旦", "序号"),
        ("27/1/1,休,元旦", "分不清年、月和日"),
        ("2027-13-01,休,元旦", "没有这一天"),
        ("2027-01-01,休,元旦,放假", "应有 3 列，写了 4 列"),
        ("1月1日至3日,休,元旦", "一行只写一天"),
        ("2027-02-30,休,元旦", "不是日期"),
        ("2027-01-01,调休,元旦", "看不出是上班还是休息，应写 班 或 休"),
        ("2026-01-01,休,元旦", "不在 2027 年"),
        ("2027-01-01,休,元\x07旦", "U+0007"),
    ],
)
def test_what_stays_unclear_is_named_with_its_line(line: str, told: str) -> None:
    raw = f"日期,班休,说明\n2027年1月2日,休,元旦\n{line}\n".encode("gb18030")

    with pytest.raises(BadInput) as refused:
        read_year(2027, raw)

    assert list(refused.value.fields) == ["3"] and told in refused.value.fields["3"].zh


@pytest.mark.parametrize("heading", ["休/班", "休班", "休／班（必填）"])
@pytest.mark.parametrize("word", ["是", "1", "否", "yes", "0"])
def test_yes_under_a_heading_that_asks_two_things_is_unclear(heading: str, word: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,{heading},说明\n2027-01-09,班,补班\n2027-01-01,{word},元旦\n".encode())

    assert (
        list(refused.value.fields) == ["3"]
        and "看不出是哪一样，应写 班 或 休" in refused.value.fields["3"].zh
    )


@pytest.mark.parametrize("heading", ["班休", "休班", "班/休", "安排", "状态", "类型"])
@pytest.mark.parametrize("word", ["√", "×", "✔️", "X", "☑", "❌"])
def test_a_mark_under_a_heading_that_asks_two_things_is_unclear(heading: str, word: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,{heading}\n2027-01-09,班\n2027-01-01,{word}\n".encode("gb18030"))

    assert list(refused.value.fields) == ["3"]
    assert f"“{word}”看不出是哪一样，应写 班 或 休" in refused.value.fields["3"].zh


@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("√", "×"), ("✔", "✘"), ("Y", "N"), ("1", "0")])
@pytest.mark.parametrize("heading", ["上班", "是否上班", "班", "补班", "工作日"])
def test_yes_and_marks_under_a_heading_of_work_are_read(heading: str, yes: str, no: str) -> None:
    raw = f"日期,{heading},说明\n2027-01-01,{no},元旦\n2027-01-09,{yes},补班\n".encode("utf-16")

    assert read_year(2027, raw) == WANTED


@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("√", "×"), ("✔", "✘"), ("Y", "N"), ("1", "0")])
@pytest.mark.parametrize("heading", ["休息", "是否放假", "休", "放假", "节假日"])
def test_yes_and_marks_under_a_heading_of_rest_are_read(heading: str, yes: str, no: str) -> None:
    raw = f"日期,{heading},说明\n2027-01-01,{yes},元旦\n2027-01-09,{no},补班\n".encode("utf-8-sig")

    assert read_year(2027, raw) == WANTED


@pytest.mark.parametrize(("yes", "no"), [("√", ""), ("是", "否"), ("√", "×"), ("1", " ")])
@pytest.mark.parametrize("header", ["日期,班,休,说明", "日期,上班,放假,说明"])
def test_two_columns_one_of_which_is_marked_are_read(header: str, yes: str, no: str) -> None:
    raw = f"{header}\n2027-01-01,{no},{yes},元旦\n2027-01-09,{yes},{no},补班\n".encode("gb18030")

    assert read_year(2027, raw) == WANTED


@pytest.mark.parametrize("cells", ["√,√", ",", "×,×", "是,是", "?,√"])
def test_two_columns_both_or_neither_marked_are_named(cells: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,班,休,说明\n2027-01-09,√,,补班\n2027-01-01,{cells},元旦\n".encode())

    assert list(refused.value.fields) == ["3"] and "恰好有一列" in refused.value.fields["3"].zh


TYPED = {
    "a title above": "2027年节假日安排,,\n\n日期,班休,说明\n2027-01-01,休,元旦\n2027-01-09,班,补班\n",
    "two words": "日期,班或休,说明\n2027-01-01,休,元旦\n2027-01-09,班,补班\n",
    "two words and a stroke": "日期,班|休,说明\n2027-01-01,休！,元旦\n2027-01-09,班！,补班\n",
    "longer words": "日期,上班/休息,说明\n2027-01-01,「休息」,元旦\n2027-01-09,「上班」,补班\n",
    "rest first": "日期,休息、上班,说明\n2027-01-01,休息,元旦\n2027-01-09,上班（调）,补班\n",
    "an arrangement": "日期,放假安排,说明\n2027-01-01,放假,元旦\n2027-01-09,補班,补班\n",
    "traditional": "日期,狀態,備註\n2027-01-01,休,元旦\n2027-01-09,補班,补班\n",
    "quotation marks of Word": "“日期”,“班休”,“说明”\n“2027-01-01”,“休”,元旦\n“2027-01-09”,“班”,补班\n",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", TYPED)
def test_a_table_is_read_as_people_type_it(name: str, encoding: str) -> None:
    assert read_year(2027, TYPED[name].encode(encoding)) == WANTED


@pytest.mark.parametrize("heading", ["班或休", "休息/上班", "上班/休息", "放假安排", "狀態"])
@pytest.mark.parametrize("word", ["是", "√", "否"])
def test_yes_under_any_heading_that_asks_two_things_is_unclear(heading: str, word: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, f"日期,{heading}\n2027-01-09,班\n2027-01-01,{word}\n".encode())

    assert list(refused.value.fields) == ["3"] and "应写 班 或 休" in refused.value.fields["3"].zh


def test_a_workbook_is_told_to_be_saved_as_csv() -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, b"PK\x03\x04" + bytes(100))

    assert "另存为 CSV" in refused.value.fields["1"].zh


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line() -> None:
    raw = '日期,休/班,说明\n2027-01-01,休,"元旦\n2027-02-06,班,春节调休\n2027-02-07,休,春节\n'.encode()

    with pytest.raises(Unreadable) as error:
        list(lines_of_table(raw))

    assert error.value.line == 2


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_two_open_quotation_marks_swallow_no_line(encoding: str) -> None:
    """What lies between two marks that were both left open is no label: the line of the first is named."""
    text = '日期,班休,说明\n2027-01-01,休,"元旦\n2027-01-02,休,元旦\n2027-01-03,休,元旦"\n2027-01-04,班,\n'

    with pytest.raises(BadInput) as refused:
        read_year(2027, text.encode(encoding))

    assert list(refused.value.fields) == ["2"] and "引号" in refused.value.fields["2"].zh


def test_a_label_of_two_lines_is_one_label() -> None:
    text = '日期,班休,说明\n2027-01-01,休,"元旦\n国办发"\n'

    assert read_year(2027, text.encode()) == {date(2027, 1, 1): (False, "元旦 国办发")}


@pytest.mark.parametrize(
    ("encoding", "cut"), [("utf-8", b"\xe6"), ("utf-16-le", b"\x00\xd8"), ("gb18030", b"\xff")]
)
def test_a_file_damaged_in_one_place_names_its_line(encoding: str, cut: bytes) -> None:
    """A sign cut in half does not make the whole file one of another encoding."""
    lines = ["日期,班休,说明", *(f"2027-01-0{day},休,元旦放假" for day in range(1, 10))]
    raw = [line.encode(encoding) + "\n".encode(encoding) for line in lines]
    raw[4] = raw[4].replace("元旦".encode(encoding), cut)

    with pytest.raises(BadInput) as refused:
        read_year(2027, b"".join(raw))

    assert list(refused.value.fields) == ["5"]


SPRING = {date(2027, 2, day): (False, "春节") for day in (5, 6, 7)}


@pytest.mark.parametrize(
    "table",
    [
        "开始日期,结束日期,班休,说明\n2027-02-05,2027-02-07,休,春节\n",
        "日期,结束日期,天数,班休,说明\n2月5日,2月7日,3,休,春节\n",
        "日期,天数,班休,说明\n2027-02-05,三天,休,春节\n",
        "年份,日期,班休,说明\n2027,2月5日,休,春节\n2027年,2月6日,休,春节\n,2月7日,休,春节\n",
        "起,止,班休,说明\n2027/2/5,2027/2/6,休,春节\n2027/2/7,,休,春节\n",
        "日期,时段,天数,班休,班休,说明\n2027-02-05,全天,3,休,放假,春节\n",
    ],
)
def test_first_and_last_day_of_a_line_are_read(table: str) -> None:
    assert read_year(2027, table.encode()) == SPRING


@pytest.mark.parametrize(
    ("table", "line", "said"),
    [
        ("日期,日期,班休\n2027-02-05,2027-02-07,休\n", "1", "看不出用哪一列"),
        ("日期,开始日期,班休\n2027-02-05,2027-02-05,休\n", "1", "开始日期"),
        ("日期,结束日期,班休\n2027-02-05,2027-02-03,休\n", "2", "结束日期须在开始日期之后"),
        ("日期,结束日期,班休\n2027-02-05,初八,休\n", "2", "初八"),
        ("日期,结束日期,天数,班休\n2027-02-05,2027-02-07,2,休\n", "2", "不是 2 天"),
        ("日期,天数,班休\n2027-02-05,0.5,休\n", "2", "不是天数"),
        ("日期,天数,班休\n2027-02-05,0,休\n", "2", "不是天数"),
        ("日期,天数,班休\n2027-02-05,3,休\n2027-02-06,3,休\n", "3", "写了两次"),
        ("日期,天数,班休\n2027-12-31,2,休\n", "2", "不在 2027 年"),
        ("年份,日期,班休\n2026,2月5日,休\n", "2", "2026"),
        ("日期,时段,班休\n2027-02-05,下午,休\n", "2", "整天"),
        ("日期,半天,班休\n2027-02-05,是,休\n", "2", "整天"),
        ("日期,班休,是否取消\n2027-02-05,休,是\n", "2", "是否取消"),
        ("日期,班休,班休\n2027-02-05,休,班\n", "2", "两列都写班休"),
        ("日期,班休,安排\n2027-02-05,班,放假\n", "2", "两列都写班休"),
    ],
)
def test_column_that_changes_the_meaning_is_read_or_named(table: str, line: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, table.encode())
    assert said in refused.value.fields[line].zh
