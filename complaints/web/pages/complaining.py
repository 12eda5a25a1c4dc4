"""Logging a complaint on the web: one thing on each page, saved on the server with every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug import Response

from complaints import attachments, drafts
from complaints.db import transaction
from complaints.errors import BadInput
from complaints.web.dress import page_language, said
from complaints.web.moments import now
from complaints.web.pages import offering, sending
from complaints.web.pages.sending import SENT, VISIT
from complaints.web.protection import reads_large_files
from schemas.fields import spoken
from schemas.web_complaint import STEPS

pages = Blueprint("complaining", __name__, url_prefix="/complain")

NAMES = (*STEPS, "files", "check")
ORDER = ("category", "what", "files", "who", "reach", "secret", "check")
DRAFT = "draft"


@pages.get("")
def start() -> str:
    return render_template("complain/start.html", begun=bool(_words()))


@pages.get("/<step>")
def show(step: str) -> Response | str:
    if step not in ORDER:
        abort(404)
    missing = _first_missing(_words())
    if ORDER.index(step) > ORDER.index(missing):
        return redirect(url_for(".show", step=missing))
    return _page(step, {})


@pages.post("/<any(category, what, who, reach, secret):step>")
def keep(step: str) -> Response | tuple[str, int]:
    """Kept first, checked afterwards: what cannot be used yet is not lost either."""
    words = _typed(step)
    with transaction():
        drafts.keep(_token(), words, now())
    errors = _faults(step, words)
    if errors:
        return _page(step, errors), 422
    return redirect(url_for(".show", step=_after(step)), 303)


@pages.post("/keep/<any(what):step>")
def keep_unfinished(step: str) -> tuple[str, int]:
    """Sent by the page itself while somebody writes."""
    with transaction():
        drafts.keep(_token(), _typed(step), now())
    return "", 204


@pages.post("/files")
@reads_large_files
def files() -> Response | tuple[str, int]:
    token = _token()
    if request.form.get("remove", "").isdigit():
        with transaction():
            attachments.remove(token, int(request.form["remove"]))
        return redirect(url_for(".show", step="files"), 303)
    errors = _take_in(token)
    if errors:
        return _page("files", errors), 422
    following = "files" if request.form.get("more") else "who"
    return redirect(url_for(".show", step=following), 303)


@pages.post("/check")
def send() -> Response | tuple[str, int]:
    """Once, however often the button is pressed."""
    words = _words()
    if SENT not in words and _first_missing(words) != "check":
        return redirect(url_for(".show", step=_first_missing(words)), 303)
    try:
        visit = sending.send(str(session[DRAFT]), now())
    except (BadInput, ValidationError) as error:
        return _page("check", _said_wrong(error)), 422
    session.pop(DRAFT)
    session[VISIT] = visit
    return redirect(url_for("tracking.receipt"), 303)


@pages.post("/clear")
def clear() -> Response:
    token = session.pop(DRAFT, "")
    if token:
        with transaction():
            drafts.forget(token)
    flash(gettext("已清除，这台设备上没有留下您填写的内容。"), "success")
    return redirect(url_for("front.home"), 303)


def _token() -> str:
    return str(session.setdefault(DRAFT, drafts.new_token()))


def _words() -> dict[str, Any]:
    token = session.get(DRAFT)
    return drafts.words_of(token, now()) if token else {}


def _typed(step: str) -> dict[str, str]:
    """The fields of a step as they were typed, within reason; a box left empty is an answer too."""
    return {name: request.form.get(name, "")[:60000] for name in STEPS[step]().fields}


def _first_missing(words: dict[str, Any]) -> str:
    """The first step without a usable answer; files may always be none."""
    for step in ORDER[:-1]:
        if step in STEPS and (not set(STEPS[step]().fields) <= set(words) or _faults(step, words)):
            return step
    return "check"


def _after(step: str) -> str:
    if request.form.get("back_to_check"):
        return "check"
    return ORDER[ORDER.index(step) + 1]


def _faults(step: str, words: dict[str, Any]) -> dict[str, str]:
    schema = STEPS[step]()
    try:
        schema.load({name: words.get(name, "") for name in schema.fields})
    except ValidationError as error:
        empty = {name: one for name, one in offering.still_missing().items() if not words.get(name)}
        wrong = _said_wrong(error)
        return {name: empty.get(name, sentence) for name, sentence in wrong.items()}
    if step == "category" and words["category"] not in dict(offering.categories()):
        return {"category": offering.still_missing()["category"]}
    return {}


def _said_wrong(error: BadInput | ValidationError) -> dict[str, str]:
    if isinstance(error, BadInput):
        return {name.split(".")[-1]: said(text) for name, text in error.fields.items()}
    messages: dict[str, Any] = error.messages if isinstance(error.messages, dict) else {}
    return {name: spoken(found[0], page_language()) for name, found in messages.items()}


def _take_in(token: str) -> dict[str, str]:
    """Keep the files that were chosen; the fault of the first that cannot be."""
    most = current_app.config["SHOUWEN"].max_upload_mb
    for upload in request.files.getlist("files"):
        if not upload.filename:
            continue
        body = upload.stream.read(most * 1024 * 1024 + 1)
        if len(body) > most * 1024 * 1024:
            return {
                "files": gettext(
                    "“%(name)s”太大，最多 %(most)s MB；已填写的内容都在。",
                    name=upload.filename[:60],
                    most=most,
                )
            }
        try:
            with transaction():
                drafts.keep(token, {}, now())
                attachments.add(token, attachments.File(upload.filename, body), now())
        except BadInput as error:
            return _said_wrong(error)
    return {}


def _page(step: str, errors: dict[str, str]) -> str:
    words = _words()
    more: dict[str, Callable[[], Any]] = {
        "category": lambda: {"options": offering.category_choices()},
        "who": lambda: {"units": offering.units()},
        "files": lambda: {"kept": attachments.of_draft(_token()), "most": attachments.MOST},
        "check": lambda: {"answers": offering.answers(words), "kept": attachments.of_draft(_token())},
    }
    extra = more.get(step, dict)()
    place = ORDER.index(step) + 1
    return render_template(
        f"complain/{step}.html",
        step=step,
        words=words,
        errors=errors,
        place=place,
        steps=len(ORDER),
        back=ORDER[place - 2] if place > 1 else None,
        max_mb=current_app.config["SHOUWEN"].max_upload_mb,
        **extra,
    )
