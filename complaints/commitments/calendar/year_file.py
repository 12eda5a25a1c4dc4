"""A year's days off and make-up days, as an administrator types them from the State Council's notice.

A table with the columns date, working and label (日期, 班休, 说明): one line for each day that differs from its weekday.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from complaints.commitments.calendar import day_words, year_columns
from complaints.commitments.calendar.day_words import heading_of, plain
from complaints.commitments.calendar.year_columns import Fault
from complaints.infrastructure.errors import BadInput
from schemas.dates import day_in
from schemas.table_text import OPEN_QUOTE, SEPARATORS, Line, Unreadable, lines_of_table, swallowed
from schemas.text import beginning, has_visible, unusable
from schemas.weekdays import WEEKDAY
from workflows.language import Text

COLUMNS = {
    "date": (
        *("date", "day", "日期", "日子", "开始日期", "起始日期", "开始", "开始日", "起", "自", "从"),
        *("start", "startdate", "from", "firstday"),
    ),
    **year_columns.COLUMNS,
    "working": (
        "working",
        "work",
        *day_words.ASKS_BOTH,
        *day_words.ASKS_IF_WORKED,
    ),
    "off": day_words.ASKS_IF_OFF,
    "weekday": ("weekday", "星期", "星期几", "周", "周几", "礼拜"),
    "label": ("label", "note", "说明", "备注", "名称", "节日", "事由"),
}
LONGEST_LABEL = 100
LATEST_HEADER = 4
QUOTES = " “”‘’「」"

Days = dict[date, tuple[bool, str]]


def read_year(year: int, raw: bytes) -> Days:
    """The days of the file. Raises BadInput naming every faulty line by its number; the header is line 1."""
    days: Days = {}
    faults: dict[str, Text] = {}
    places, header, lines = _table(raw)
    for line in lines:
        if swallowed(line, lambda cells: any(_is_day(cell, year) for cell in cells[:-1])):
            faults[str(line.begins)] = OPEN_QUOTE
            continue
        try:
            found = _days(year, line, places, header.cells)
            if twice := next((day for day in found if day in days), None):
                raise Fault(f"{twice} 写了两次。", f"{twice} stands twice.")
            days |= found
        except Fault as fault:
            faults[str(line.number)] = fault.text
    if not days and not faults:
        faults["2"] = Text("文件里没有任何日期。", "There is no day in the file.")
    if faults:
        raise BadInput(faults)
    return days


def _table(raw: bytes) -> tuple[dict[str, int], Line, list[Line]]:
    """The place of each column, the header, and the lines below it."""
    try:
        lines = [_without_separator(line) for line in lines_of_table(raw)]
    except Unreadable as error:
        raise BadInput({str(error.line): error.text}) from error
    for at, header in enumerate(lines[:LATEST_HEADER]):  # a title may stand above it
        places = _places(header.cells)
        if "date" in places and not places.keys().isdisjoint(("working", "off")):
            _refuse_doubled(header)
            return places, header, lines[at + 1 :]
    wanted = Text(
        "第一行必须是 date,working,label（或 日期,班休,说明）。",
        "The first line must be date,working,label.",
    )
    raise BadInput({str(lines[0].number) if lines else "1": wanted})


def _refuse_doubled(header: Line) -> None:
    if doubled := year_columns.doubled([heading_of(name) for name in header.cells], COLUMNS):
        first, second = (header.cells[at].strip() for at in doubled)
        wanted = Text(
            f"“{first}”和“{second}”两列看不出用哪一列；请只留一列，多天的写 开始日期 和 结束日期。",
            f"Of the columns “{first}” and “{second}” one would go unread; leave one, or name them start and end.",
        )
        raise BadInput({str(header.number): wanted})


def _without_separator(line: Line) -> Line:
    """Without one behind the last cell that is of another kind than the file's."""
    *others, last = line.cells
    return replace(line, cells=(*others, last.rstrip(f" {SEPARATORS}")))


def _places(header: tuple[str, ...]) -> dict[str, int]:
    names = [heading_of(name) for name in header]
    return {
        column: next(at for at, name in enumerate(names) if name in called)
        for column, called in COLUMNS.items()
        if set(called) & set(names)
    }


