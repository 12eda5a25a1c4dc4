"""The queues, a page at a time."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.access import access_log
from complaints.casework.references import require_code
from complaints.infrastructure import clock
from complaints.models import Officer
from complaints.queries import queues
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.complaint_json import brief, names_for, told_to
from complaints.web.api.cursors import read_cursor, written
from complaints.web.api.document import Section
from complaints.web.errors.handlers import language
from schemas.asking import QueueIn
from schemas.out import PageOut

section = Section("api_queues", __name__, description="Queues")


@section.route("/complaints", methods=["GET"])
@signed_in
@section.named("listComplaints", tags=["complaints"])
@section.arguments(QueueIn, location="query")
@section.answers(HTTPStatus.OK, PageOut, HTTPStatus.UNPROCESSABLE_ENTITY)
def list_complaints(officer: Officer, asked: dict[str, Any]) -> Response:
    """One page of a queue (mine, tracking, unit, offered, escalated, overdue), what is due first at the top."""
    at, queue = clock.now(), asked["queue"]
    require_code("queue", queue, queues.QUEUES)
    found = queues.page(
        queue, officer, at, queues.Part(read_cursor(queue, asked.get("after")), asked["limit"])
    )
    names, locale = names_for(found.complaints), language()
    items = [told_to(officer, brief(one, names, one.running, locale)) for one in found.complaints]
    body = PageOut().dump({"items": items, "next": written(queue, found.next)})
    access_log.note_reading(found.complaints, officer, at, f"queue {queue}")
    return answer(body)
