"""Logging a complaint, and reading one."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.access import access_log
from complaints.access.personal_data import may_read, may_see_person
from complaints.access.visibility import find_visible
from complaints.casework import conversation, ledger, query_codes
from complaints.casework.event_detail import hidden_from
from complaints.infrastructure import clock
from complaints.infrastructure.errors import NotFound
from complaints.intake import previous_complaints
from complaints.intake.complaint_form import intake_of
from complaints.intake.intake import Receipt, receive
from complaints.intake.log_once import Answer, log_once
from complaints.models import Complaint, Officer
from complaints.rulebooks import store
from complaints.web.api import asking, complaint_json, document, idempotency
from complaints.web.api.conversation_json import shown_thread
from complaints.web.errors.handlers import language
from schemas import out
from schemas.intake import ComplaintIn
from schemas.out_conversation import MessageOut
from workflows.language import Act
from workflows.parties import is_kept_out

section = document.Section("api_complaints", __name__, description="Complaints")


@section.route("/complaints", methods=["POST"])
@asking.signed_in
@section.named("logComplaint", tags=["complaints"], parameters=[idempotency.KEY_HEADER])
@section.arguments(ComplaintIn)
@section.answers(
    HTTPStatus.CREATED,
    out.ReceivedOut,
    HTTPStatus.FORBIDDEN,
    *document.WITH_A_BODY,
    headers={**document.ETAG, **idempotency.REPLAYED},
)
def log_complaint(officer: Officer, words: dict[str, Any]) -> Response:
    """Log a complaint. The query code is said here and never again."""
    at = clock.now()

    def log() -> dict[str, Any]:
        receipt = receive(intake_of(words, at), Act("receive", officer, at))
        return _received(receipt, officer, at)

    logged = log_once(idempotency.asking_of_request(officer), at, log)
    if logged.is_repeated and logged.body["query_code"] is not None:
        return idempotency.created(Answer(_shown_again(logged.body, officer, at), is_repeated=True))
    return idempotency.created(logged)


def _shown_again(body: dict[str, Any], officer: Officer, at: datetime) -> dict[str, Any]:
    """Refuses an officer who is kept out by now, as every other door does, and shows no code to one who may not have it
    since. Raises NotFound."""
    complaint = query_codes.find(body["tracking_number"])
    if is_kept_out(complaint, officer):
        raise NotFound
    code = body["query_code"] if query_codes.may_hand_out(complaint, officer, at) else None
    return {**body, **_code_with_note(complaint, code, at)}


def _code_with_note(complaint: Complaint, code: str | None, at: datetime) -> dict[str, Any]:
    note = query_codes.note_on(complaint, code, at).in_(language())
    return {"query_code": code, **({"query_code_note": note} if note else {})}


def _code_for(receipt: Receipt, officer: Officer, at: datetime) -> dict[str, Any]:
    """An officer complained of or otherwise kept out gets no code: the citizen gets it another way."""
    code = receipt.query_code if query_codes.may_hand_out(receipt.complaint, officer, at) else None
    return _code_with_note(receipt.complaint, code, at)


def _received(receipt: Receipt, officer: Officer, at: Any) -> dict[str, Any]:
    shown = complaint_json.in_full(receipt.complaint, officer, at, language())
    code = _code_for(receipt, officer, at)
    sent = previous_complaints.of_sender_number(receipt.complaint.sender_number or "", officer, at)
    numbers = [one.number for one in sent if one.number != receipt.complaint.tracking_number]
    return dict(
        out.ReceivedOut().dump({**shown, **code, **({"same_sender_number": numbers} if numbers else {})})
    )


@section.route("/complaints/<tracking_number>", methods=["GET"])
@asking.signed_in
@section.named("getComplaint", tags=["complaints"], parameters=[document.IF_NONE_MATCH])
@section.alt_response(HTTPStatus.NOT_MODIFIED.value, HTTPStatus.NOT_MODIFIED.name)
@section.answers(HTTPStatus.OK, out.ComplaintOut, HTTPStatus.NOT_FOUND, headers=document.ETAG)
def get_complaint(officer: Officer, tracking_number: str) -> Response:
    """One complaint, with the moves open to you now."""
    at = clock.now()
    complaint = _visible(tracking_number, officer, at)
    etag = asking.etag_of(complaint)
    if asking.unchanged(complaint):
        response = Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    else:
        body = out.ComplaintOut().dump(complaint_json.in_full(complaint, officer, at, language()))
        response = asking.answer(body, ETag=etag)
    access_log.note_opening(complaint, officer, at, "complaint")
    return response


@section.route("/complaints/<tracking_number>/events", methods=["GET"])
@asking.signed_in
@section.named("getEvents", tags=["complaints"])
@section.answers(HTTPStatus.OK, out.EventOut(many=True), HTTPStatus.NOT_FOUND)
def get_events(officer: Officer, tracking_number: str) -> Response:
    """The permanent record of a complaint, oldest first, each event chained to the one before by its hash."""
    at = clock.now()
    complaint = _visible(tracking_number, officer, at)
    book = store.book(complaint.rulebook_version)
    events = ledger.events_of(complaint)
    hidden = hidden_from(officer, events)
    shown = [
        complaint_json.event_told_to(officer, complaint_json.shown_event(event, book, language(), hidden))
        for event in events
    ]
    body = out.EventOut(many=True).dump(shown)
    access_log.note_reading([complaint], officer, at, "events")
    return asking.answer(body)


@section.route("/complaints/<tracking_number>/thread", methods=["GET"])
@asking.signed_in
@section.named("getThread", tags=["complaints"])
@section.answers(HTTPStatus.OK, MessageOut(many=True), HTTPStatus.NOT_FOUND)
def get_thread(officer: Officer, tracking_number: str) -> Response:
    """What citizen and officers wrote to each other, oldest first. Empty for an officer who acts without reading."""
    at = clock.now()
    complaint = _visible(tracking_number, officer, at)
    messages = conversation.of_officer(complaint, officer) if may_read(officer) else []
    shown = shown_thread(messages, language(), with_names=may_see_person(complaint, officer))
    body = MessageOut(many=True).dump(shown)
    access_log.note_reading([complaint], officer, at, "thread")
    return asking.answer(body)


def _visible(number: str, officer: Officer, at: datetime) -> Complaint:
    complaint = find_visible(number, officer, at)
    if complaint is None:
        raise NotFound
    return complaint
