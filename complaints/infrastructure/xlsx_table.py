"""A table as XLSX, written row by row to a file, so that its length costs no memory. No cell is a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schemas.text import balanced

MOST_ROWS = 1_048_576  # a sheet holds no more (Microsoft: Excel specifications and limits)
_WIDTH = 18  # characters
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

_ESCAPED = re.compile(
    "[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)"
)  # by ECMA-376, part 1, 22.9.2.19


class Sheet(Worksheet):  # type: ignore[misc]
    """Escapes each sign by itself: the library leaves the second of two escapes that share their underscore."""

    @staticmethod
    def _escape_control_characters(data: str) -> str:
        return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", data)


class Formats(NamedTuple):
    heading: Any
    moment: Any


def write_xlsx(file: BinaryIO, sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> None:
    """Sheets by name (at most 31 characters). The first row of each is its heading. Times are written as naive wall-clock
    times, for a sheet knows no time zone; rows past MOST_ROWS go on a further sheet.
    """
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False, **_AS_TEXT})
    formats = Formats(
        book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    )
    for name, rows in sheets:
        _write_sheets(book, name, rows, formats)
    book.close()


def _write_sheets(
    book: xlsxwriter.Workbook, name: str, rows: Iterable[Sequence[object]], formats: Formats
) -> None:
    sheet: Any = None
    head: Sequence[object] | None = None
    at = parts = 0
    for row in rows:
        if sheet is None or at == MOST_ROWS:
            parts += 1
            sheet = book.add_worksheet(name if parts == 1 else f"{name[:28]} {parts}", Sheet)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(row) - 1, _WIDTH)
            for column, heading in enumerate(head or row):
                sheet.write_string(0, column, _as_cell(str(heading)), formats.heading)
            at = 1
            if head is None:
                head = row
                continue
        _write_row(sheet, at, row, formats.moment)
        at += 1


def _write_row(sheet: Any, at: int, row: Sequence[object], moment: Any) -> None:
    for column, value in enumerate(row):
        if isinstance(value, datetime):
            sheet.write_datetime(at, column, value.replace(tzinfo=None), moment)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(at, column, value)
        elif value is not None:
            sheet.write_string(at, column, _as_cell(balanced(str(value))))


def _as_cell(text: str) -> str:
    """The library writes what begins with <r> and ends with </r> as it is, for it takes it for the markup of a rich text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text
