"""List the escalations that wait for an act, and record that act."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Response

from complaints.access import access_log
from complaints.casework.event_detail import ESCALATION
from complaints.commitments.calendar import current as current_calendar
from complaints.escalation import reviews
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Officer
from complaints.organisation import directory
from complaints.queries.paging import Position
from complaints.rulebooks import store
from complaints.web.api import asking, complaint_json, document
from complaints.web.api.cursors import read_cursor, written
from complaints.web.errors.handlers import language
from schemas.asking import EscalationsIn, ReviewIn
from schemas.out import EventOut
from schemas.out_escalations import EscalationsOut

section = document.Section("api_escalations", __name__, description="Escalations")
COPIED = ["commitment", "rung", "cycle", "act", "due_at", "climbed_at", "reviewed_at", "review_act"]
CURSOR, GROUPED = "escalations", "escalations by complaint"


@section.route("/escalations", methods=["GET"])
@asking.signed_in
@section.named("listEscalations", tags=["escalations"])
@section.arguments(EscalationsIn, location="query")
@section.answers(HTTPStatus.OK, EscalationsOut, HTTPStatus.UNPROCESSABLE_ENTITY)
def list_escalations(officer: Officer, asked: dict[str, Any]) -> Response:
    """Rungs that wait for an act, the newest first; with `all`, the reviewed ones too.

    With `grouped`, one item for each complaint: its highest rung, and in `ladder` all of its rungs, the highest first.
    A complaint that is over keeps only the rungs that an officer has the duty to review."""
    at, limit = clock.now(), asked["limit"]
    cursor = GROUPED if asked["grouped"] else CURSOR
    start = read_cursor(cursor, asked.get("after"))
    ladders = _ladders(
        asked["grouped"],
        (officer, at),
        before=start.id if start else None,
        limit=limit + 1,
        reviewed_too=asked["all"],
    )
    more, ladders = len(ladders) > limit, ladders[:limit]
    after = Position(None, max(one.escalation.id for one in ladders[-1])) if more else None
    found = [one for ladder in ladders for one in ladder]
    items = [complaint_json.told_to(officer, one) for one in shown(found, at, language())]
    if asked["grouped"]:
        items = _folded(items)
    body = EscalationsOut().dump({"items": items, "next": written(cursor, after)})
    access_log.note_reading({one.complaint for one in found}, officer, at, "escalations")
    return asking.answer(body)


def _ladders(grouped: bool, by: tuple[Officer, datetime], **part: Any) -> list[list[reviews.Climbed]]:
    """By complaint, or each rung by itself."""
    return (
        reviews.climbed_by_complaint(by, **part)
        if grouped
        else [[one] for one in reviews.climbed(by, **part)]
    )


def _folded(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group the items of one complaint, the highest rung first: it takes the others along."""
    ladders = groupby(items, key=itemgetter("tracking_number"))
    return [{**ladder[0], "ladder": ladder} for _, rows in ladders if (ladder := list(rows))]


@section.route("/escalations/<int(max=9223372036854775807):escalation_id>/review", methods=["POST"])
@asking.signed_in
@section.named("reviewEscalation", tags=["escalations"])
@section.arguments(ReviewIn)
@section.answers(
    HTTPStatus.CREATED,
    EventOut,
    *document.TO_AN_ACT,
    headers=document.ETAG,
)
def review_escalation(officer: Officer, words: dict[str, Any], escalation_id: int) -> Response:
    """Record what you did about it: urge, designate, extend, supervise, accept_reason, or in your own words."""
    at = clock.now()
    with transaction():
        row_id = row_id_of(escalation_id, ESCALATION)
        complaint, event = reviews.review(row_id or 0, officer, at, words)
        book = store.book(complaint.rulebook_version)
        body = EventOut().dump(complaint_json.shown_event(event, book, language()))
        etag = asking.etag_of(complaint)
    return asking.answer(body, HTTPStatus.CREATED, ETag=etag)


def shown(found: list[reviews.Climbed], at: datetime, locale: str) -> list[dict[str, Any]]:
    names = complaint_json.names_for([one.complaint for one in found])
    people = directory.usernames(
        person for one in found for person in (one.escalation.reviewer_id, one.escalation.reviewed_by_id)
    )
    return [
        _shown(one, complaint_json.Names({**names.officers, **people}, names.units), at, locale)
        for one in found
    ]


def _shown(one: reviews.Climbed, names: complaint_json.Names, at: datetime, locale: str) -> dict[str, Any]:
    escalation, complaint = one.escalation, one.complaint
    book = store.book(complaint.rulebook_version)
    days, late = current_calendar.calendar().to_go(escalation.reviewed_at or at, escalation.due_at)
    return {
        **{name: getattr(escalation, name) for name in COPIED},
        "id": public_id(escalation.id, ESCALATION),
        "tracking_number": grouped(complaint.tracking_number),
        "label": book.commitments[escalation.commitment].label.in_(locale),
        "working_days_late": days if late else 0,
        "reviewer": names.officers.get(escalation.reviewer_id or 0),
        "reviewed_by": names.officers.get(escalation.reviewed_by_id or 0),
        "answerable": names.officers[complaint.answerable_id],
        "unit": names.units[complaint.unit_id],
        "state": complaint.state,
        "state_label": book.states[complaint.state].label.in_(locale),
        "subject": complaint.subject,
    }
