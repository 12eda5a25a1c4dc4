"""The citizen's own complaint: looked up by number and query code, never by anything in an address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import segno
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_limiter import RateLimitExceeded
from markupsafe import Markup
from marshmallow import ValidationError
from werkzeug import Response

from complaints.access import citizen_sessions
from complaints.casework import attachments, citizen_view, moves
from complaints.casework.conversation import Message
from complaints.casework.retention import erasure_of
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.extensions import limiter
from complaints.infrastructure.tracking_numbers import grouped
from complaints.models import Complaint
from complaints.rulebooks import store
from complaints.web.citizen import look_up as citizen_look_up
from complaints.web.citizen import session
from complaints.web.citizen.choices import still_missing
from complaints.web.citizen.status_view import View, view_of
from complaints.web.citizen.typed_words import typed_words
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.request_values import whole
from complaints.web.page.template_globals import page_language, said
from complaints.web.page.translation import gettext
from complaints.web.security import guessing
from complaints.web.security.headers import reads_large_files
from complaints.web.security.quotas import few_bytes
from complaints.web.security.rate_limits import NUMBER, few_guesses
from schemas.fields import spoken
from schemas.moves import CITIZEN_MOVES
from schemas.text import is_blank
from workflows.errors import Refused
from workflows.language import CITIZEN, Act, Text
from workflows.parts import PARTS

pages = Blueprint("tracking", __name__)

MOVES = ", ".join(CITIZEN_MOVES)


def _rate(name: str) -> str:
    return str(getattr(current_app.config["SHOUWEN"], name))


@pages.get("/status")
def status() -> str:
    visit = session.current()
    if visit is None:
        return citizen_look_up.page()
    return _render_status(citizen_sessions.complaint(visit.complaint_id))


@pages.post("/status")
@limiter.limit(lambda: _rate("status_rate"))
@few_guesses
def look_up() -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return citizen_look_up.page(), 200
    typed, code = request.form.get("tracking_number", ""), request.form.get("query_code", "")
    try:
        number = guessing.find_number(typed, code[:60], request.form.get("second_fact", "")[:40])
    except NotFound:
        return citizen_look_up.page(gettext("编号或查询码不对，请对照回执再看一遍。")), 404
    with transaction():
        complaint_id = citizen_sessions.complaint_id_of(number)
        visit = citizen_sessions.start(complaint_id, now())
    session.let_in(visit)
    return citizen_look_up.written_before(complaint_id) or redirect(url_for(".status"), 303)


@pages.errorhandler(429)
def wait(error: RateLimitExceeded) -> tuple[str, int]:
    """A citizen who has to wait reads why, and where they are served at once."""
    if request.endpoint == f"{pages.name}.{act.__name__}":
        return _wait_to_act(), 429
    if getattr(error.limit, "scope", "") == NUMBER:
        why = gettext("这个编号试错的次数太多，为了不让别人猜出查询码，暂时不能在网上查，请过一小时再试。")
    else:
        why = gettext("从这里查询得太频繁，请过几分钟再试。")
    way = gettext("急的话，请带上投诉时留的电话到窗口，或拨打 12348，核对身份后替您查。")
    return citizen_look_up.page(f"{why}{way}"), 429


def _wait_to_act() -> str:
    visit = session.current()
    if visit is None:
        return citizen_look_up.again()
    too_often = gettext("从这里提交得太频繁，这次没有提交。您填写的内容都在，请过一分钟再按一次。")
    complaint = citizen_sessions.complaint(visit.complaint_id)
    return _ask(complaint, (request.view_args or {})["move"], {"main": too_often})


@pages.post("/status/leave")
def leave() -> Response:
    session.clear()
    flash(gettext("已结束并清除，这台设备上没有留下您的信息。"), "success")
    return redirect(url_for("front.home"), 303)


@pages.get("/receipt")
def receipt() -> Response | str:
    visit = session.current()
    if visit is None or visit.query_code is None:
        return redirect(url_for(".status"))
    complaint = citizen_sessions.complaint(visit.complaint_id)
    return render_template(
        "citizen/receipt.html",
        view=view_of(complaint, now()),
        code=visit.query_code,
        qr=qr_of(complaint),
        paper=request.args.get("paper"),
        address=status_address(),
    )


@pages.get(f"/status/<any({MOVES}):move>")
def ask(move: str) -> Response | str:
    """A page of its own for what needs words or a second thought."""
    visit = session.current()
    if visit is None:
        return redirect(url_for(".status"))
    complaint = citizen_sessions.complaint(visit.complaint_id)
    if complaint.restricted:
        flash(said(citizen_view.NOT_HERE), "warning")
        return redirect(url_for(".status"))
    return _ask(
        complaint, move, {}, [said(reason) for reason in citizen_view.refusals(complaint, move, now())]
    )


@pages.post(f"/status/<any({MOVES}):move>")
@reads_large_files
@few_bytes
@limiter.limit(lambda: _rate("status_rate"))
def act(move: str) -> Response | tuple[str, int]:
    visit = session.current()
    if visit is None:
        return citizen_look_up.again(), 404
    complaint_id = visit.complaint_id
    if display_settings.pressed():
        return _ask(citizen_sessions.complaint(complaint_id), move, {}), 200
    try:
        thanks = _make_move(complaint_id, move)
    except (ValidationError, Refused, BadInput) as error:
        complaint = citizen_sessions.complaint(complaint_id)
        return _ask(complaint, move, _said_wrong(error)), 409 if isinstance(error, Refused) else 422
    flash(thanks, "success")
    return redirect(url_for(".status"), 303)


def _make_move(complaint_id: int, move: str) -> str:
    """The sentence that thanks for it, of the rules this complaint is under."""
    words = typed_words(move)
    number = citizen_sessions.complaint(complaint_id).tracking_number
    with transaction():
        made = moves.make_move(number, Act(move, CITIZEN, now(), words))
        return said(made.book.moves[move].sentence)


def _render_status(complaint: Complaint) -> str:
    if erasure := erasure_of(complaint):
        return render_template("citizen/erased.html", complaint=complaint, erasure=erasure)
    tries = guessing.wrong_tries(complaint.tracking_number)
    return render_template("citizen/status.html", view=view_of(complaint, now()), tries=tries)


def _ask(complaint: Complaint, move: str, errors: dict[str, str], refusals: Sequence[str] = ()) -> str:
    """The form; or `refusals`, where nothing that could be typed into it would be taken."""
    book = store.book(complaint.rulebook_version)
    judged = complaint.leading if complaint.is_joined and complaint.leading else complaint
    grades = sorted(book.codes["grades"].items(), reverse=True)
    view = view_of(complaint, now())
    return render_template(
        "page/ask.html",
        view=view,
        asked=_questions_asked(view),
        move=book.moves[move],
        errors=errors,
        refusals=refusals,
        grades=grades,
        may_step_aside=[(part, label) for part, label in PARTS.items() if judged.holder_of(part) is not None],
        who_label=WHO_STEPS_ASIDE,
        about=citizen_look_up.mark_of(complaint.id),
        errors_to_report=[(one, said(label), "") for one, label in WRONG.items()],
        categories=[(code, said(one.label)) for code, one in book.categories.items()],
        max_mb=current_app.config["SHOUWEN"].max_upload_mb,
        most=attachments.MOST_OF_CITIZEN,
    )


def _questions_asked(view: View) -> list[Message]:
    """The question the citizen chose to answer; all that wait, where it is none of them."""
    step = whole(request.form.get("asked_in") or request.args.get("step"))
    return [one for one in view.questions if one.seq == step] or view.questions


WHO_STEPS_ASIDE = Text("您要谁回避", "Who should step aside")


WRONG = {
    "phone": Text("电话", "Phone"),
    "name": Text("姓名", "Name"),
    "address": Text("地址", "Address"),
    "text": Text("事情经过", "What happened"),
    "category": Text("投诉类别", "Category"),
    "respondent": Text("投诉的是谁", "Whom it is about"),
}


def _said_wrong(error: ValidationError | Refused | BadInput) -> dict[str, str]:
    if isinstance(error, Refused):
        return {"main": " ".join(said(reason) for reason in error.reasons)}
    if isinstance(error, BadInput):
        return {name: said(text) for name, text in error.fields.items()}
    messages: dict[str, Any] = error.messages if isinstance(error.messages, dict) else {}
    empty = {name: one for name, one in still_missing().items() if is_blank(request.form.get(name, ""))}
    return {name: empty.get(name, spoken(found[0], page_language())) for name, found in messages.items()}


def status_address() -> str:
    base = current_app.config["SHOUWEN"].public_url or request.host_url
    return f"{base.rstrip('/')}{url_for('tracking.status')}"


def qr_of(complaint: Complaint) -> Markup:
    """The address of the status page; the number follows a #, so it reaches no server and no log."""
    code = segno.make(f"{status_address()}#{grouped(complaint.tracking_number)}", micro=False, error="m")
    return Markup(code.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=2))
