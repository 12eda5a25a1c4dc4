"""Officers choose their own password: at the first sign-in before anything else, later whenever they like."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request
from flask_limiter import RateLimitExceeded
from flask_security import current_user
from flask_wtf.csrf import CSRFError
from werkzeug import Response

from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Officer, audit
from complaints.organisation import directory, passwords
from complaints.web.account import access, resume_form, sign_in
from complaints.web.page import display_settings
from complaints.web.page.dates import now
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from complaints.web.security.rate_limits import few_passwords, own_account

pages = Blueprint("own_password", __name__)


@pages.get("/password")
@access.for_roles(before_choosing=True)
def form() -> str:
    return _form()


@pages.post("/password")
@few_passwords(own_account)
@access.for_roles(before_choosing=True)
def choose() -> Response | str | tuple[str, int]:
    if display_settings.pressed() or "password" not in request.form:
        return _form()
    try:
        officer = _choose_password()
    except BadInput as error:
        faults = {name: said(text) for name, text in error.fields.items()}
        return _form(faults), sign_in.WRONG if "password_now" in faults else 422
    sign_in.start_session(officer)  # the sessions there were, this one too, ended with the old password
    flash(gettext("密码已设置；其他地方的登录都已结束。"), "kept")
    following = local(request.form.get("kept_for"), "")
    page = resume_form.sent_again(officer, following) if following else None
    return page or redirect(local(request.form.get("next"), sign_in.home_of(officer)), 303)


@pages.errorhandler(CSRFError)
def token_lost(error: CSRFError) -> Response | tuple[str, int]:
    """The page is of an ended session. What it holds belongs to the officer who opened it."""
    mine = access.is_signed_in() and request.form.get("whose", "") == access.mark_of(current_user)
    if resume_form.is_foreign() or not mine:
        return resume_form.typed_again(error)
    return _form({"password": gettext("这一页打开得太久，请再填一次。")}), 400


@pages.errorhandler(429)
def wait(error: RateLimitExceeded) -> tuple[str, int]:
    if not access.is_signed_in():
        return resume_form.sign_in_again()[0], 429
    return _form({"password_now": sign_in.too_often(error)}), 429


def _choose_password() -> Officer:
    typed = passwords.Typed(
        new=request.form.get("password", ""),
        again=request.form.get("password_again", ""),
        current=request.form.get("password_now", ""),
    )
    username, own_id = str(current_user.username), current_user.id
    with audit.changed_by(username), transaction():
        officer = directory.officer(own_id)
        passwords.choose(officer, typed, now())
        return officer


def choose_first() -> tuple[str, int]:
    """In the place of a post that cannot be answered yet: what it brought is carried along."""
    return _page({}, request.path, resume_form.packed(), request.path), 403


def _form(faults: Mapping[str, str] | None = None) -> str:
    following = local(request.values.get("next"), "")
    return _page(
        faults or {}, following, request.form.get("kept", ""), local(request.form.get("kept_for"), "")
    )


def _page(faults: Mapping[str, str], following: str, kept: str, kept_for: str) -> str:
    return render_template(
        "account/change_password.html",
        errors=faults,
        next=following,
        kept=kept,
        kept_for=kept_for,
        given=current_user.password_given,
        shortest=passwords.SHORTEST,
        home=sign_in.home_of(current_user),
    )
