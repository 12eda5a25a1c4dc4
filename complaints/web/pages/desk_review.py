"""Recording what was done about what climbed on one complaint: whoever it waits for, and their deputy while they are away."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug import Response

from complaints import escalated, one_complaint, rulebooks
from complaints.db import db, transaction
from complaints.errors import NotFound
from complaints.models import Escalation, Officer
from complaints.numbers import digits_of
from complaints.web.dress import said
from complaints.web.moments import now
from complaints.web.pages import comforts
from complaints.web.pages.desk import STAFF
from complaints.web.pages.desk_forms import faults_of
from complaints.web.signed_in import for_roles, me
from schemas.asking import ReviewIn
from workflows.errors import Refused
from workflows.language import Text
from workflows.rulebook import Rulebook

pages = Blueprint("desk_review", __name__)

ACTS = {
    "urged": Text("已督促承办人，要求按期办结", "Urged: the answerable person is to finish in time"),
    "interviewed": Text("已约谈承办人", "Talked to the answerable person"),
    "accept_reason": Text("说明的理由成立", "The reason given is accepted"),
    "other": Text("其他处置，写在下面", "Something else, said below"),
}


@pages.get("/desk/c/<number>/review")
@for_roles(*STAFF)
def form(number: str) -> str:
    return _form(number)


@pages.post("/desk/c/<number>/review")
@for_roles(*STAFF)
def record(number: str) -> Response | str | tuple[str, int]:
    if comforts.pressed():
        return _form(number)
    typed = {"act": request.form.get("act", ""), "note": request.form.get("note", "")}
    try:
        count = _record(number, dict(ReviewIn().load(typed)))
    except ValidationError as error:
        return _form(number, faults_of(error.messages)), 422
    except Refused as error:
        return _form(number, {"review": "".join(said(reason) for reason in error.reasons)}), 409
    except NotFound:
        abort(404)
    flash(gettext("已记录处置，%(n)s 项升级已处理。", n=count), "success")
    return redirect(url_for("desk_complaint.show", number=digits_of(number)), 303)


def _record(number: str, words: dict[str, str]) -> int:
    with transaction():
        officer = db.session.get_one(Officer, me().id)
        return escalated.review_all(number, officer, now(), words)


def _form(number: str, faults: Mapping[str, str] | None = None) -> str:
    try:
        complaint = one_complaint.read(number, me(), now())
    except NotFound:
        abort(404)
    book = rulebooks.book(complaint.rulebook_version)
    waiting = escalated.waiting_for(complaint, me(), now())
    return render_template(
        "desk/review.html",
        complaint=complaint,
        climbed=[(row, *_labels(book, row)) for row in waiting],
        acts=[(name, said(label)) for name, label in ACTS.items()],
        typed=request.form,
        errors=faults or {},
    )


def _labels(book: Rulebook, row: Escalation) -> tuple[Text, Text]:
    """The promise, and the rung that was climbed on it."""
    commitment = book.commitments[row.commitment]
    rungs = (rung.label for rung in book.ladders[commitment.ladder] if rung.name == row.rung)
    return commitment.label, next(rungs, commitment.label)
