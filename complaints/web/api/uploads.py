"""Files in parts: announce, send parts each from the offset where the last ended, finish; then name it in a move."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from complaints.access.visibility import find_visible
from complaints.casework import citizen_view, moves, uploads
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.models import Officer, Upload
from complaints.web.api import asking
from complaints.web.api.complaint_json import shown_event
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.errors.handlers import language
from complaints.web.page.request_values import whole
from complaints.web.security import guessing
from complaints.web.security.quotas import few_bytes
from complaints.web.security.rate_limits import few_guesses
from schemas.out import EventOut
from schemas.uploads import (
    AnnounceUpload,
    CitizenAnnounceUpload,
    CitizenFinishUpload,
    FinishUpload,
    UploadOut,
)
from workflows.errors import NotNow
from workflows.language import Act, Text

section = Section("api_uploads", __name__, description="Files in parts")
ATTACH = "attach"


def _header(name: str, why: str, required: bool = True) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "required": required,
        "schema": {"type": "string"},
        "description": why,
    }


OFFSET = _header("Upload-Offset", "Where this part begins: the `offset` of the last answer.")
KEYS = [
    _header("Tracking-Number", "The number on the receipt; never in an address."),
    _header("Query-Code", "The code on the receipt; never in an address."),
    _header("Second-Fact", "Asked of an address that typed wrong codes before.", required=False),
]
PART = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
REFUSED = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, *WITH_A_BODY)


@section.route("/status/uploads", methods=["POST"])
@asking.limited("status_rate")
@few_guesses
@few_bytes
@asking.public
@section.named("announceUpload", tags=["status"])
@section.arguments(CitizenAnnounceUpload)
@section.answers(HTTPStatus.CREATED, UploadOut, *REFUSED)
def announce(words: dict[str, Any]) -> Response:
    """Announce a file of the citizen. Name it in a move (`add`, `supplement`, `answer_question`) once it is finished."""
    number = guessing.find_number(words["tracking_number"], words["query_code"], words["second_fact"])
    complaint, at = citizen_view.complaint(number), clock.now()
    if reasons := citizen_view.refusals(complaint, "add", at):
        raise NotNow("add", reasons)
    with transaction():
        token, row = uploads.start(uploads.Sender(complaint.id), _announced(words), at)
        body = _shown(row, token)
    return asking.answer(body, HTTPStatus.CREATED)


@section.route("/status/uploads/<upload>", methods=["PUT"])
@asking.too_many
@few_guesses
@few_bytes
@asking.public
@section.named("sendUploadPart", tags=["status"], parameters=[OFFSET, *KEYS], requestBody=PART)
@section.answers(HTTPStatus.OK, UploadOut, *REFUSED)
def send_part(upload: str) -> Response:
    """One part. 409 with the right `offset` where it does not begin at the end of the last one: a part is here whole or not at all."""
    return _append(uploads.Sender(_complaint_id()), upload)


@section.route("/status/uploads/<upload>", methods=["GET"])
@asking.limited("status_rate")
@few_guesses
@asking.public
@section.named("getUpload", tags=["status"], parameters=KEYS)
@section.answers(HTTPStatus.OK, UploadOut, HTTPStatus.NOT_FOUND)
def get_upload(upload: str) -> Response:
    """How far it came, after the line broke."""
    return _read(uploads.Sender(_complaint_id()), upload)


@section.route("/status/uploads/<upload>/finish", methods=["POST"])
@asking.limited("status_rate")
@few_guesses
@asking.public
@section.named("finishUpload", tags=["status"])
@section.arguments(CitizenFinishUpload)
@section.answers(HTTPStatus.OK, UploadOut, *REFUSED)
def finish(words: dict[str, Any], upload: str) -> Response:
    """Judge the whole file by its content. One that cannot be taken is gone."""
    number = guessing.find_number(words["tracking_number"], words["query_code"], words["second_fact"])
    return asking.answer(_finish(uploads.Sender(citizen_view.complaint(number).id), upload))


@section.route("/complaints/<tracking_number>/uploads", methods=["POST"])
@asking.signed_in
@section.named("announceOfficerUpload", tags=["complaints"])
@section.arguments(AnnounceUpload)
@section.answers(HTTPStatus.CREATED, UploadOut, HTTPStatus.TOO_MANY_REQUESTS, *REFUSED)
def announce_by_officer(officer: Officer, words: dict[str, Any], tracking_number: str) -> Response:
    """Announce a file of an officer."""
    sender, at = _sender(officer, tracking_number), clock.now()
    with transaction():
        token, row = uploads.start(sender, _announced(words), at)
        body = _shown(row, token)
    return asking.answer(body, HTTPStatus.CREATED)


@section.route("/complaints/<tracking_number>/uploads/<upload>", methods=["PUT"])
@asking.signed_in
@section.named("sendOfficerUploadPart", tags=["complaints"], parameters=[OFFSET], requestBody=PART)
@section.answers(HTTPStatus.OK, UploadOut, *REFUSED)
def send_part_by_officer(officer: Officer, tracking_number: str, upload: str) -> Response:
    """One part, as of a citizen."""
    return _append(_sender(officer, tracking_number), upload)


@section.route("/complaints/<tracking_number>/uploads/<upload>", methods=["GET"])
@asking.signed_in
@section.named("getOfficerUpload", tags=["complaints"])
@section.answers(HTTPStatus.OK, UploadOut, HTTPStatus.NOT_FOUND)
def get_officer_upload(officer: Officer, tracking_number: str, upload: str) -> Response:
    """How far it came."""
    return _read(_sender(officer, tracking_number), upload)


@section.route("/complaints/<tracking_number>/uploads/<upload>/finish", methods=["POST"])
@asking.signed_in
@section.named("finishOfficerUpload", tags=["complaints"])
@section.arguments(FinishUpload)
@section.answers(HTTPStatus.CREATED, EventOut, *REFUSED)
def finish_by_officer(officer: Officer, words: dict[str, Any], tracking_number: str, upload: str) -> Response:
    """Judge the whole file, and add it to the complaint."""
    sender, at = _sender(officer, tracking_number), clock.now()
    _finish(sender, upload)
    with transaction():
        files = [uploads.take(sender, upload, at)]
        act = Act(ATTACH, officer, at, {**words, "files": files})
        made = moves.make_move(tracking_number, act)
        body = EventOut().dump(shown_event(made.event, made.book, language()))
    return asking.answer(body, HTTPStatus.CREATED)


def _complaint_id() -> int:
    """Of the citizen whose number and code are in the headers. Raises NotFound."""
    typed = (request.headers.get(name, "")[:200] for name in ("Tracking-Number", "Query-Code", "Second-Fact"))
    return citizen_view.complaint(guessing.find_number(*typed)).id


def _sender(officer: Officer, number: str) -> uploads.Sender:
    complaint = find_visible(number, officer, clock.now())
    if complaint is None:
        raise NotFound
    return uploads.Sender(complaint.id, officer.id)


def _announced(words: dict[str, Any]) -> uploads.Announced:
    return uploads.Announced(words["name"], words["size"], words.get("sha256"))


def _append(sender: uploads.Sender, token: str) -> Response:
    """The whole part is read before anything is locked: a slow line holds no row."""
    if (request.content_length or 0) > uploads.LARGEST_PART:
        raise RequestEntityTooLarge
    offset, part, at = _offset(), request.get_data(cache=False), clock.now()
    with transaction():
        row = uploads.find(sender, token, at)
        uploads.append(row, offset, part, at)
        body = _shown(row, token)
    return asking.answer(body, Upload_Offset=str(body["offset"]))


def _offset() -> int:
    offset = whole(request.headers.get("Upload-Offset"))
    if offset is None:
        wrong = Text(
            "请在 Upload-Offset 里写明这一段从哪里开始。", "Say in Upload-Offset where this part begins."
        )
        raise BadInput({"Upload-Offset": wrong})
    return offset


def _read(sender: uploads.Sender, token: str) -> Response:
    with transaction():
        body = _shown(uploads.find(sender, token, clock.now()), token)
    return asking.answer(body, Upload_Offset=str(body["offset"]))


def _finish(sender: uploads.Sender, token: str) -> dict[str, Any]:
    try:
        with transaction():
            row = uploads.find(sender, token, clock.now())
            uploads.finish(row, clock.now())
            return _shown(row, token)
    except BadInput:
        with transaction():
            uploads.remove(uploads.find(sender, token, clock.now()))
        raise


def _shown(row: Upload, token: str) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ("size", "kind", "expires_at")}
    return dict(
        UploadOut().dump({**shown, "upload": token, "offset": row.received, "part_size": uploads.PART})
    )
