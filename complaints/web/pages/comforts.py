"""Language, large print, dark: chosen once, kept in the session alone."""

from __future__ import annotations

from flask import Blueprint, redirect, request, session
from flask_babel import refresh
from werkzeug import Response

from complaints.web.addresses import local

pages = Blueprint("comforts", __name__)

CHOICES = {"locale": {"zh", "en"}, "print": {"large", "usual"}, "theme": {"light", "dark"}}


@pages.post("/comforts")
def choose() -> Response:
    pressed()
    return redirect(local(request.form.get("next")), 303)


def pressed() -> bool:
    """Whether a form came because one of them was pressed in the middle of it: then it is only shown again, as typed.

    The buttons belong to the form itself where a page has one to lose, so that it works without scripts and no word
    stands in an address.
    """
    chosen = {name: request.form[name] for name in CHOICES if request.form.get(name) in CHOICES[name]}
    session.update(chosen)
    refresh()
    return bool(chosen)


@pages.post("/language/<any(zh, en):locale>")
def language(locale: str) -> Response:
    session["locale"] = locale
    return redirect(local(request.form.get("next")), 303)
