"""The files that came with the answer, for programs of citizens."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response

from complaints.casework import reply_files
from complaints.infrastructure.public_ids import row_id_of
from complaints.web.api.asking import limited, public
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.page.file_download import UNKNOWN, hand_out
from complaints.web.security import guessing
from complaints.web.security.rate_limits import few_guesses
from schemas.moves import LookUp

section = Section("api_reply_files", __name__, description="Files of answers")
CONTENT = {"type": "string", "format": "binary"}


@section.route("/status/files/<int(max=9223372036854775807):file_id>", methods=["POST"])
@limited("status_rate")
@few_guesses
@public
@section.named("getReplyFile", tags=["status"])
@section.arguments(LookUp)
@section.answers(HTTPStatus.OK, CONTENT, HTTPStatus.NOT_FOUND, *WITH_A_BODY, content_type=UNKNOWN)
def get_reply_file(words: dict[str, Any], file_id: int) -> Response:
    """One of `reply_files`, as it was added."""
    number = guessing.find_number(words["tracking_number"], words["query_code"], words["second_fact"])
    response = hand_out(reply_files.of_citizen(number, row_id_of(file_id, "file") or 0))
    response.mimetype = UNKNOWN
    return response
