"""Showing an officer how a citizen is reached, once they say why."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.access import reveals
from complaints.access.visibility import find_visible
from complaints.infrastructure import clock
from complaints.infrastructure.errors import NotFound
from complaints.models import Officer
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.complaint_json import shown_complainant
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.api.parties_json import parties_of
from schemas.reveal import RevealIn, RevealOut

section = Section("api_reveal", __name__, description="How a citizen is reached")


@section.route("/complaints/<tracking_number>/reveal", methods=["POST"])
@signed_in
@section.named("revealContacts", tags=["complaints"])
@section.arguments(RevealIn)
@section.answers(HTTPStatus.CREATED, RevealOut, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, *WITH_A_BODY)
def reveal(officer: Officer, words: dict[str, Any], tracking_number: str) -> Response:
    """The phones, addresses and e-mail, whole. Who saw them, when and why is kept, and holds until the end of the day."""
    at = clock.now()
    complaint = _visible(tracking_number, officer, at)
    reveals.reveal(complaint, officer, reveals.Why(**words), at)
    complaint = _visible(tracking_number, officer, at)
    person = complaint.complainant
    body = {
        "reason": words["reason"],
        "complainant": shown_complainant(complaint, person),
        "parties": parties_of(complaint, person),
    }
    return answer(RevealOut().dump(body), HTTPStatus.CREATED)


def _visible(number: str, officer: Officer, at: Any) -> Any:
    complaint = find_visible(number, officer, at)
    if complaint is None:
        raise NotFound
    return complaint
