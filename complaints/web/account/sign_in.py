"""Signing in and out of the staff pages."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, session
from flask_limiter import RateLimitExceeded
from flask_security import current_user
from flask_security.utils import hash_password, login_user, logout_user
from flask_wtf.csrf import CSRFError
from werkzeug import Response

from complaints.access import sign_ins, staff_sessions
from complaints.infrastructure.database import transaction
from complaints.infrastructure.tokens import hash_token, new_token
from complaints.models import OVERSEERS, Officer
from complaints.organisation import directory, passwords, second_step
from complaints.organisation.officers import find_account
from complaints.web.account import access, resume_form
from complaints.web.citizen import session as citizen_session
from complaints.web.page import dates, display_settings
from complaints.web.page.template_globals import said
from complaints.web.page.translation import gettext
from complaints.web.page.urls import local
from complaints.web.security import rate_limits
from complaints.web.security.rate_limits import address
from schemas.text import lines_of, unusable

pages = Blueprint("signing_in", __name__)

WRONG, UNUSABLE = 401, 422
HALF, HALF_DOOR = "half_in", "half_in_by"  # in the session: the first step was right, the code is to come
HALF_LASTS = timedelta(minutes=5)


def home_of(officer: Officer) -> str:
    """Where their work lies: discipline officers have a desk and no board."""
    roles = set(officer.roles)
    if "admin" in roles:
        return "/admin"
    if "auditor" in roles:
        return "/audit"
    if "evaluator" in roles:
        return "/evaluate"
    return "/supervise" if roles & set(OVERSEERS) and "officer" not in roles else "/desk"


@pages.get("/login")
def login() -> Response | str:
    if current_user.is_authenticated:
        return redirect(local(request.args.get("next"), home_of(current_user)))
    return _form(local(request.args.get("next"), ""))


@pages.post("/login")
@rate_limits.few_passwords(rate_limits.account_typed)
def check() -> Response | tuple[str, int] | str:
    if display_settings.pressed() or "password" not in request.form:
        return _form(local(request.form.get("next"), ""))
    username = request.form.get("username", "")
    if sign := unusable(lines_of(username)):
        return _form(local(request.form.get("next"), ""), {"username": said(sign.text)}), UNUSABLE
    officer = _find_officer(username, request.form.get("password", ""))
    if officer is None:
        wrong = gettext("用户名或密码不正确。")
        return _form(local(request.form.get("next"), ""), {"username": wrong}), WRONG
    if not _still_good(officer):
        used = gettext("这个一次性密码已经用过，或者过了七天。请向管理员要一个新的。")
        return _form(local(request.form.get("next"), ""), {"password": used}), WRONG
    return go_on(officer, "")


def go_on(officer: Officer, following: str, door: str = sign_ins.PAGES) -> Response | str:
    """After the first step: to the second where they have one, else in. `following` where no form says where they go."""
    if second_step.is_asked(officer):
        session[HALF] = [officer.id, hash_token(officer.fs_uniquifier), dates.now().timestamp()]
        session[HALF_DOOR] = door
        return _code_form({}, following)
    start_session(officer, door)
    return _onward(officer, following)


def refuse(words: str) -> tuple[str, int]:
    return _form("", {"username": words}), WRONG


@pages.post("/login/code")
@rate_limits.few_passwords(lambda: str(session.get(HALF, [""])[0]))
def check_code() -> Response | tuple[str, int] | str:
    officer = _half_in()
    if officer is None:
        again = gettext("这一页打开得太久，请再登录一次。")
        return _form(local(request.form.get("next"), ""), {"username": again}), 400
    with transaction():
        right = second_step.passes(officer.id, request.form.get("code", ""))
        if not right:
            sign_ins.note_failed(
                officer, _door(session.get(HALF_DOOR)), sign_ins.WRONG_SECOND_STEP, dates.now()
            )
    if not right:
        return _code_form({"code": said(second_step.WRONG)}), WRONG
    start_session(officer, session.get(HALF_DOOR, sign_ins.PAGES))
    return _onward(officer)


def _half_in() -> Officer | None:
    """The officer who typed the right password in this browser a moment ago, if nothing changed since."""
    own_id, key_hash, since = session.get(HALF, (0, "", 0.0))
    officer = directory.officer_or_none(own_id)
    fresh = dates.now().timestamp() - float(since) <= HALF_LASTS.total_seconds()
    if officer is None or not officer.active or not fresh or key_hash != hash_token(officer.fs_uniquifier):
        return None
    return officer


def _code_form(errors: dict[str, str], following: str = "") -> str:
    return render_template(
        "account/sign_in_code.html",
        next=local(request.form.get("next"), following),
        kept=request.form.get("kept", ""),
        kept_for=local(request.form.get("kept_for"), ""),
        errors=errors,
    )


@pages.errorhandler(CSRFError)
def asked_twice(error: CSRFError) -> Response | str | tuple[str, int]:
    """The page is of a session that is over: they signed in on another page meanwhile, or it stood open too long."""
    if resume_form.is_foreign() or request.endpoint != f"{pages.name}.{check.__name__}":
        return resume_form.typed_again(error)
    if access.is_signed_in():
        return _onward(current_user)
    again = gettext("这一页打开得太久，请再登录一次。")
    return _form(local(request.form.get("next"), ""), {"username": again}), 400


@pages.errorhandler(429)
def wait(error: RateLimitExceeded) -> tuple[str, int]:
    """What the page carries waits too."""
    return _form(local(request.form.get("next"), ""), {"username": too_often(error)}), 429


def too_often(error: RateLimitExceeded) -> str:
    if getattr(error.limit, "scope", "") == rate_limits.ACCOUNT:
        why = gettext("这个用户名试错的次数太多，为了不让别人猜出密码，请过十分钟再试。")
    else:
        why = gettext("从这里试错的次数太多，请过几分钟再试。")
    return f"{why}{gettext('忘了密码，请找管理员要一个一次性密码。')}"


def _onward(officer: Officer, following: str = "") -> Response | str:
    """Lead to what they typed before the session ended, else to the page they wanted."""
    address, following = local(request.form.get("kept_for"), ""), local(request.form.get("next"), following)
    page = resume_form.sent_again(officer, address) if address else None
    return page or redirect((not address and following) or home_of(officer), 303)


@pages.post("/logout")
def logout() -> Response:
    logout_user()
    _leave()
    return redirect("/login", 303)


def _find_officer(username: str, password: str) -> Officer | None:
    """The officer, or None: a wrong name takes as long as a wrong password."""
    officer = find_account(username)
    if officer is None or not officer.active:
        hash_password(password[:200])
        sign_ins.note_unknown(_door())
        return None
    if passwords.is_right(officer, password):
        return officer
    with transaction():
        sign_ins.note_failed(officer, _door(), sign_ins.WRONG_PASSWORD, dates.now())
    return None


def _door(name: str | None = None) -> sign_ins.Door:
    return sign_ins.Door(name or sign_ins.PAGES, address())


def _still_good(officer: Officer) -> bool:
    """A password that was given signs in once, and of two who try at the same moment one."""
    if not officer.password_given:
        return True
    with transaction():
        return passwords.use(directory.officer_to_change(officer.id), dates.now())


def start_session(officer: Officer, door: str = sign_ins.PAGES) -> None:
    """A new session, with nothing of the one before but how the pages look."""
    _leave()
    at, token = dates.now(), new_token()
    with transaction():
        sign_ins.note(officer, _door(door), token, (at, at + access.longest()))
    login_user(officer, remember=False, authn_via=["password"])
    session[access.SINCE], session[access.SEEN], session[access.SITTING] = (
        at.timestamp(),
        at.timestamp(),
        token,
    )


def _leave() -> None:
    """Nothing stays of what was open in this browser, and no old cookie of it opens anything, but how the pages look."""
    kept = {name: session[name] for name in display_settings.CHOICES if name in session}
    sitting, at = session.get(access.SITTING, ""), dates.now()
    try:
        citizen_session.clear()
        if sitting:
            with transaction():
                staff_sessions.end(sitting, at + access.longest(), at)
                sign_ins.end(sitting, at)
    finally:
        session.clear()
        session.update(kept)


def _form(following: str, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "account/sign_in.html",
        next=following,
        username=request.form.get("username", ""),
        kept=request.form.get("kept", ""),
        kept_for=local(request.form.get("kept_for"), ""),
        ended=False,
        errors=errors or {},
    )
