"""Escalations that ended with an administrator because no supervisor is left: they record an act, and read no content."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug import Response

from complaints.access.visibility import find_visible
from complaints.escalation import reviews
from complaints.models import Complaint, Escalation
from complaints.rulebooks import store
from complaints.web.account import access
from complaints.web.admin.changes import done
from complaints.web.forms import review_form
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from workflows.language import Text

pages = Blueprint("admin_reviews", __name__)


@pages.get("/admin/reviews")
@access.for_roles("admin")
def list_reviews() -> str:
    """The newest of them; the others follow when these are done. With a number, the form for that one."""
    if number := request.args.get("number", ""):
        return _form(number)
    found = [
        (one.complaint, *_labels(one.escalation, one.complaint))
        for one in reviews.climbed((access.me(), now()))
    ]
    return render_template("admin/reviews.html", climbed=found)


@pages.post("/admin/reviews")
@access.for_roles("admin")
def record() -> Response | str | tuple[str, int]:
    number = request.form.get("number", "")
    if display_settings.pressed():
        return _form(number)
    recorded = review_form.record(number)
    if recorded.faults:
        return _form(number, recorded.faults), recorded.code
    return done(
        gettext("已记录处置，%(n)s 项升级已处理。", n=recorded.count), url_for("admin_reviews.list_reviews")
    )


def _form(number: str, faults: Mapping[str, str] | None = None) -> str:
    complaint = find_visible(number, access.me(), now())
    if complaint is None:
        abort(404)
    return render_template(
        "admin/review.html",
        complaint=complaint,
        climbed=[_labels(row, complaint) for row in reviews.waiting_for(complaint, access.me(), now())],
        acts=[(name, said(label)) for name, label in review_form.ACTS.items()],
        typed=request.form,
        errors=faults or {},
    )


def _labels(row: Escalation, complaint: Complaint) -> tuple[Escalation, Text, Text]:
    """With the promise, and the rung that was climbed on it."""
    return row, *review_form.labels(store.book(complaint.rulebook_version), row)
