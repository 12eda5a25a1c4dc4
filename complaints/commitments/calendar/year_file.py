"""A year's days off and make-up days, as an administrator types them from the State Council's notice.

CSV with the header `date,working,label`: one line for each day that differs from its weekday.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from complaints.infrastructure.errors import BadInput
from workflows.language import Text

HEADER = ["date", "working", "label"]
WORKING = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}
LONGEST_LABEL = 100
_DATE = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})")  # spreadsheets like to write 2027/1/1

Days = dict[date, tuple[bool, str]]


class _Fault(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def read_year(year: int, raw: bytes) -> Days:
    """The days of the file. Raises BadInput naming every faulty line by its number; the header is line 1."""
    days: Days = {}
    faults: dict[str, Text] = {}
    for line, row in _rows(raw):
        try:
            day, working, label = _day(year, row)
            if day in days:
                raise _Fault(f"{day} 写了两次。", f"{day} stands twice.")
            days[day] = working, label
        except _Fault as fault:
            faults[str(line)] = fault.text
    if not days and not faults:
        faults["2"] = Text("文件里没有任何日期。", "There is no day in the file.")
    if faults:
        raise BadInput(faults)
    return days


def _rows(raw: bytes) -> list[tuple[int, list[str]]]:
    """(line, cells) of every line below the header that is not empty."""
    reader = csv.reader(io.StringIO(_text(raw)))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise BadInput({str(reader.line_num): Text("这一行不是 CSV。", "This line is not CSV.")}) from error
    if not rows or [cell.lower() for cell in rows[0][1]] != HEADER:
        wanted = Text("第一行必须是 date,working,label。", "The first line must be date,working,label.")
        raise BadInput({"1": wanted})
    return [(line, cells) for line, cells in rows[1:] if any(cells)]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = str(raw[: error.start].count(b"\n") + 1)
        said = Text("文件须存为 UTF-8 编码的 CSV。", "The file must be saved as CSV in UTF-8.")
        raise BadInput({line: said}) from error


def _day(year: int, cells: list[str]) -> tuple[date, bool, str]:
    if len(cells) != len(HEADER):
        raise _Fault(f"应有 3 列，写了 {len(cells)} 列。", f"There must be 3 columns, not {len(cells)}.")
    day, word, label = _date(cells[0]), cells[1].lower(), cells[2]
    if day.year != year:
        raise _Fault(f"{day} 不在 {year} 年。", f"{day} is not in {year}.")
    if word not in WORKING:
        raise _Fault(f"“{word[:20]}”应为 yes 或 no。", f"“{word[:20]}” should be yes or no.")
    if not label.isprintable():
        raise _Fault("说明里有不能显示的字符。", "The label holds signs that cannot be shown.")
    if len(label) > LONGEST_LABEL:
        raise _Fault(f"说明不能超过 {LONGEST_LABEL} 字。", f"A label has at most {LONGEST_LABEL} signs.")
    return day, WORKING[word], label


def _date(text: str) -> date:
    written = _DATE.fullmatch(text)
    try:
        if written:
            return date(int(written[1]), int(written[3]), int(written[4]))
    except ValueError:
        pass
    raise _Fault(
        f"“{text[:20]}”不是日期，请写成 2027-01-01。",
        f"“{text[:20]}” is not a date; write it like 2027-01-01.",
    )
