"""Recording what was done about what climbed on one complaint: whoever it waits for, and their deputy while they are away."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints import escalated, one_complaint, rulebooks
from complaints.errors import NotFound
from complaints.numbers import digits_of
from complaints.web.dress import said
from complaints.web.moments import now
from complaints.web.pages import comforts, reviewing
from complaints.web.pages.desk import STAFF
from complaints.web.signed_in import for_roles, me
from complaints.web.spoken import gettext

pages = Blueprint("desk_review", __name__)


@pages.get("/desk/c/<number>/review")
@for_roles(*STAFF)
def form(number: str) -> str:
    return _form(number)


@pages.post("/desk/c/<number>/review")
@for_roles(*STAFF)
def record(number: str) -> Response | str | tuple[str, int]:
    if comforts.pressed():
        return _form(number)
    recorded = reviewing.record(number)
    if recorded.faults:
        return _form(number, recorded.faults), recorded.code
    flash(gettext("已记录处置，%(n)s 项升级已处理。", n=recorded.count), "success")
    return redirect(url_for("desk_complaint.show", number=digits_of(number)), 303)


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
        climbed=[(row, *reviewing.labels(book, row)) for row in waiting],
        acts=[(name, said(label)) for name, label in reviewing.ACTS.items()],
        typed=request.form,
        errors=faults or {},
    )
