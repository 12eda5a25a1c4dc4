"""Who asks, which version they saw, and how the answer leaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, current_app, g, jsonify, request
from marshmallow import Schema
from werkzeug.exceptions import Unauthorized

from complaints.infrastructure import errors
from complaints.infrastructure.extensions import limiter
from complaints.models import Complaint, Officer
from complaints.organisation import second_step
from complaints.web.api import document
from complaints.web.api.machines import load_machine
from complaints.web.security.loaders import load_by_bearer_token

_VERSION = re.compile(r'(?:W/)?"v(\d{1,9})"|(\*)')


def signed_in(view: document.View) -> document.View:
    """Give the view the officer of the bearer token as its first argument; a cookie is not enough for the API."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> Any:
        officer = _load_person() or load_machine(request)
        if officer is None:
            raise Unauthorized
        g.asker = officer
        return view(officer, *args, **kwargs)

    _describe(
        asked,
        [{document.BEARER: []}],
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS,
    )
    asked.signed_in = True  # type: ignore[attr-defined]
    return asked


def _load_person() -> Officer | None:
    officer = load_by_bearer_token(request)
    if officer is not None and officer.password_given:
        raise errors.PasswordGiven
    if officer is not None and second_step.is_missing(officer):
        raise errors.SecondStepMissing
    return officer


def public(view: document.View) -> document.View:
    """Open to everybody; the law test keeps the list of such views."""
    _describe(view, [])
    view.signed_in = False  # type: ignore[attr-defined]
    return view


def _describe(view: document.View, security: list[dict[str, list[str]]], *problems: HTTPStatus) -> None:
    doc: dict[str, Any] = view.__dict__.setdefault("_apidoc", {})
    doc.setdefault("manual_doc", {})["security"] = security
    responses = doc.setdefault("response", {}).setdefault("responses", {})
    for problem in problems:
        responses[problem.value] = [problem.name]


def limited(rate: str, **more: Any) -> Callable[[document.View], document.View]:
    """Limit calls to the setting `rate`, for each address unless `more` names another key."""

    def decorate(view: document.View) -> document.View:
        too_many(view)
        return limiter.limit(lambda: getattr(current_app.config["SHOUWEN"], rate), **more)(view)

    return decorate


def too_many(view: document.View) -> document.View:
    """Document the answer to an address that asks too often: wait."""
    responses = view.__dict__.setdefault("_apidoc", {}).setdefault("response", {}).setdefault("responses", {})
    responses[HTTPStatus.TOO_MANY_REQUESTS.value] = [HTTPStatus.TOO_MANY_REQUESTS.name]
    return view


def read(schema: Schema) -> dict[str, Any]:
    """The JSON body as the schema takes it. Raises what `complaints.web.errors.problems` knows."""
    return dict(document.reader.parse(schema, request, location="json"))


def etag_of(complaint: Complaint) -> str:
    return f'"v{complaint.version}"'


def unchanged(complaint: Complaint) -> bool:
    """Whether If-None-Match names the version the asker would get."""
    seen = _versions(request.headers.get("If-None-Match"))
    return seen is not None and (complaint.version in seen or _ANY in seen)


def versions_matched() -> frozenset[int] | None:
    """The versions If-Match names; None where it asks for none, or takes any."""
    seen = _versions(request.headers.get("If-Match"))
    return None if seen is None or _ANY in seen else seen


_ANY = -1


def _versions(header: str | None) -> frozenset[int] | None:
    if header is None:
        return None
    return frozenset(_ANY if star else int(version) for version, star in _VERSION.findall(header))


def answer(body: Any, status: HTTPStatus = HTTPStatus.OK, **headers: str) -> Response:
    response = jsonify(body)
    response.status_code = status
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    response.headers["Cache-Control"] = "no-store"  # shared machines at windows keep nothing of a complaint
    response.vary.add("Accept-Language")
    return response
