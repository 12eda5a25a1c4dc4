"""Logging a complaint on the web: one thing on each page, saved on the server with every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from marshmallow import ValidationError
from werkzeug import Response

from complaints.access import citizen_sessions
from complaints.casework import attachments
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.extensions import limiter
from complaints.infrastructure.public_ids import row_id_of
from complaints.infrastructure.tokens import new_token
from complaints.intake import drafts, submit_draft
from complaints.web.citizen import choices, complain_steps
from complaints.web.citizen import session as citizen_session
from complaints.web.citizen.session import DRAFT
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.translation import gettext, language
from complaints.web.security.headers import reads_large_files
from complaints.web.security.quotas import few_bytes, few_complaints
from schemas.intake import MOST_REPRESENTATIVES
from schemas.parties_form import field_name
from schemas.web_complaint import RESPONDENTS

pages = Blueprint("complaining", __name__, url_prefix="/complain")


@pages.get("")
def start() -> str:
    return render_template("citizen/complain/start.html", begun=bool(_words()))


@pages.get("/<step>")
def show(step: str) -> Response | str:
    if step not in complain_steps.ORDER:
        abort(404)
    words = _words()
    if not words and step != complain_steps.ORDER[0] and citizen_session.has_receipt():
        return _to_receipt(again=True)  # back from the receipt: there is nothing left here to send
    missing = complain_steps.first_missing(words)
    if complain_steps.ORDER.index(step) > complain_steps.ORDER.index(missing):
        return redirect(url_for(".show", step=missing))
    return _page(step, {}, words)


@pages.post("/<any(category, what, who, reach, secret):step>")
@few_bytes
def keep(step: str) -> Response | str | tuple[str, int]:
    """Kept first, checked afterwards: what cannot be used yet is not lost either."""
    words = complain_steps.typed(step)
    if _was_sent():
        return _page(step, {}, words, sent_before=True), 422
    with transaction():
        drafts.keep(_token(), words, now())
    if display_settings.pressed():
        return _page(step, {}, words)
    errors = complain_steps.faults(step, words)
    if errors:
        return _page(step, errors, words), 422
    return redirect(url_for(".show", step=_after(step)), 303)


@pages.post("/keep/<any(what):step>")
@few_bytes
def keep_unfinished(step: str) -> tuple[str, int]:
    """Sent by the page itself while the citizen writes."""
    with transaction():
        drafts.keep(_token(), complain_steps.typed(step), now())
    return "", 204


@pages.post("/files")
@reads_large_files
@few_bytes
def files() -> Response | tuple[str, int]:
    if _was_sent():
        return _to_receipt(again=True)
    token = _token()
    removed = row_id_of(whole(request.form.get("remove")), "draft")
    if removed is not None:
        with transaction():
            attachments.remove(token, removed)
        return redirect(url_for(".show", step="files"), 303)
    errors = _take_in(token)
    if errors:
        return _page("files", errors, _words()), 422
    following = "files" if request.form.get("more") else "who"
    return redirect(url_for(".show", step=following), 303)


@pages.post("/check")
@limiter.limit(lambda: str(current_app.config["SHOUWEN"].status_rate))
@few_complaints
def send() -> Response | tuple[str, int]:
    """Once, however often the button is pressed: the page says which draft it sends."""
    token = _once() or session.get(DRAFT, "")
    words = drafts.words_of(token, now())
    if not words:
        return _nothing_to_send()
    if submit_draft.SENT not in words and complain_steps.first_missing(words) != complain_steps.ORDER[-1]:
        return redirect(url_for(".show", step=complain_steps.first_missing(words)), 303)
    try:
        sent = submit_draft.send(token, now(), request.form.get("shown", ""), language())
    except submit_draft.Changed:
        changed = gettext("您看过之后，这份投诉在另一个页面里改过。下面是现在的内容，请再看一遍再提交。")
        flash(changed, "warning")
        return redirect(url_for(".show", step="check"), 303)
    except (BadInput, ValidationError) as error:
        return _page("check", complain_steps.said_wrong(error), words), 422
    if session.get(DRAFT) == token:
        session.pop(DRAFT)
    if citizen_sessions.current(sent.visit, now()) is None:
        return _nothing_to_send()
    citizen_session.let_in(sent.visit)
    return _to_receipt(sent.again)


@pages.post("/clear")
def clear() -> Response:
    citizen_session.clear()
    flash(gettext("已清除，这台设备上没有留下您填写的内容。"), "success")
    return redirect(url_for("front.home"), 303)


def _to_receipt(again: bool) -> Response:
    if again:
        flash(gettext("已登记过，这是当时的回执，没有重复登记。"), "soon")
    return redirect(url_for("tracking.receipt"), 303)


def _nothing_to_send() -> Response:
    """Sent before and left since, cleared, or too old: in no case is anything logged."""
    if citizen_session.has_receipt():
        return _to_receipt(again=True)
    flash(
        gettext("这一份已经登记过，或已经清除，没有重复登记。登记过的，请凭回执上的编号和查询码查询。"),
        "soon",
    )
    return redirect(url_for("tracking.status"), 303)


def _once() -> str:
    """The draft a page was made for, as it says itself."""
    return request.form.get("once", "")[:64]


def _was_sent() -> bool:
    """Whether the page belongs to a draft that is a complaint by now; later text begins another."""
    token = _once() or session.get(DRAFT, "")
    sent = submit_draft.was_sent(token, now())
    if sent and session.get(DRAFT) == token:
        session.pop(DRAFT)
    return sent


def _token() -> str:
    return str(session.setdefault(DRAFT, new_token()))


def _words() -> dict[str, Any]:
    words = drafts.words_of(session.get(DRAFT, ""), now())
    return {} if submit_draft.SENT in words else words


def _after(step: str) -> str:
    if request.form.get("back_to_check"):
        return "check"
    return complain_steps.ORDER[complain_steps.ORDER.index(step) + 1]


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
            return complain_steps.said_wrong(error)
    return {}


def _page(step: str, errors: dict[str, str], words: dict[str, Any], sent_before: bool = False) -> str:
    place = complain_steps.ORDER.index(step) + 1
    return render_template(
        f"citizen/complain/{step}.html",
        step=step,
        words=words,
        errors=errors,
        once=_token(),
        sent_before=sent_before,
        place=place,
        steps=len(complain_steps.ORDER),
        back=complain_steps.ORDER[place - 2] if place > 1 else None,
        max_mb=current_app.config["SHOUWEN"].max_upload_mb,
        field_name=field_name,
        **_of_step(step, words),
    )


def _of_step(step: str, words: dict[str, Any]) -> dict[str, Any]:
    """The values that the page of one step shows beside the typed ones."""
    more: dict[str, Callable[[], Any]] = {
        "category": lambda: {"options": choices.category_choices()},
        "who": lambda: {"units": choices.units(), "rows": range(2, RESPONDENTS + 1)},
        "reach": lambda: {"ways": choices.ways(), "rows": range(1, MOST_REPRESENTATIVES + 1)},
        "files": lambda: {"kept": attachments.of_draft(_token()), "most": attachments.MOST},
        "check": lambda: {
            "answers": choices.answers(words),
            "kept": attachments.of_draft(_token()),
            "shown": submit_draft.seal_of(_token(), words),
        },
    }
    return dict(more.get(step, dict)())
