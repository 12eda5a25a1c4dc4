"""When something does not work: a page in the same look, with a way on. It needs no database."""

from __future__ import annotations

from flask import Flask, g, render_template, request
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError

from complaints.web.errors import show_pages_with
from complaints.web.pages.keeping import typed_again
from complaints.web.problems import Problem
from complaints.web.spoken import forget
from schemas.fields import spoken


def set_up(app: Flask) -> None:
    show_pages_with(app, page_of)
    app.register_error_handler(CSRFError, typed_again)


def page_of(problem: Problem, locale: str) -> str:
    g.without_person = True  # who is asking stands in the database, which may be what went wrong
    with force_locale("en" if locale == "en" else "zh_Hans_CN"):
        forget()
        return render_template(
            "failure.html", problem=problem, wrong=_sentences(problem, locale), typed=request.method == "POST"
        )


def _sentences(problem: Problem, locale: str) -> list[str]:
    if problem.reasons:
        return [reason.in_(locale) for reason in problem.reasons]
    return [spoken(words, locale) for words in _flat(problem.errors)]


def _flat(messages: object) -> list[str]:
    if isinstance(messages, dict):
        return [words for inner in messages.values() for words in _flat(inner)]
    if isinstance(messages, list):
        return [words for inner in messages for words in _flat(inner)]
    return [str(messages)]
