"""Nothing typed is lost when a session ends in the middle of a form: the fields are carried along and sent again."""

from __future__ import annotations

import json

from cryptography.fernet import InvalidToken
from flask import current_app, flash, g, redirect, render_template, request
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from werkzeug import Response

from complaints.infrastructure.encryption import seal, unseal
from complaints.models import Officer
from complaints.web.account.access import mark_of
from complaints.web.page.display_settings import CHOICES, nearest
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local

FOREIGN = {"cross-site", "same-site"}
CARRIED = ("whose", "kept", "kept_for")  # by a form, beside what is typed into it
NOT_KEPT = {*CHOICES, *CARRIED, "csrf_token", "password", "password_again", "password_now", "code"}
NO_WORDS = {
    "once",
    "about",
    "shown",
    "version",
    "seq",
    "next",
    "sure",
    "do",
    "more",
    "remove",
    "back_to_check",
    "pick",
}

Pairs = list[tuple[str, str]]


def typed() -> Pairs:
    """The fields typed into the form of this request, as (name, value)."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]


def words_of(pairs: Pairs) -> list[str]:
    """What a person wrote or chose of it; the rest came with the page."""
    return [value for name, value in pairs if value and name not in NO_WORDS]


def files_sent() -> bool:
    """Whether the form had files, which are not kept."""
    return any(upload.filename for upload in request.files.values())


def packed(mark: str | None = None) -> str:
    """The same and its author, for the form that asks for a password or a code to carry along.

    Encrypted: the next person at the machine can neither read it nor get it by signing in.
    """
    return seal(json.dumps([_typist() if mark is None else mark, typed()], ensure_ascii=False))


def carried(*marks: str) -> Pairs | None:
    """The earlier fields that the form carries along; None when it has none of the marks, or is unreadable."""
    try:
        mark, found = json.loads(unseal(request.form.get("kept", "")))
    except (InvalidToken, ValueError):
        return None
    return [(name, value) for name, value in found] if mark in marks else None


def sent_again(officer: Officer, address: str) -> str | None:
    """The page to send once more what was typed before signing in; None, and a sentence, when it is another officer's."""
    kept = carried("", mark_of(officer))
    if kept is not None:
        return resend(kept, address)
    flash(opened_by_another(), "warning")
    return None


def typed_again(error: CSRFError) -> Response | tuple[str, int]:
    """A post without a valid token. One that came from our own page is shown again, to be sent by the person."""
    if is_foreign():
        return resend([], None), 400
    if needs_sign_in() and not current_user.is_authenticated:
        return sign_in_again()
    if current_user.is_authenticated and _typist() not in ("", mark_of(current_user)):
        flash(opened_by_another(), "warning")
        return redirect("/login", 303)  # which leads on to the desk of the signed-in officer
    if files_sent() and not words_of(typed()):
        flash(gettext("这一页打开得太久，文件没有收下：选好的文件需要重新选一次。"), "warning")
        return redirect(nearest(request.path), 303)
    return resend(typed(), request.path, files_sent()), 400


def resend(kept: Pairs, address: str | None, files: bool = False) -> str:
    return render_template(
        "account/resume_form.html", kept=kept, words=words_of(kept), address=address, files=files
    )


def sign_in_again() -> tuple[str, int]:
    """The sign-in page, with what was typed; what this page carried itself is carried on."""
    kept, address = request.form.get("kept", ""), local(request.form.get("kept_for"), "")
    if not (kept and address):
        kept, address = packed(), request.path
    page = render_template(
        "account/sign_in.html", next=address, kept=kept, kept_for=address, ended=True, errors={}
    )
    return page, 401


def is_foreign() -> bool:
    """Whether the browser says that the page it comes from is not ours."""
    return request.headers.get("Sec-Fetch-Site") in FOREIGN


def opened_by_another() -> str:
    return gettext("刚才没写完的那张表不是您打开的，内容没有交给您，也没有提交。")


def _typist() -> str:
    """The mark of the officer whose session ended just now, else of the one who opened the form."""
    return str(g.get("typist") or request.form.get("whose", ""))


def needs_sign_in() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return hasattr(view, "roles_wanted")
