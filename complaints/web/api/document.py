"""How the API describes itself: sections, answers and problems, all in one OpenAPI document."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from flask import Request, Response
from flask import json as flask_json
from flask_smorest import Api, Blueprint
from flask_smorest.utils import prepare_response
from marshmallow import RAISE, Schema, ValidationError
from webargs.core import is_json
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from complaints.web.api.own_moves import with_own_moves
from complaints.web.errors.handlers import PROBLEM_JSON
from complaints.web.errors.unreadable_json import UnreadableJson
from schemas.out_problem import ProblemOut

View = Callable[..., Any]

# What may be answered to any request, beside what its own rules say.
ANYWHERE = (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
WITH_A_BODY = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)
TO_AN_ACT = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, *WITH_A_BODY)
BEARER = "bearer"
ETAG = {"ETag": {"schema": {"type": "string"}, "description": 'The version of the complaint, such as "v3".'}}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "schema": {"type": "string"},
    "description": "The ETag you saw; refused with 412 when the complaint has changed since.",
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The ETag you have; 304 when it is still the newest.",
}


class BodyReader(FlaskParser):
    """Reads strictly: a misspelt field or question is refused. An empty body counts as an empty object."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": None, "query": RAISE}

    def load_json(self, req: Request, schema: Schema) -> Any:
        raw = req.get_data()
        if not raw.strip():
            return {}
        if not is_json(req.mimetype):
            raise UnsupportedMediaType
        try:
            # As Flask reads it: UTF-8, with a byte order mark or without, or UTF-16.
            return json.loads(raw.decode(json.detect_encoding(raw)), parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            raise UnreadableJson(error) from error

    def handle_error(self, error: ValidationError, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        messages = error.messages
        inner = (
            next(iter(messages.values())) if isinstance(messages, dict) and len(messages) == 1 else messages
        )
        raise ValidationError(inner)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


reader = BodyReader()


class Section(Blueprint):
    """A part of the API. Every view says what it answers with `answers`."""

    ARGUMENTS_PARSER = reader

    def answers(
        self, status: HTTPStatus, schema: Any, *problems: HTTPStatus, **more: Any
    ) -> Callable[[View], View]:
        """Document the good answer and the problems; the view itself gives a finished response."""

        def decorate(view: View) -> View:
            for problem in (*problems, *ANYWHERE):
                view = self.alt_response(problem.value, problem.name)(view)
            return self.response(status.value, schema, **more)(view)

        return decorate

    def named(self, operation: str, **more: Any) -> Callable[[View], View]:
        return self.doc(operationId=operation, **more)


class HouseApi(Api):
    """Problems are answered by `complaints.web.errors.handlers`; here they are only described."""

    ERROR_SCHEMA = ProblemOut
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.spec.components.security_scheme(BEARER, {"type": "http", "scheme": "bearer"})

    def _openapi_json(self) -> Response:
        described = flask_json.loads(flask_json.dumps(self.spec.to_dict(), sort_keys=False))
        whole = with_own_moves(described, self.ma_plugin.converter)
        return Response(flask_json.dumps(whole, indent=2, sort_keys=False), mimetype="application/json")

    def _register_error_handlers(self) -> None:
        return None

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, PROBLEM_JSON)
            self.spec.components.response(status.name, response, lazy=True)
