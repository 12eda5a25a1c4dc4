"""CSV files as spreadsheet programs save them: in any of the usual encodings, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from schemas.text import line_of
from workflows.language import Text

SEPARATORS = ",;\t|，；"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SHEETS = {b"PK\x03\x04": "XLSX", b"\xd0\xcf\x11\xe0": "XLS"}
_ISO = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年\s*(\d{1,2})月\s*(\d{1,2})[日号]?)")
_PLAIN = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_BEHIND = re.compile(r"(?:[\sT]+0{1,2}:00(?::00)?|\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)+$")
_TIME = re.compile(
    r"(\d{4}(?:/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)) ?(\d{1,2})[:时](\d{2})[:分]?(?:(\d{2})秒?)?"
)
_SERIAL = re.compile(r"[34]\d{4}|5[0-5]\d{3}")  # days since 1900, as spreadsheets keep a date: 46388


class Unreadable(ValueError):
    """`line` of the file cannot be read; `text` says why, and what would be right."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        self.line, self.text = line, Text(zh, en)
        super().__init__(f"{line}: {zh} / {en}")


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line, without those at its end that hold nothing; `number` is where it ends, from 1."""

    number: int
    cells: tuple[str, ...]


def text_of(raw: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030 (with or without a mark). Raises Unreadable."""
    for beginning, kind in _SHEETS.items():
        if raw.startswith(beginning):
            raise Unreadable(
                1,
                f"这是 {kind} 文件；请在表格软件里另存为 CSV。",
                f"This is an {kind} file; save it as CSV in the spreadsheet program.",
            )
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "") or _without_mark(raw)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        return _other(raw, encoding, error)


def _without_mark(raw: bytes) -> str:
    """UTF-16 without a mark shows by the empty halves of its commas and line breaks."""
    head = raw[:4096]
    if head.count(0) * 8 > len(head):
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    return "utf-8"


def _other(raw: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    try:
        return raw.decode("gb18030") if encoding.startswith("utf-8") else _give_up(raw, error)
    except UnicodeDecodeError as second:
        return _give_up(raw, max(error, second, key=lambda one: one.start))


def _give_up(raw: bytes, error: UnicodeDecodeError) -> str:
    line = raw[: error.start].count(b"\n") + 1
    raise Unreadable(
        line,
        "这里不是 UTF-8、UTF-16 或 GB18030 编码的文字；请另存为 CSV（UTF-8）。",
        "This is no text in UTF-8, UTF-16 or GB18030; save the file as CSV (UTF-8).",
    ) from error


def lines_of_table(raw: bytes) -> Iterator[Line]:
    """Every line that holds anything; what separates its cells is told from the first. Raises Unreadable."""
    text = text_of(raw)
    named = re.match(r"\ufeff?sep=(.)\r?\n", text, re.IGNORECASE)  # how Excel writes it down
    body = text[named.end() :] if named else text.removeprefix("\ufeff")
    reader = csv.reader(
        io.StringIO(body, newline=""), delimiter=named[1] if named else _separator(body), strict=True
    )
    before = 1 if named else 0
    begins = before + 1  # of a cell that is not closed, the line it begins in
    try:
        for cells in reader:
            yield from _line(reader.line_num + before, cells)
            begins = reader.line_num + before + 1
    except csv.Error as error:
        raise Unreadable(
            begins,
            f"这一行不是 CSV（{error}）：请看引号是否成对。",
            f"This line is not CSV ({error}): see that its quotation marks come in pairs.",
        ) from error


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip(f" {SEPARATORS}")), "")
    return max(SEPARATORS, key=first.count)


def _line(number: int, cells: list[str]) -> Iterator[Line]:
    shown = [line_of(cell) for cell in cells]
    while shown and not shown[-1]:
        shown.pop()
    if shown:
        yield Line(number, tuple(shown))


def day_in(written: str, year: int | None = None) -> date:
    """A day as spreadsheets and people write it. `year` is that of the file, for days without one.

    Raises ValueError; its text in two languages stands in `args` where more can be said than that it is no date.
    """
    plain = _BEHIND.sub("", unicodedata.normalize("NFKC", written).strip())
    found = _ISO.fullmatch(plain) or _PLAIN.fullmatch(plain)
    if found:
        whole = [int(one) for one in found.groups() if one and one.isdigit()]
        return date(whole[0], whole[1], whole[2])
    month_day = _MONTH_DAY.fullmatch(plain)
    if month_day and year:
        return date(year, int(month_day[1]), int(month_day[2]))
    raise ValueError(*_what_would_be_right(plain))


def moment_in(written: str) -> datetime:
    """A time as logs and spreadsheets write it, with or without a zone. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", written).strip()
    found = _TIME.fullmatch(plain)
    if found is None:
        return datetime.fromisoformat(plain)
    hour, minute, second = (int(one or 0) for one in found.groups()[1:])
    at = time(hour, minute, second)
    return datetime.combine(day_in(found[1]), at)


def _what_would_be_right(written: str) -> tuple[str, str]:
    if _SERIAL.fullmatch(written):
        return (
            "这像表格软件里日期的序号；请把这一列的格式设为日期",
            "it looks like the number a spreadsheet keeps for a date; set the column's format to date",
        )
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", written):
        return ("分不清月和日", "month and day cannot be told apart")
    if re.search(r"[至到~～—]|\d-\d+日", written):
        return ("一行只写一天", "one line holds one day")
    return ("", "")
