"""The questions put to the officer who asks."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response

from complaints.access import access_log, consultations
from complaints.casework.consultations import put_to
from complaints.infrastructure import clock
from complaints.models import Officer
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.consultation_json import shown_consultation, with_complaint
from complaints.web.api.document import Section
from schemas.out_consulting import ConsultationsToMeOut

section = Section("api_consultations", __name__, description="Questions put to you")


@section.route("/consultations", methods=["GET"])
@signed_in
@section.named("listConsultations", tags=["consultations"])
@section.answers(HTTPStatus.OK, ConsultationsToMeOut)
def list_consultations(officer: Officer) -> Response:
    """What waits for the opinion of you or your unit, the oldest first. Give it by the move `answer_consultation`; of the
    complaint you see nothing else for it."""
    found = put_to(consultations.list_open(officer))
    items = [with_complaint(complaint, shown_consultation(one)) for complaint, one in found]
    body = ConsultationsToMeOut().dump({"items": items})
    access_log.note_reading([complaint for complaint, _ in found], officer, clock.now(), "consultations")
    return answer(body)
