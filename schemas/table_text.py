"""Text files in any of the usual encodings; CSV files as spreadsheet programs save them, with commas, semicolons or tabs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schemas.text import line_of, lines_of
from workflows.language import Text

SEPARATORS = ",;\t|，；"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FILLING = b"\0\x1a"  # what old programs put behind the end of a file
_ODD_BREAKS = re.compile("[\x85\u2028\u2029]")
_FILLED = re.compile(r"(?:;;|,,|；；|，，|\|\|)[\s;,|，；]*$|^[\s;,|，；]*$")  # outside quotation marks
_SHEETS = {b"PK\x03\x04": "XLSX", b"\xd0\xcf\x11\xe0": "XLS"}


class Unreadable(ValueError):
    """`line` of the file cannot be read; `text` says why, and what would be right."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        self.line, self.text = line, Text(zh, en)
        super().__init__(f"{line}: {zh} / {en}")


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one line, without the empty ones at its end; `number` is its last line, from 1. Where a cell covers
    several lines, `begins` is the first and `within` are the ones below it."""

    number: int
    cells: tuple[str, ...]
    begins: int = 0
    within: tuple[str, ...] = ()


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
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        text = _other(raw, encoding, error)
    return text.removeprefix("\ufeff").rstrip("\0\x1a")


def _without_mark(raw: bytes) -> str:
    """UTF-16 without a mark shows by the empty halves of its commas and line breaks."""
    head = raw.rstrip(_FILLING)[:4096]
    if head.count(0) * 8 > len(head):
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    return "utf-8"


def _other(raw: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    if not encoding.startswith("utf-8") or _is_damaged_utf_8(raw):
        return _give_up(raw, encoding, error)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as second:
        return _give_up(raw, encoding, max(error, second, key=lambda one: one.start))


def _is_damaged_utf_8(raw: bytes) -> bool:
    """Read as UTF-8, a text in GB18030 is faults almost throughout; one in UTF-8 that was cut or mixed has few."""
    signs = [sign for sign in raw.decode("utf-8", errors="replace") if sign > "\x7f"]
    return signs.count("\ufffd") * 4 < len(signs)


def _give_up(raw: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    before = raw[: error.start].decode(encoding, errors="ignore")
    raise Unreadable(
        before.count("\n") + 1,
        "这里不是 UTF-8、UTF-16 或 GB18030 编码的文字；请另存为 UTF-8。",
        "This is no text in UTF-8, UTF-16 or GB18030; save the file as UTF-8.",
    ) from error


def lines_of_table(raw: bytes) -> Iterator[Line]:
    """Every line that is not empty; the first one shows what separates its cells. Raises Unreadable."""
    text = text_of(raw)
    named = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # how Excel writes it down
    body = text[named.end() :] if named else text
    if not re.search("[\r\n]", body.strip()):
        body = _ODD_BREAKS.sub("\n", body)
    lines = _Lines(body)
    reader = csv.reader(lines, delimiter=named[1] if named else _separator(body), strict=True)
    before = 1 if named else 0
    begins = before + 1  # of a cell that is not closed, the line it begins in
    try:
        for cells in reader:
            yield from _line(begins, reader.line_num + before, cells, filled=lines.ends_filled)
            begins = reader.line_num + before + 1
    except csv.Error as error:
        raise Unreadable(
            begins,
            f"这一行不是 CSV（{error}）：请看引号是否成对。",
            f"This line is not CSV ({error}): see that its quotation marks come in pairs.",
        ) from error


def _separator(text: str) -> str:
    """Those that more cells end with than there are columns may be of another kind."""
    first = next((line for line in text.splitlines() if line.strip(f" {SEPARATORS}")), "")
    return max(SEPARATORS, key=first.rstrip(f" {SEPARATORS}").count)


class _Lines:
    """The lines of a file, and how the last one read ends."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.ends_filled = False

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.ends_filled = _FILLED.search(line) is not None
            yield line


def _line(begins: int, number: int, cells: list[str], *, filled: bool) -> Iterator[Line]:
    """`filled`: the line ends in separators, perhaps of another kind than the file's."""
    shown = [line_of(cell) for cell in cells]
    while shown and not (shown[-1].strip(f" {SEPARATORS}") if filled else shown[-1]):
        shown.pop()
    if shown:
        last = shown[-1].rstrip(f" {SEPARATORS}") if filled else shown[-1]
        within = tuple(below for cell in cells for below in lines_of(cell).split("\n")[1:])
        yield Line(number, (*shown[:-1], last), begins, within)


def swallowed(line: Line, is_line: Callable[[list[str]], bool]) -> bool:
    """Whether an open quotation mark swallowed lines of the file: a cell then holds whole lines."""
    return any(is_line(re.split(f"[{SEPARATORS}]", below)) for below in line.within)


OPEN_QUOTE = Text(
    "这一行的引号没有闭合，后面的行被当成了它的内容；请看引号是否成对。",
    "A quotation mark of this line is not closed, so that lines below became part of it: see that they come in pairs.",
)
