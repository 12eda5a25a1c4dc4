"""Columns beside the day and what it is: the last day or the number of days, a year of its own, and what cannot be read here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from complaints.commitments.calendar.day_words import heading_of, plain
from schemas.dates import plain_date
from schemas.numerals import DIGITS
from schemas.text import beginning, has_visible
from workflows.language import Text

COLUMNS = {
    "until": (
        *(
            "结束日期",
            "结束",
            "结束日",
            "截止日期",
            "截止",
            "截止日",
            "止",
            "至",
            "到",
            "终止日期",
            "最后一天",
        ),
        *("end", "enddate", "until", "to", "lastday"),
    ),
    "days": ("天数", "几天", "共几天", "放假天数", "休假天数", "日数", "days", "numberofdays"),
    "year": ("年", "年份", "年度", "year"),
}
# Half days, days that are given up, and days of some places only: the calendar has none of these.
_LIMITS = re.compile(
    "上午|下午|半天|半日|时段|时间段|几点|取消|作废|撤销|有效|适用|地区|区域|halfday|morning|afternoon|region|cancel|valid"
)
_WHOLE_DAY = ("全天", "整天", "全日", "整日", "1天", "一天", "全市", "wholeday", "allday", "fullday")
_ONLY_ONE = ("date", "until", "days", "year")
MOST_DAYS = 31
_DAYS = re.compile(rf"([0-9{''.join(DIGITS)}十]{{1,3}})(?:天|日|days?)?")


class Fault(Exception):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def doubled(names: list[str], called: dict[str, tuple[str, ...]]) -> list[int]:
    """The places of two columns that say the same, of which one would go unread."""
    for column in _ONLY_ONE:
        found = [at for at, name in enumerate(names) if name in called[column]]
        if len(found) > 1:
            return found[:2]
    return []


def refuse_limits(cells: tuple[str, ...], header: tuple[str, ...]) -> None:
    """Raises Fault for words that make less of a day than a whole one."""
    for heading, cell in zip(header, cells, strict=False):
        limits = _LIMITS.search(heading_of(heading)) and has_visible(cell)
        if limits and plain(cell) not in _WHOLE_DAY:
            name, shown = heading.strip(), beginning(cell.strip(), 20)
            raise Fault(
                f"“{name}”一列写着“{shown}”：这里只记整天的班和休，请去掉这一列或这一行。",
                f"The column “{name}” says “{shown}”: only whole days are kept here. Leave the column or the line out.",
            )


def require_year(written: str, year: int) -> None:
    """Raises Fault."""
    if has_visible(written) and plain_date(f"{written.strip()}年").rstrip("年") != str(year):
        shown = beginning(written.strip(), 20)
        raise Fault(
            f"年份一列写着“{shown}”，文件是 {year} 年的。",
            f"The column of the year says “{shown}”; the file is for {year}.",
        )


def days_from(first: date, cells: dict[str, str], read: Callable[[str], date]) -> Iterator[date]:
    """Each day of a line, by its last day, by their number, or the first alone. Raises Fault."""
    until, count = cells.get("until", ""), cells.get("days", "")
    last = read(until) if has_visible(until) else None
    number = _number(count) if has_visible(count) else None
    if last is not None and number is not None and (last - first).days + 1 != number:
        raise Fault(
            f"{first} 到 {last} 不是 {number} 天。", f"From {first} to {last} there are not {number} days."
        )
    last = last or first + timedelta(days=(number or 1) - 1)
    if not 0 <= (last - first).days < MOST_DAYS:
        raise Fault(
            f"{first} 到 {last}：结束日期须在开始日期之后，至多 {MOST_DAYS} 天。",
            f"{first} to {last}: the last day must come after the first, at most {MOST_DAYS} days in all.",
        )
    return (first + timedelta(days=more) for more in range((last - first).days + 1))


def _number(written: str) -> int:
    found = None if "." in unicodedata.normalize("NFKC", written) else _DAYS.fullmatch(plain(written))
    digits = plain_date(f"{found[1]}日").rstrip("日") if found else ""
    if not digits.isdigit() or int(digits) == 0:
        shown = beginning(written.strip(), 20)
        raise Fault(f"“{shown}”不是天数，应如 3。", f"“{shown}” is no number of days; write it like 3.")
    return int(digits)
