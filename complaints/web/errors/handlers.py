"""Answering with what went wrong: problem+json under /api, a page elsewhere.

The pages say how theirs looks with `show_pages_with(app, render)`; until then a bare page says the same.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, json, request, session
from flask.globals import request_ctx
from markupsafe import escape

from complaints.web.errors.problems import Problem, problem_of
from schemas.fields import spoken

PROBLEM_JSON = "application/problem+json"
_RENDER = "problem page"
MACHINES = ("/api/", "/healthz", "/readyz", "/metrics")

log = structlog.get_logger()


def set_up(app: Flask) -> None:
    app.register_error_handler(Exception, answer)


def show_pages_with(app: Flask, render: Callable[[Problem, str], str]) -> None:
    """`render(problem, locale)` gives the HTML of the page for a problem outside /api. It must not need the database."""
    app.extensions[_RENDER] = render


def answer(error: Exception) -> Response:
    problem = problem_of(error)
    if problem.unexpected:
        _record(error, problem)
    response = _as_json(problem) if request.path.startswith(MACHINES) else _as_page(problem)
    response.headers.update(problem.headers)
    return response


def language() -> str:
    """ "zh" or "en", without asking the database, which may be what went wrong."""
    chosen = getattr(g.get("asker"), "locale", None) or session.get("locale")
    best = chosen or request.accept_languages.best_match(("zh", "en"), "zh")
    return "en" if str(best).startswith("en") else "zh"


def _as_json(problem: Problem) -> Response:
    locale = language()
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.title.in_(locale),
        "status": problem.status,
        "detail": problem.detail.in_(locale),
    }
    if problem.reasons:
        body["reasons"] = [reason.in_(locale) for reason in problem.reasons]
    if problem.errors:
        body["errors"] = _in_one_language(problem.errors, locale)
    if problem.offset is not None:
        body["offset"] = problem.offset
    return Response(json.dumps(body), problem.status, mimetype=PROBLEM_JSON)


def _in_one_language(messages: Any, locale: str) -> Any:
    if isinstance(messages, dict):
        return {str(key): _in_one_language(inner, locale) for key, inner in messages.items()}
    if isinstance(messages, list):
        return [_in_one_language(inner, locale) for inner in messages]
    return spoken(messages, locale)


def _as_page(problem: Problem) -> Response:
    render = current_app.extensions.get(_RENDER, _bare_page)
    if (
        request_ctx.url_adapter is None
    ):  # the request names a host that is not ours: no address can be made from it
        render = _bare_page
    return Response(render(problem, language()), problem.status, mimetype="text/html")


def _bare_page(problem: Problem, locale: str) -> str:
    title, detail = escape(problem.title.in_(locale)), escape(problem.detail.in_(locale))
    lang = "en" if locale == "en" else "zh-Hans"
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{detail}</p></html>'


def _record(error: Exception, problem: Problem) -> None:
    """Where it happened and of what kind; never the message, which may hold what people typed."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    log.error(
        "request failed",
        status=problem.status,
        endpoint=request.endpoint,
        method=request.method,
        error=type(error).__name__,
        cause=type(getattr(error, "orig", None) or error.__cause__).__name__,
        where=[f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames],
    )
