"""Reviewing the escalations of one complaint, by the reviewer they wait for or the reviewer's deputy."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.casework import complaint_file
from complaints.escalation import reviews
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.rulebooks import store
from complaints.web.account.access import for_roles, me
from complaints.web.desk.home import STAFF
from complaints.web.forms import review_form
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext

pages = Blueprint("desk_review", __name__)


@pages.get("/desk/c/<number>/review")
@for_roles(*STAFF)
def form(number: str) -> str:
    return _form(number)


@pages.post("/desk/c/<number>/review")
@for_roles(*STAFF)
def record(number: str) -> Response | str | tuple[str, int]:
    if display_settings.pressed():
        return _form(number)
    recorded = review_form.record(number)
    if recorded.faults:
        return _form(number, recorded.faults), recorded.code
    flash(gettext("已记录处置，%(n)s 项升级已处理。", n=recorded.count), "success")
    return redirect(url_for("desk_complaint.show", number=digits_of(number)), 303)


def _form(number: str, faults: Mapping[str, str] | None = None) -> str:
    try:
        complaint = complaint_file.read(number, me(), now())
    except NotFound:
        abort(404)
    book = store.book(complaint.rulebook_version)
    waiting = reviews.waiting_for(complaint, me(), now())
    return render_template(
        "desk/review.html",
        complaint=complaint,
        climbed=[(row, *review_form.labels(book, row)) for row in waiting],
        acts=[(name, said(label)) for name, label in review_form.ACTS.items()],
        typed=request.form,
        errors=faults or {},
    )
