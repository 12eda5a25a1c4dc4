"""What needs no login: looking up one's own complaint, the citizen's own moves, and complaining by the web."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.casework import citizen_view, held_data, moves, uploads
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.intake.complaint_form import intake_of
from complaints.intake.intake import receive
from complaints.intake.log_once import log_once
from complaints.web.api import asking, citizen_json, document, idempotency
from complaints.web.errors.handlers import language
from complaints.web.security import guessing
from complaints.web.security.quotas import few_bytes, few_complaints
from complaints.web.security.rate_limits import few_guesses
from schemas import out_public
from schemas.held import CopyIn, HeldOut
from schemas.intake import WebComplaintIn
from schemas.moves import CITIZEN_MOVES, LookUp, citizen_schema
from workflows.language import CITIZEN, Act

section = document.Section("api_citizens", __name__, description="For citizens")
BODY = {
    "required": True,
    "description": "Tracking number, query code, and the words of the move.",
    "content": {
        "application/json": {
            "schema": {"anyOf": list(dict.fromkeys(citizen_schema(move) for move in CITIZEN_MOVES))}
        }
    },
}
MOVE = {
    "in": "path",
    "name": "move",
    "required": True,
    "schema": {"type": "string", "enum": list(CITIZEN_MOVES)},
}


@section.route("/status", methods=["POST"])
@asking.limited("status_rate")
@few_guesses
@asking.public
@section.named("lookUp", tags=["status"])
@section.arguments(LookUp)
@section.answers(HTTPStatus.OK, out_public.PublicOut, HTTPStatus.NOT_FOUND, *document.WITH_A_BODY)
def look_up(words: dict[str, Any]) -> Response:
    """The state of a complaint, for its number and code. Wrong and unknown get the same answer."""
    at = clock.now()
    number = guessing.find_number(words["tracking_number"], words["query_code"], words["second_fact"])
    complaint = citizen_view.complaint(number)
    shown = citizen_json.public_view(complaint, at, language()) | {
        "wrong_codes_today": guessing.wrong_tries(number)
    }
    return asking.answer(out_public.PublicOut().dump(shown))


@section.route("/status/copy", methods=["POST"])
@asking.limited("status_rate")
@few_guesses
@asking.public
@section.named("copyOwnData", tags=["status"])
@section.arguments(CopyIn)
@section.answers(HTTPStatus.OK, HeldOut, HTTPStatus.NOT_FOUND, *document.WITH_A_BODY)
def copy_own_data(words: dict[str, Any]) -> Response:
    """What is held of the citizen and of what they wrote. `second_fact` is always asked for here: the last four digits of the
    phone given, or without a phone the month and day it was logged."""
    number = guessing.find_number(words["tracking_number"], words["query_code"], words["second_fact"])
    guessing.require_fact(number, words["second_fact"])
    held = held_data.copy_of(citizen_view.complaint(number), language())
    return asking.answer(HeldOut().dump(held))


@section.route("/status/moves/<move>", methods=["POST"], parameters=[MOVE])
@asking.limited("status_rate")
@few_guesses
@few_bytes
@asking.public
@section.named("makeCitizenMove", tags=["status"], requestBody=BODY)
@section.answers(
    HTTPStatus.CREATED,
    out_public.PublicEventOut,
    *document.TO_AN_ACT,
)
def make_citizen_move(move: str) -> Response:
    """One of the citizen's own moves: supplement, urge, withdraw, rate, appeal, add, answer_question, request_recusal, report_error."""
    words = asking.read(citizen_schema(move)())
    at = clock.now()
    typed = [words.pop(name) for name in ("tracking_number", "query_code", "second_fact")]
    number = guessing.find_number(*typed)
    with transaction():
        words = uploads.with_uploads(words, uploads.Sender(citizen_view.complaint(number).id), at)
        made = moves.make_move(number, Act(move, CITIZEN, at, words))
        body = out_public.PublicEventOut().dump(
            citizen_json.event_view(made.complaint, made.event, language())
        )
    return asking.answer(body, HTTPStatus.CREATED)


@section.route("/intake", methods=["POST"])
@asking.limited("status_rate")
@few_complaints
@few_bytes
@asking.public
@section.named("complain", tags=["status"], parameters=[idempotency.KEY_HEADER])
@section.arguments(WebComplaintIn)
@section.answers(
    HTTPStatus.CREATED, out_public.WebReceiptOut, *document.WITH_A_BODY, headers=idempotency.REPLAYED
)
def complain(words: dict[str, Any]) -> Response:
    """Complain by the web. Keep the number and the code: the code is said here and never again."""
    at = clock.now()

    def log() -> dict[str, Any]:
        intake = intake_of({**words, "channel": "web"}, at)
        receipt = receive(intake, Act("receive", CITIZEN, at))
        return dict(
            out_public.WebReceiptOut().dump(
                citizen_json.receipt_view(receipt.complaint, receipt.query_code, language())
            )
        )

    return idempotency.created(log_once(idempotency.asking_of_request(), at, log))
