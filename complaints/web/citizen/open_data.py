"""Open data for everybody: a data package that describes itself (Frictionless Data Package v1), its tables as CSV and JSON."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, abort, jsonify, render_template
from sqlalchemy.exc import IntegrityError

from complaints.casework.call_sample import list_seeds
from complaints.infrastructure.csv_table import write_csv
from complaints.infrastructure.database import transaction
from complaints.queries import open_data
from complaints.web.page.dates import now

pages = Blueprint("open_data", __name__)


@pages.get("/open-data")
def show() -> str:
    _publish()
    tables = {name: open_data.rows_of(name) for name in open_data.TABLES}
    return render_template(
        "citizen/open_data.html", tables=tables, step=open_data.STEP, seeds=list_seeds(now())
    )


@pages.get("/open-data/datapackage.json")
@pages.get("/api/v1/open-data/datapackage.json")
def package() -> Response:
    """What there is, field by field."""
    _publish()
    return jsonify(open_data.data_package())


@pages.get("/open-data/<name>.<kind>")
@pages.get("/api/v1/open-data/<name>.<kind>")
def table(name: str, kind: str) -> Response:
    if name not in open_data.TABLES or kind not in ("csv", "json"):
        abort(404)
    _publish()
    head, *rows = open_data.rows_of(name)
    if kind == "json":
        return jsonify([dict(zip(head, row, strict=True)) for row in rows])
    return Response(write_csv([head, *rows], "utf-8"), content_type="text/csv; charset=utf-8")


for _view in (package, table):
    setattr(_view, "signed_in", False)  # noqa: B010 - open to everybody, also under the address of the API


def _publish() -> None:
    """Where no scheduler has: months that are over are frozen at the first look. Two looks at once freeze them once."""
    if open_data.missing_months(now()):
        with suppress(IntegrityError), transaction():
            open_data.publish_months(now())
