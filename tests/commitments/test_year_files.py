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
    "page break": PLAIN.replace("元旦", "\u200b元旦\x0c"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", WRITTEN)
def test_a_year_is_read_as_spreadsheets_save_it(name: str, encoding: str) -> None:
    assert read_year(2027, WRITTEN[name].encode(encoding)) == WANTED


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("46023,休,元旦", "序号"),
        ("1/2/2027,休,元旦", "分不清月和日"),
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


def test_a_workbook_is_told_to_be_saved_as_csv() -> None:
    with pytest.raises(BadInput) as refused:
        read_year(2027, b"PK\x03\x04" + bytes(100))

    assert "另存为 CSV" in refused.value.fields["1"].zh


def test_a_quotation_mark_that_is_not_closed_is_named_with_its_line() -> None:
    raw = '日期,休/班,说明\n2027-01-01,休,"元旦\n2027-02-06,班,春节调休\n2027-02-07,休,春节\n'.encode()

    with pytest.raises(Unreadable) as error:
        list(lines_of_table(raw))

    assert error.value.line == 2
