"""When something does not work: a page in the same look, with a way on, and with what was typed. It needs no database."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, render_template, request
from flask_babel import force_locale
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from complaints.web.account import resume_form
from complaints.web.errors.handlers import show_pages_with
from complaints.web.errors.problems import Problem
from complaints.web.page.display_settings import nearest
from complaints.web.page.translation import forget
from schemas.fields import spoken

MAY_PASS = (409, 412, 422, 429, 500, 503)  # worth sending once more; the others stay as they are


@dataclass(frozen=True)
class Typed:
    """The content of the failed request, to hand back: all of it, and the part a person wrote."""

    kept: resume_form.Pairs
    words: list[str]
    carried: resume_form.Pairs
    files: bool
    again: bool

    @property
    def page(self) -> str:
        return nearest(request.path)


NOTHING = Typed([], [], [], files=False, again=False)


def set_up(app: Flask) -> None:
    show_pages_with(app, page_of)
    app.register_error_handler(CSRFError, resume_form.typed_again)


def page_of(problem: Problem, locale: str) -> str:
    g.without_person = True  # who asks is read from the database, which may be what failed
    with force_locale("en" if locale == "en" else "zh_Hans_CN"):
        forget()
        wrong = _sentences(problem, locale)
        return render_template("errors/failure.html", problem=problem, wrong=wrong, typed=_typed(problem))


def _typed(problem: Problem) -> Typed:
    """The typed fields. Files are not kept, so a form of files alone comes back empty, and so does an unreadable one."""
    try:
        kept, files = resume_form.typed(), resume_form.files_sent()
    except HTTPException:
        return NOTHING
    words = resume_form.words_of(kept)
    carried = [(name, request.form[name]) for name in resume_form.CARRIED if request.form.get(name)]
    sent_on = words or (request.method == "POST" and not files)
    return Typed(kept, words, carried, files, again=bool(sent_on) and problem.status in MAY_PASS)


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
