"""Making a move: words in, event out, nothing decided here."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Response
from marshmallow import ValidationError

from complaints.casework import declared_words, moves, query_codes, uploads
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.models import Officer
from complaints.web.api import asking, document
from complaints.web.api.complaint_json import shown_event
from complaints.web.errors.handlers import language
from schemas.moves import WORDS, words_schema
from schemas.out import EventOut
from workflows.errors import UnknownMove
from workflows.language import Act

section = document.Section("api_moves", __name__, description="Moves")
BODY = {
    "required": False,
    "description": "The words of the move; each move has its own.",
    "content": {"application/json": {"schema": {"anyOf": list(dict.fromkeys(WORDS.values()))}}},
}
MOVE = {"in": "path", "name": "move", "required": True, "schema": {"type": "string", "enum": list(WORDS)}}


@section.route("/complaints/<tracking_number>/moves/<move>", methods=["POST"], parameters=[MOVE])
@asking.signed_in
@section.named("makeMove", tags=["moves"], parameters=[document.IF_MATCH], requestBody=BODY)
@section.answers(
    HTTPStatus.CREATED,
    EventOut,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.PRECONDITION_FAILED,
    *document.WITH_A_BODY,
    headers=document.ETAG,
)
def make_move(officer: Officer, tracking_number: str, move: str) -> Response:
    """Make a move on a complaint. 403 when it is not yours to make, 409 with `reasons` when it cannot be made now."""
    at = clock.now()
    move = declared_words.find_key(tracking_number, move, officer, at)
    words = _words(officer, tracking_number, move, at)
    with transaction():
        words = uploads.of_officer(words, officer, tracking_number, at)
        made = moves.make_move(tracking_number, Act(move, officer, at, words), asking.versions_matched())
        body = EventOut().dump(shown_event(made.event, made.book, language()))
        body |= _code_of(made, at)
        etag = asking.etag_of(made.complaint)
    return asking.answer(body, HTTPStatus.CREATED, ETag=etag)


def _words(officer: Officer, tracking_number: str, move: str, at: datetime) -> dict[str, Any]:
    """Which words the rulebook adds is asked where the program's own do not do."""
    try:
        return asking.read(words_schema(move))
    except (UnknownMove, ValidationError):
        declared = declared_words.find_declared(tracking_number, move, officer, at)
        if declared is None:
            raise
        return asking.read(words_schema(move, declared))


def _code_of(made: moves.Made, at: datetime) -> dict[str, Any]:
    """A new query code: for the officer who issued it, or sent to the citizen."""
    if made.event.move != "reissue_code":
        return {}
    code = query_codes.just_issued(made.complaint)
    note = query_codes.note_on(made.complaint, code, at).in_(language())
    return {"query_code": code, **({"query_code_note": note} if note else {})}
