"""A table as CSV that spreadsheets open rightly: UTF-8 with its mark, or GB18030; no cell is read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Sequence[object]], encoding: str) -> bytes:
    """`encoding`: one of ENCODINGS. A text that a spreadsheet would compute is led by an apostrophe."""
    written = io.StringIO()
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode(ENCODINGS[encoding])


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
