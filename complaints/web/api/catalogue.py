"""The dispatch catalogue: which unit is competent for what."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.infrastructure import clock
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import CatalogueEntry, Officer
from complaints.queries.catalogue import Wanted, find_entries
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import Section
from complaints.web.errors.handlers import language
from schemas.catalogue import CatalogueIn, CatalogueOut
from workflows.office_hours import in_shanghai

section = Section("api_catalogue", __name__, description="Who is competent for what")
COPIED = ("what", "category", "keywords", "basis", "from_on", "to_on", "at")


@section.route("/catalogue", methods=["GET"])
@signed_in
@section.named("listCatalogue", tags=["reference"])
@section.arguments(CatalogueIn, location="query")
@section.answers(HTTPStatus.OK, CatalogueOut, HTTPStatus.UNPROCESSABLE_ENTITY)
def list_catalogue(officer: Officer, asked: dict[str, Any]) -> Response:
    """Entries that hold, the newest first; `next` goes into `before`. `from_complaint` is null for who may not see it."""
    narrowed = {name: asked.get(name, "") for name in ("words", "unit", "category")}
    wanted = Wanted(in_shanghai(clock.now()).date(), **narrowed, ended=asked["ended"])
    found = find_entries(wanted, officer, asked.get("before"))
    items = [_entry(one, found.numbers, language()) for one in found.entries]
    return answer(CatalogueOut().dump({"items": items, "next": found.next}))


def _entry(one: CatalogueEntry, numbers: dict[int, str], locale: str) -> dict[str, Any]:
    number = numbers.get(one.source_id or 0)
    return {
        **{name: getattr(one, name) for name in COPIED},
        "id": one.number,
        "unit": {"code": one.unit.code, "name": one.unit.name.in_(locale)},
        "by": one.by.username,
        "from_complaint": grouped(number) if number else None,
    }