def _days(year: int, line: Line, places: dict[str, int], header: tuple[str, ...]) -> Days:
    count, most = len(line.cells), len(header)
    if count > most:
        raise Fault(f"应有 {most} 列，写了 {count} 列。", f"There must be {most} columns, not {count}.")
    cells = {name: line.cells[place] if place < len(line.cells) else "" for name, place in places.items()}
    year_columns.refuse_limits(line.cells, header)
    year_columns.require_year(cells.get("year", ""), year)
    first = _date(f"{cells['date']}{_weekday(cells)}", year)
    days = list(year_columns.days_from(first, cells, lambda written: _date(written, year)))
    for day in days:
        if day.year != year:
            raise Fault(f"{day} 不在 {year} 年。", f"{day} is not in {year}.")
    _refuse_contradiction(line.cells, header)
    working = _is_working(cells, {name: header[place] for name, place in places.items()})
    return dict.fromkeys(days, (working, _label(cells.get("label", ""))))


def _refuse_contradiction(cells: tuple[str, ...], header: tuple[str, ...]) -> None:
    """Two columns that ask the same say the same."""
    named = zip(map(heading_of, header), cells, strict=False)
    asked = [(name, plain(cell)) for name, cell in named if name in COLUMNS["working"] and has_visible(cell)]
    said = {day_words.is_working(written, name) for name, written in asked}
    if len(said) > 1:
        raise Fault(
            "两列都写班休，写的不一样。", "Two columns say whether the day is worked, and they differ."
        )


def _weekday(cells: dict[str, str]) -> str:
    """What a column of its own says, as it stands behind a day; 五 and 5 are read there too."""
    written = plain(cells.get("weekday", ""))
    if written and not re.fullmatch(WEEKDAY, written):
        written = f"星期{written}"
    return f" {written}" if re.fullmatch(WEEKDAY, written) else ""


def _is_working(cells: dict[str, str], headings: dict[str, str]) -> bool:
    if {"working", "off"} <= cells.keys():
        return _marked(cells["working"], cells["off"], headings)
    column = "working" if "working" in cells else "off"
    written, heading = cells[column], heading_of(headings[column])
    working = day_words.is_working(plain(written), heading)
    if working is not None:
        return working
    shown = beginning(written.strip(), 20)
    if day_words.answer(plain(written)) is not None:
        raise Fault(
            f"这一列问的是休还是班，“{shown}”看不出是哪一样，应写 班 或 休。",
            f"The column asks whether a day is off or worked; “{shown}” does not say which. Write 班 (worked) or 休 (off).",
        )
    raise Fault(
        f"“{shown}”看不出是上班还是休息，应写 班 或 休（yes 或 no）。",
        f"“{shown}” should be yes (a working day) or no (a day off).",
    )


def _marked(worked: str, off: str, headings: dict[str, str]) -> bool:
    """One column for days that are worked and one for days off: exactly one of the two is marked."""
    said = [
        None if not has_visible(cell) else day_words.is_working(plain(cell), heading_of(headings[column]))
        for column, cell in (("working", worked), ("off", off))
    ]
    unread = any(has_visible(cell) and one is None for cell, one in zip((worked, off), said, strict=True))
    if unread or len({one for one in said if one is not None}) != 1:
        names = headings["working"], headings["off"]
        raise Fault(
            f"“{names[0]}”和“{names[1]}”两列里应恰好有一列打√（写是）。",
            f"Exactly one of the columns “{names[0]}” and “{names[1]}” must be marked √ (yes).",
        )
    return True in said


def _label(label: str) -> str:
    wrong = unusable(label)
    if wrong:
        raise Fault(f"说明里{wrong.zh}", f"In the label: {wrong.en}")
    if len(label) > LONGEST_LABEL:
        raise Fault(f"说明不能超过 {LONGEST_LABEL} 字。", f"A label has at most {LONGEST_LABEL} signs.")
    return label if has_visible(label) else ""


def _is_day(text: str, year: int) -> bool:
    try:
        return bool(day_in(text, year))
    except ValueError:
        return False


def _date(text: str, year: int) -> date:
    try:
        return day_in(text.strip(QUOTES), year)
    except ValueError as error:
        zh, en = error.args if len(error.args) == 2 else ("", "")
    raise Fault(
        f"“{beginning(text, 20)}”不是日期{zh and '（' + zh + '）'}，请写成 {year}-01-01。",
        f"“{beginning(text, 20)}” is not a date{en and ' (' + en + ')'}; write it like {year}-01-01.",
    )
