"""Lists as files for machines: what an officer may see, as CSV or XLSX."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, abort

from complaints.casework.references import require_code
from complaints.infrastructure import clock
from complaints.infrastructure.csv_table import ENCODINGS
from complaints.models import Officer
from complaints.queries import exports
from complaints.web.api.asking import signed_in
from complaints.web.api.document import Section
from complaints.web.api.statistics import read_days
from complaints.web.errors.handlers import language
from complaints.web.page.export_file import KINDS, Wanted, export_list
from schemas.asking import ExportIn
from workflows.calendar import SHANGHAI

section = Section("api_exports", __name__, description="Lists as files")


@section.route("/exports/<name>.<kind>", methods=["GET"])
@signed_in
@section.named("exportList", tags=["exports"])
@section.arguments(ExportIn, location="query")
@section.answers(HTTPStatus.OK, {"type": "string"}, HTTPStatus.NOT_FOUND, content_type="text/csv")
def get_export(officer: Officer, asked: dict[str, Any], name: str, kind: str) -> Response:
    """A queue, or with `complaints` all that was registered in `period`, as .csv or .xlsx. It holds no name, number or
    address of a citizen, and no cell is a formula."""
    if name not in exports.LISTS or kind not in KINDS:
        abort(HTTPStatus.NOT_FOUND)
    require_code("encoding", asked["encoding"], ENCODINGS)
    at = clock.now()
    file, source = name, exports.of_queue(name, officer, at)
    if name == exports.REGISTERED:
        days = read_days(asked.get("period") or f"{at.astimezone(SHANGHAI):%Y-%m}")
        file, source = f"{name}-{days.first}-{days.last}", exports.of_period(officer, days)
    return export_list(Wanted(file, kind, source, language(), asked["encoding"]), officer, at)
