"""Language, large print, dark: chosen once, kept in the session alone."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from werkzeug import Response

from complaints.web.addresses import local

pages = Blueprint("comforts", __name__)

CHOICES = {"locale": {"zh", "en"}, "print": {"large", "usual"}, "theme": {"light", "dark"}}


@pages.post("/comforts")
def choose() -> Response:
    for name, allowed in CHOICES.items():
        if request.form.get(name) in allowed:
            session[name] = request.form[name]
    return redirect(local(request.form.get("next")), 303)


@pages.post("/language/<any(zh, en):locale>")
def language(locale: str) -> Response:
    session["locale"] = locale
    return redirect(local(request.form.get("next")), 303)
