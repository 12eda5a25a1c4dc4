"""The tasks the unit of the officer who asks was given beside a lead unit."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from complaints.access import access_log, consultations
from complaints.casework.consultations import put_to
from complaints.infrastructure import clock
from complaints.models import Officer
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.consultation_json import shown_assist, with_complaint
from complaints.web.api.document import Section
from schemas.out_consulting import AssistsToMeOut

section = Section("api_assists", __name__, description="Tasks beside a lead unit")


@section.route("/assists", methods=["GET"])
@signed_in
@section.named("listAssists", tags=["consultations"])
@section.answers(HTTPStatus.OK, AssistsToMeOut)
def list_assists(officer: Officer) -> Response:
    """What your unit is asked to help with, the oldest first: take it (`take_assist`) or return it (`return_assist`), then
    answer (`answer_assist`); of the complaint you see nothing else for it."""
    found = put_to(consultations.list_open(officer, assists=True))
    body = AssistsToMeOut().dump({"items": [with_complaint(one, shown_assist(put)) for one, put in found]})
    access_log.note_reading([complaint for complaint, _ in found], officer, clock.now(), "consultations")
    return answer(body)
