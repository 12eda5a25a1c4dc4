"""Nothing typed is lost when a session ends in the middle of a form: the fields are carried along and sent again."""

from __future__ import annotations

import json
from typing import Any

from flask import current_app, render_template, request
from flask_security import current_user
from flask_wtf.csrf import CSRFError

from complaints.web.pages.comforts import CHOICES

FOREIGN = {"cross-site", "same-site"}
NOT_KEPT = {*CHOICES, "csrf_token", "password", "password_again", "password_now", "kept", "kept_for"}

Pairs = list[tuple[str, str]]


def typed() -> Pairs:
    """What was typed into the form that came with this request, as (name, value)."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]


def carried() -> Pairs:
    """What the sign-in form carried along from before."""
    try:
        found: Any = json.loads(request.form.get("kept") or "[]")
        return [(str(name), str(value)) for name, value in found if name not in NOT_KEPT]
    except (ValueError, TypeError):
        return []


def as_text(pairs: Pairs) -> str:
    return json.dumps(pairs, ensure_ascii=False)


def typed_again(error: CSRFError) -> tuple[str, int]:
    """A post without a valid token. One that came from our own page is shown again, to be sent by the person."""
    if request.headers.get("Sec-Fetch-Site") in FOREIGN:
        return render_template("resend.html", kept=[], address=None), 400
    if needs_sign_in() and not current_user.is_authenticated:
        return sign_in_again()
    return render_template("resend.html", kept=typed(), address=request.path), 400


def sign_in_again() -> tuple[str, int]:
    """The sign-in page, with what was typed."""
    page = render_template(
        "login.html", next=request.path, kept=as_text(typed()), kept_for=request.path, ended=True, errors={}
    )
    return page, 401


def needs_sign_in() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return hasattr(view, "roles_wanted")
