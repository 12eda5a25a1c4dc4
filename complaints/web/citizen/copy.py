"""A citizen's copy of what is held of them: after the code, a second fact is asked for, since it names the person."""

from __future__ import annotations

import json

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from complaints.access import citizen_sessions
from complaints.casework import held_data
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.extensions import limiter
from complaints.web.citizen import session
from complaints.web.page import display_settings
from complaints.web.page.translation import gettext, language
from complaints.web.security import guessing
from complaints.web.security.rate_limits import few_guesses

pages = Blueprint("own_copy", __name__)


@pages.get("/status/copy")
def ask() -> Response | str:
    visit = session.current()
    return redirect(url_for("tracking.status")) if visit is None else _form({})


@pages.post("/status/copy")
@limiter.limit(lambda: str(current_app.config["SHOUWEN"].status_rate))
@few_guesses
def give() -> Response | str | tuple[str, int]:
    visit = session.current()
    if visit is None:
        return redirect(url_for("tracking.status"), 303)
    if display_settings.pressed():
        return _form({})
    complaint = citizen_sessions.complaint(visit.complaint_id)
    try:
        guessing.require_fact(complaint.tracking_number, request.form.get("second_fact", "")[:40])
    except NotFound:
        return _form({"second_fact": gettext("对不上，请再看一遍。")}), 404
    text = json.dumps(held_data.copy_of(complaint, language()), ensure_ascii=False, indent=1)
    name = f"shouwen-{complaint.tracking_number}.json"
    headers = {"Content-Disposition": f"attachment; filename={name}", "Cache-Control": "no-store"}
    return Response(text, mimetype="application/json", headers=headers)


def _form(errors: dict[str, str]) -> str:
    return render_template("citizen/copy.html", errors=errors)
