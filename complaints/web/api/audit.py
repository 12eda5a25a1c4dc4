"""What auditors read: who looked at what, and what was changed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.exceptions import Forbidden

from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Officer
from complaints.queries import readings
from complaints.queries.readings import CHANGE, READING
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import Section
from schemas.audit import ChangesIn, ChangesOut, ReadingsIn, ReadingsOut

section = Section("api_audit", __name__, description="For auditors")


@section.route("/audit/readings", methods=["GET"])
@signed_in
@section.named("listReadings", tags=["audit"])
@section.arguments(ReadingsIn, location="query")
@section.answers(HTTPStatus.OK, ReadingsOut, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
def list_readings(officer: Officer, asked: dict[str, Any]) -> Response:
    """The access log, the newest first; `next` goes into `before`."""
    _require_auditor(officer)
    before = row_id_of(asked.get("before"), READING)
    found = readings.list_readings(officer, before, asked.get("officer", ""), asked.get("number", ""))
    items = [
        {
            "id": public_id(row.id, READING),
            "at": row.at,
            "officer": row.username,
            "tracking_number": grouped(row.tracking_number),
            "what": row.what,
            "reason": row.reason,
            "words": row.words,
        }
        for row in found[: readings.ON_A_PAGE]
    ]
    return answer(ReadingsOut().dump({"items": items, "next": _next(found, READING)}))


@section.route("/audit/changes", methods=["GET"])
@signed_in
@section.named("listChanges", tags=["audit"])
@section.arguments(ChangesIn, location="query")
@section.answers(HTTPStatus.OK, ChangesOut, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
def list_changes(officer: Officer, asked: dict[str, Any]) -> Response:
    """Changes outside any complaint, and who made them, the newest first."""
    _require_auditor(officer)
    found = readings.list_changes(officer, row_id_of(asked.get("before"), CHANGE))
    items = [
        {
            "id": public_id(note.id, CHANGE),
            "at": note.at,
            "by": note.by,
            "what": note.what,
            "detail": note.detail,
        }
        for note in found[: readings.ON_A_PAGE]
    ]
    return answer(ChangesOut().dump({"items": items, "next": _next(found, CHANGE)}))


def _require_auditor(officer: Officer) -> None:
    if "auditor" not in officer.roles or officer.awaits_confirmation:
        raise Forbidden


def _next(found: list[Any], kind: str) -> int | None:
    return public_id(found[readings.ON_A_PAGE - 1].id, kind) if len(found) > readings.ON_A_PAGE else None
