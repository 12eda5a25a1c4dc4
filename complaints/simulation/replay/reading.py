"""Reading a foreign log: every row becomes an event, or is named with what is wrong with it. None is dropped."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from workflows.language import Text

COLUMNS = ("case", "activity", "officer", "at")
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
        raise UnreadableLog(Text(f"{file}：没有一行可用的记录。", f"{file}: not one row of it can be used."))
    for rows in cases.values():
        rows.sort(key=lambda row: row.at)
    times = [row.at for rows in cases.values() for row in rows]
    return Log(cases, tuple(bad), left_out, (min(times), max(times)))


def _rows(file: Path, zone: ZoneInfo) -> Iterator[Row | BadRow]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            places = _places(file, next(reader, []))
            for fields in reader:
                if fields:
                    yield _row(reader.line_num, fields, places, zone)
    except OSError as error:
        raise UnreadableLog(
            Text(
                f"打不开 {file}：{error.strerror}。",
                f"{file} cannot be opened: {error.strerror}.",
            )
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableLog(
            Text(f"{file}：须为 UTF-8 文本。", f"{file}: the file must be UTF-8 text.")
        ) from error
    except csv.Error as error:
        raise UnreadableLog(
            Text(f"{file}：不是正确的 CSV（{error}）。", f"{file}: this is not a CSV file ({error}).")
        ) from error


def _places(file: Path, header: list[str]) -> dict[str, int]:
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UnreadableLog(
            Text(
                f"{file}：缺少列 {'、'.join(missing)}；须有 {'、'.join(COLUMNS)}。",
                f"{file}: the columns {', '.join(missing)} are missing; {', '.join(COLUMNS)} are needed.",
            )
        )
    return {name: names.index(name) for name in COLUMNS}


def _row(line: int, fields: list[str], places: dict[str, int], zone: ZoneInfo) -> Row | BadRow:
    words = {name: fields[place].strip() if place < len(fields) else None for name, place in places.items()}
    for name, word in words.items():
        if not word:
            zh, en = ("没有这一栏", "is missing") if word is None else ("是空的", "is empty")
            return BadRow(line, Text(f"{name} {zh}。", f"The column {name} {en}."))
    at = _moment(words["at"] or "", zone)
    if at is None:
        return BadRow(
            line, Text(f"“{words['at']}”不是可用的时间。", f"“{words['at']}” is not a time that can be used.")
        )
    return Row(line, words["case"] or "", words["activity"] or "", words["officer"] or "", at)


def _moment(written: str, zone: ZoneInfo) -> datetime | None:
    """A time without its zone is a time of the mapping's zone."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return at if at.year in YEARS else None
