"""A list of complaints as a file, CSV or XLSX: written to a temporary one first, so that it costs no memory and arrives whole
or not at all. Each leaves a note and, for restricted complaints, a reading in the access log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile

from flask import Response, send_file

from complaints.access.access_log import note_reading
from complaints.infrastructure.csv_table import stream_csv
from complaints.infrastructure.database import transaction
from complaints.infrastructure.xlsx_table import write_xlsx
from complaints.models import Officer, audit
from complaints.queries.exports import Line, Source, read_pages
from complaints.web.page.export_table import table_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`name`: of the file and the sheet; `kind`: one of KINDS; `encoding`: of a CSV, one of csv_table.ENCODINGS."""

    name: str
    kind: str
    source: Source
    locale: str
    encoding: str = "utf-8"


def export_list(wanted: Wanted, officer: Officer, at: datetime) -> Response:
    """The file, with what the officer may see."""
    note_export(wanted.name, wanted.kind, officer, at)
    table = table_of(_noted_pages(wanted, officer, at), wanted.locale)
    return send_table(wanted.name, wanted.kind, table, wanted.encoding)


def note_export(name: str, kind: str, officer: Officer, at: datetime) -> None:
    with audit.changed_by(officer.username), transaction():
        audit.note("list exported", at, {"list": name, "kind": kind})


def send_table(name: str, kind: str, table: Iterable[Sequence[object]], encoding: str = "utf-8") -> Response:
    """A table, its headings first, as a file of one of KINDS."""
    file = TemporaryFile()  # noqa: SIM115 - closed when the answer is out
    if kind == "csv":
        file.writelines(stream_csv(table, encoding))
    else:
        write_xlsx(file, [(name[:31], table)])
    file.seek(0)
    answer = send_file(file, mimetype=XLSX if kind == "xlsx" else "text/csv")
    if kind == "csv":
        answer.headers["Content-Type"] = (
            f"text/csv; charset={encoding}"  # Flask adds its own to a type it does not know
        )
    answer.headers["Content-Disposition"] = f"attachment; filename={name}.{kind}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _noted_pages(wanted: Wanted, officer: Officer, at: datetime) -> Iterator[list[Line]]:
    for page in read_pages(wanted.source, officer):
        note_reading(page, officer, at, f"export {wanted.name}")
        yield page
