"""Reading a foreign log: every row becomes an event, or is named with what is wrong with it. None is dropped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from schemas.dates import explain, moment_in
from schemas.table_text import OPEN_QUOTE, Line, Unreadable, lines_of_table, swallowed
from schemas.text import has_visible, is_visible, unusable
from workflows.language import Text

COLUMNS = ("case", "activity", "officer", "at")
NUMBERED = ("case", "officer")  # several numbers that lost digits would become one
_SHOWN = re.compile(r"[+\-]?(?:\d+[.,]\d*|\d+(?=e[+\-]))e[+\-]?\d+|#{3,}", re.IGNORECASE)
YEARS = range(1990, 2101)  # outside of them a calendar of office days says nothing


class UnreadableLog(ValueError):
    """The file as a whole cannot be used; `text` says why."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(f"{text.zh} / {text.en}")


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the log; `line` is where it ends in the file, counted from 1."""

    line: int
    case: str
    activity: str
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    why: Text


@dataclass(frozen=True, slots=True)
class Log:
    """The cases in the order of the file, the events of each by time; equal times keep the order of the file."""

    cases: dict[str, list[Row]]
    bad_rows: tuple[BadRow, ...]
    left_out: int  # events of the cases beyond the limit
    span: tuple[datetime, datetime]

    @property
    def events(self) -> int:
        """Every event of the file, good, bad or left out."""
        return sum(map(len, self.cases.values())) + len(self.bad_rows) + self.left_out

    @property
    def officers(self) -> list[str]:
        return sorted({row.officer for rows in self.cases.values() for row in rows})


def read(file: Path, zone: ZoneInfo, limit: int | None = None) -> Log:
    """The log, or its first `limit` cases. Raises UnreadableLog."""
    cases: dict[str, list[Row]] = {}
    bad: list[BadRow] = []
    left_out = 0
    for row in _rows(file, zone):
        if isinstance(row, BadRow):
            bad.append(row)
        elif limit is not None and row.case not in cases and len(cases) >= limit:
            left_out += 1
        else:
            cases.setdefault(row.case, []).append(row)
    if not cases:
        raise UnreadableLog(_no_row(file, bad))
    for rows in cases.values():
        rows.sort(key=lambda row: row.at)
    times = [row.at for rows in cases.values() for row in rows]
    return Log(cases, tuple(bad), left_out, (min(times), max(times)))


def _no_row(file: Path, bad: list[BadRow]) -> Text:
    """With the first row and what is wrong with it, if there is any row."""
    zh, en = f"{file}：没有一行可用的记录。", f"{file}: not one row of it can be used."
    for row in bad[:1]:
        zh, en = f"{zh}第 {row.line} 行：{row.why.zh}", f"{en} Line {row.line}: {row.why.en}"
    return Text(zh, en)


def _rows(file: Path, zone: ZoneInfo) -> Iterator[Row | BadRow]:
    try:
        lines = lines_of_table(file.read_bytes())
        places = _places(file, list(next(lines, Line(1, ())).cells))
        last = max(places.values())
        for line in lines:
            if swallowed(line, lambda cells: len(cells) > last and _is_moment(cells[places["at"]], zone)):
                raise Unreadable(line.begins, OPEN_QUOTE.zh, OPEN_QUOTE.en)
            yield _row(line, places, zone)
    except OSError as error:
        raise UnreadableLog(
            Text(
                f"打不开 {file}：{error.strerror}。",
                f"{file} cannot be opened: {error.strerror}.",
            )
        ) from error
    except Unreadable as error:
        raise UnreadableLog(
            Text(
                f"{file}：第 {error.line} 行，{error.text.zh}", f"{file}: line {error.line}: {error.text.en}"
            )
        ) from error


def _places(file: Path, header: list[str]) -> dict[str, int]:
    names = ["".join(filter(is_visible, name)).lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableLog(
            Text(
                f"{file}：缺少列 {'、'.join(missing)}；须有 {'、'.join(COLUMNS)}。",
                f"{file}: the columns {', '.join(missing)} are missing; {', '.join(COLUMNS)} are needed.",
            )
        )
    return {name: names.index(name) for name in COLUMNS}


def _row(line: Line, places: dict[str, int], zone: ZoneInfo) -> Row | BadRow:
    cells = line.cells
    words = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
    for name, word in words.items():
        wrong = unusable(word)
        if wrong:
            return BadRow(line.number, Text(f"{name}：{wrong.zh}", f"{name}: {wrong.en}"))
        if not has_visible(word):
            return BadRow(line.number, Text(f"{name} 是空的。", f"The column {name} is empty."))
        if name in NUMBERED and _SHOWN.fullmatch(unicodedata.normalize("NFKC", word).strip()):
            return BadRow(line.number, _unclear(name, word))
    try:
        at = _moment(words["at"], zone)
    except ValueError as error:
        why_zh, why_en = explain(error)
        zh = f"“{words['at']}”不是可用的时间{why_zh}，应如 2026-01-02 08:30。"
        en = f"“{words['at']}” is not a time that can be used{why_en}; write it like 2026-01-02 08:30."
        return BadRow(line.number, Text(zh, en))
    return Row(line.number, words["case"], words["activity"], words["officer"], at)


def _unclear(name: str, word: str) -> Text:
    return Text(
        f"{name} “{word}” 是表格显示的数值，看不出是哪一个编号；请把这一列设为文本再导出。",
        f"{name}: “{word}” is how a spreadsheet shows a number, and several may look the same; "
        "make the column text and export it again.",
    )


def _is_moment(written: str, zone: ZoneInfo) -> bool:
    try:
        return bool(_moment(written, zone))
    except ValueError:
        return False


def _moment(written: str, zone: ZoneInfo) -> datetime:
    """A time without its zone is a time of the mapping's zone. Raises ValueError."""
    at = moment_in(written)
    if at.year not in YEARS:
        raise ValueError
    return at if at.tzinfo else at.replace(tzinfo=zone)
