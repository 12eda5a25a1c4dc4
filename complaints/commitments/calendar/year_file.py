"""A year's days off and make-up days, as an administrator types them from the State Council's notice.

A table with the columns date, working and label (日期, 班休, 说明): one line for each day that differs from its weekday.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import date

from complaints.infrastructure.errors import BadInput
from schemas.dates import day_in
from schemas.table_text import OPEN_QUOTE, SEPARATORS, Line, Unreadable, lines_of_table, swallowed
from schemas.text import beginning, has_visible, unusable
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
_WORK = (
    "yes y 1 true on 是 班 上班 上班日 补班 补班日 补上班 班补 上班补 工作 工作日 补工作日 补工作 正常上班 照常上班 正常工作 "
    "work working worked workday workingday"
)
_OFF = (
    "no n 0 false off 否 休 休息 休息日 休假 放假 放假日 放假休息 假 假日 假期 补休 补假 公休 公休日 公休假 节日 节假日 法定节日 "
    "法定节假日 法定假日 法定假期 法定休息日 dayoff rest restday holiday publicholiday"
)
# Closed: a word that turns another around (停班, 取消放假) is in neither, and its line is refused.
WORKING = {**dict.fromkeys(_WORK.split(), True), **dict.fromkeys(_OFF.split(), False)}
_YES_OR_NO = frozenset(("yes", "y", "1", "true", "on", "是", "no", "n", "0", "false", "否"))
_TELLS_NOTHING = re.compile(r"调休|[()\[\]【】\-]")  # 调休 is said of days off and of days worked for them
_FEAST = re.compile(
    "^(?:元旦|春节|除夕|清明|劳动|五一|端午|中秋|国庆|十一|抗战胜利纪念日)(?:节|假期|期间)?(?=.)"  # said before what is done
)
LONGEST_LABEL = 100

Days = dict[date, tuple[bool, str]]


class _Fault(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def read_year(year: int, raw: bytes) -> Days:
    """The days of the file. Raises BadInput naming every faulty line by its number; the header is line 1."""
    days: Days = {}
    faults: dict[str, Text] = {}
    places, header, lines = _table(raw)
    says_both = _says_both(header.cells[places["working"]])
    for line in lines:
        if swallowed(line, lambda cells: any(_is_day(cell, year) for cell in cells[:-1])):
            faults[str(line.begins)] = OPEN_QUOTE
            continue
        try:
            day, working, label = _day(year, line, places, len(header.cells))
            if says_both:
                _require_said(line.cells[places["working"]])
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


def _table(raw: bytes) -> tuple[dict[str, int], Line, list[Line]]:
    """The place of each column, the header, and the lines below it."""
    try:
        lines = [_without_separator(line) for line in lines_of_table(raw)]
    except Unreadable as error:
        raise BadInput({str(error.line): error.text}) from error
    places = _places(lines[0].cells) if lines else {}
    if not {"date", "working"} <= set(places):
        wanted = Text(
            "第一行必须是 date,working,label（或 日期,班休,说明）。",
            "The first line must be date,working,label.",
        )
        raise BadInput({str(lines[0].number) if lines else "1": wanted})
    return places, lines[0], lines[1:]


def _without_separator(line: Line) -> Line:
    """Without one behind the last cell that is of another kind than the file's."""
    *others, last = line.cells
    return replace(line, cells=(*others, last.rstrip(f" {SEPARATORS}")))


def _places(header: tuple[str, ...]) -> dict[str, int]:
    names = [_plain(re.sub(r"[(（].*?[)）]", "", name)) for name in header]
    return {
        column: next(at for at, name in enumerate(names) if name in called)
        for column, called in COLUMNS.items()
        if set(called) & set(names)
    }


def _day(year: int, line: Line, places: dict[str, int], most: int) -> tuple[date, bool, str]:
    count = len(line.cells)
    if count > most:
        raise _Fault(f"应有 {most} 列，写了 {count} 列。", f"There must be {most} columns, not {count}.")
    cells = {name: line.cells[place] if place < len(line.cells) else "" for name, place in places.items()}
    day, label = _date(cells["date"], year), cells.get("label", "")
    if day.year != year:
        raise _Fault(f"{day} 不在 {year} 年。", f"{day} is not in {year}.")
    return day, _is_working(cells["working"]), _label(label)


def _is_working(written: str) -> bool:
    word = _FEAST.sub("", _TELLS_NOTHING.sub("", _plain(written)))
    if word not in WORKING:
        raise _Fault(
            f"“{beginning(written, 20)}”看不出是上班还是休息，应写 班 或 休（yes 或 no）。",
            f"“{beginning(written, 20)}” should be yes (a working day) or no (a day off).",
        )
    return WORKING[word]


def _says_both(heading: str) -> bool:
    """Under 休/班 there is no telling what 是 or 1 answers; under 班休 it says that the day is worked."""
    return bool(re.match("休/?班", _plain(heading)))


def _require_said(written: str) -> None:
    if _plain(written) in _YES_OR_NO:
        shown = beginning(written.strip(), 20)
        raise _Fault(
            f"这一列问的是休还是班，“{shown}”看不出是哪一样，应写 班 或 休。",
            f"The column asks whether a day is off or worked; “{shown}” does not say which. Write 班 (worked) or 休 (off).",
        )


def _plain(word: str) -> str:
    """Letters, digits and signs in one width and case, without invisible signs, spaces and stars."""
    seen = "".join(
        sign for sign in unicodedata.normalize("NFKC", word).lower() if unicodedata.category(sign) != "Cf"
    )
    return re.sub(r"[\s*.。:]+", "", seen)


def _label(label: str) -> str:
    wrong = unusable(label)
    if wrong:
        raise _Fault(f"说明里{wrong.zh}", f"In the label: {wrong.en}")
    if len(label) > LONGEST_LABEL:
        raise _Fault(f"说明不能超过 {LONGEST_LABEL} 字。", f"A label has at most {LONGEST_LABEL} signs.")
    return label if has_visible(label) else ""


def _is_day(text: str, year: int) -> bool:
    try:
        return bool(day_in(text, year))
    except ValueError:
        return False


def _date(text: str, year: int) -> date:
    try:
        return day_in(text, year)
    except ValueError as error:
        zh, en = error.args if len(error.args) == 2 else ("", "")
    raise _Fault(
        f"“{beginning(text, 20)}”不是日期{zh and '（' + zh + '）'}，请写成 {year}-01-01。",
        f"“{beginning(text, 20)}” is not a date{en and ' (' + en + ')'}; write it like {year}-01-01.",
    )
