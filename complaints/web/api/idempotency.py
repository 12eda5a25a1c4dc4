"""The Idempotency-Key header: a retry with the same key and body gets the first answer."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from complaints.infrastructure.errors import BadInput
from complaints.intake.log_once import Answer, Asking, asking
from complaints.models import Officer
from complaints.web.api.asking import answer
from workflows.language import Text

KEY = "Idempotency-Key"
KEY_HEADER = {
    "in": "header",
    "name": KEY,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "description": "A retry with the same key and body gets the first answer.",
}
REPLAYED = {"Idempotent-Replayed": {"schema": {"type": "string"}, "description": "true on a retry."}}


def asking_of_request(officer: Officer | None = None) -> Asking | None:
    """None without the header. Raises BadInput for a key that is none."""
    key = request.headers.get(KEY)
    if key is None:
        return None
    if not 1 <= len(key) <= 200 or not key.isprintable():
        raise BadInput(
            {KEY: Text("须是 1 到 200 个可显示的字符。", "It should be 1 to 200 printable characters.")}
        )
    return asking(key, request.get_json(silent=True), officer)


def created(logged: Answer) -> Response:
    if logged.is_repeated:
        return answer(logged.body, HTTPStatus.CREATED, Idempotent_Replayed="true")
    etag = {"ETag": f'"v{logged.body["version"]}"'} if "version" in logged.body else {}
    return answer(logged.body, HTTPStatus.CREATED, **etag)
