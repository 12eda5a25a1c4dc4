"""A year's days off and make-up days, as an administrator types them from the State Council's notice.

A table with the columns date, working and label (日期, 班休, 说明): one line for each day that differs from its weekday.
"""

from __future__ import annotations

from datetime import date

from complaints.infrastructure.errors import BadInput
from schemas.table_text import Line, Unreadable, day_in, lines_of_table
from schemas.text import has_visible, unusable
from workflows.language import Text

COLUMNS = {
    "date": ("date", "day", "日期", "日子"),
    "working": (
        "working",
        "work",
        "班休",
        "休班",
        "休/班",
        "班/休",
        "上班",
        "是否上班",
        "安排",
        "状态",
        "类型",
    ),
    "label": ("label", "note", "说明", "备注", "名称", "节日", "事由"),
}
WORKING = {
    **dict.fromkeys(("yes", "y", "1", "true", "working", "班", "上班", "补班", "工作日", "是"), True),
    **dict.fromkeys(("no", "n", "0", "false", "off", "休", "休息", "放假", "假", "否"), False),
}
LONGEST_LABEL = 100

Days = dict[date, tuple[bool, str]]


class _Fault(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def read_year(year: int, raw: bytes) -> Days:
    """The days of the file. Raises BadInput naming every faulty line by its number; the header is line 1."""
    days: Days = {}
    faults: dict[str, Text] = {}
    places, lines = _table(raw)
    for line in lines:
        try:
            day, working, label = _day(year, line, places)
            if day in days:
                raise _Fault(f"{day} 写了两次。", f"{day} stands twice.")
            days[day] = working, label
        except _Fault as fault:
            faults[str(line.number)] = fault.text
    if not days and not faults:
        faults["2"] = Text("文件里没有任何日期。", "There is no day in the file.")
    if faults:
        raise BadInput(faults)
    return days


def _table(raw: bytes) -> tuple[dict[str, int], list[Line]]:
    """Where each column stands, and the lines below the header."""
    try:
        lines = list(lines_of_table(raw))
    except Unreadable as error:
        raise BadInput({str(error.line): error.text}) from error
    places = _places(lines[0].cells) if lines else {}
    if not {"date", "working"} <= set(places):
        wanted = Text(
            "第一行必须是 date,working,label（或 日期,班休,说明）。",
            "The first line must be date,working,label.",
        )
        raise BadInput({str(lines[0].number) if lines else "1": wanted})
    return places, lines[1:]


def _places(header: tuple[str, ...]) -> dict[str, int]:
    names = [name.lower().replace(" ", "") for name in header]
    return {
        column: next(at for at, name in enumerate(names) if name in called)
        for column, called in COLUMNS.items()
        if set(called) & set(names)
    }


def _day(year: int, line: Line, places: dict[str, int]) -> tuple[date, bool, str]:
    count, most = len(line.cells), max(places.values()) + 1
    if count > most:
        raise _Fault(f"应有 {most} 列，写了 {count} 列。", f"There must be {most} columns, not {count}.")
    cells = {name: line.cells[place] if place < len(line.cells) else "" for name, place in places.items()}
    day, word, label = _date(cells["date"], year), cells["working"].lower(), cells.get("label", "")
    if day.year != year:
        raise _Fault(f"{day} 不在 {year} 年。", f"{day} is not in {year}.")
    if word not in WORKING:
        raise _Fault(
            f"“{word[:20]}”看不出是上班还是休息，应写 班 或 休（yes 或 no）。",
            f"“{word[:20]}” should be yes (a working day) or no (a day off).",
        )
    return day, WORKING[word], _label(label)


def _label(label: str) -> str:
    wrong = unusable(label)
    if wrong:
        raise _Fault(f"说明里{wrong.zh}", f"In the label: {wrong.en}")
    if len(label) > LONGEST_LABEL:
        raise _Fault(f"说明不能超过 {LONGEST_LABEL} 字。", f"A label has at most {LONGEST_LABEL} signs.")
    return label if has_visible(label) else ""


def _date(text: str, year: int) -> date:
    try:
        return day_in(text, year)
    except ValueError as error:
        zh, en = error.args if len(error.args) == 2 else ("", "")
    raise _Fault(
        f"“{text[:20]}”不是日期{zh and '（' + zh + '）'}，请写成 {year}-01-01。",
        f"“{text[:20]}” is not a date{en and ' (' + en + ')'}; write it like {year}-01-01.",
    )
