"""Language, large print, dark: chosen once, kept in the session alone."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, request, session
from flask_babel import refresh
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from complaints.web.page.translation import forget
from complaints.web.page.urls import local

pages = Blueprint("comforts", __name__)

CHOICES = {"locale": {"zh", "en"}, "print": {"large", "usual"}, "theme": {"light", "dark"}}


@pages.post("/comforts")
def choose() -> Response:
    pressed()
    return redirect(nearest(local(request.form.get("next"))), 303)


def nearest(address: str) -> str:
    """The page the button was pressed on; of one that answers to a post alone, the page above it."""
    places, path = current_app.create_url_adapter(request), urlsplit(address).path
    while path.strip("/") and places is not None:
        try:
            places.match(path, "GET")
        except HTTPException:
            address = path = path.rpartition("/")[0] or "/"
        else:
            break
    return address


def pressed() -> bool:
    """Whether one of these buttons sent a half-filled form: then the form is only shown again, as typed.

    The buttons belong to the form itself where a page has one to lose, so that it works without scripts and no word
    gets into an address.
    """
    chosen = {name: request.form[name] for name in CHOICES if request.form.get(name) in CHOICES[name]}
    session.update(chosen)
    refresh()
    forget()
    return bool(chosen)


@pages.post("/language/<any(zh, en):locale>")
def language(locale: str) -> Response:
    session["locale"] = locale
    return redirect(local(request.form.get("next")), 303)
