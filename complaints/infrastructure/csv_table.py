"""A table as CSV that spreadsheets open rightly: UTF-8 with its mark, or GB18030; no cell is read as a formula."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from schemas.text import balanced

ENCODINGS = {"utf-8": "utf-8-sig", "gb18030": "gb18030"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Sequence[object]], encoding: str) -> bytes:
    """`encoding`: one of ENCODINGS. A text that a spreadsheet would compute is led by an apostrophe."""
    return b"".join(stream_csv(rows, encoding))


def stream_csv(rows: Iterable[Sequence[object]], encoding: str) -> Iterator[bytes]:
    """The same a few hundred lines at a time, so that a long table costs no memory."""
    encoder = codecs.getincrementalencoder(ENCODINGS[encoding])()
    for part in _in_parts(iter(rows)):
        written = io.StringIO()
        csv.writer(written).writerows([_cell(value) for value in row] for row in part)
        yield encoder.encode(written.getvalue())


def _in_parts(rows: Iterator[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    while part := list(islice(rows, 500)):
        yield part


def _cell(value: object) -> object:
    """A direction that a cell opens ends with it."""
    if not isinstance(value, str):
        return value
    return balanced(f"'{value}" if value.startswith(_FORMULA) else value)
