"""Pages for staff: who may open them. What they see there is settled by the queries, not here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

import flask
from flask_security import current_user
from flask_security.utils import logout_user

from complaints.access import staff_sessions
from complaints.infrastructure.encryption import blind_index
from complaints.models import Officer
from complaints.organisation import second_step
from complaints.web.page import dates

View = TypeVar("View", bound=Callable[..., Any])

SECONDS = 60  # of a minute
SINCE, SEEN, SITTING = "signed_in_at", "seen_at", "sitting"  # in the session


def set_up(app: flask.Flask) -> None:
    app.login_manager.user_loader(_load_from_session)  # type: ignore[attr-defined]


def _load_from_session(uniquifier: str) -> Officer | None:
    """Flask-Security's own loader joins roles as rows; ours are words in the officer's row."""
    return staff_sessions.officer_of(uniquifier, flask.session.get(SITTING, ""))


def me() -> Officer:
    """Who is signed in, as the row itself: a page that asks for each of its lines pays for every look at `current_user`."""
    officer: Officer = current_user._get_current_object()
    return officer


def for_roles(
    *roles: str, before_choosing: bool = False, before_second_step: bool = False
) -> Callable[[View], View]:
    """A page for officers holding one of the roles; without roles, for every officer who is signed in.

    An officer with a given password gets only the page where they choose their own.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **words: Any) -> Any:
            if not is_signed_in():
                return _to_sign_in()
            if current_user.password_given and not before_choosing:
                return _to_choose_a_password()
            if not (before_choosing or before_second_step) and second_step.is_missing(current_user):
                return flask.redirect(flask.url_for("own_second_step.form"))
            if roles and not set(roles) & set(current_user.roles):
                flask.abort(403)
            return view(*args, **words)

        checked.roles_wanted = roles  # type: ignore[attr-defined]
        return checked  # type: ignore[return-value]

    return mark


def is_signed_in() -> bool:
    return bool(current_user.is_authenticated) and not _is_over()


def _is_over() -> bool:
    """A session lasts a working day and no longer, whatever the browser remembers, and ends when it is left idle."""
    now, since, seen = dates.now().timestamp(), flask.session.get(SINCE), flask.session.get(SEEN)
    over = since is None or now - float(since) > longest().total_seconds()
    idle = flask.current_app.config["SHOUWEN"].idle_minutes * SECONDS
    over = over or bool(idle and now - float(seen or since or 0) > idle)
    if idle and not over and now - float(seen or 0) > SECONDS:
        flask.session[SEEN] = now
    if over:
        flask.g.typist = mark_of(current_user)
        logout_user()
    return over


def longest() -> timedelta:
    return timedelta(hours=flask.current_app.config["SHOUWEN"].token_hours)


def mark_of(officer: Officer) -> str:
    """A field of every form an officer opens, so that what they typed never goes to another officer."""
    return blind_index("forms of an officer", str(officer.id))


def _to_sign_in() -> Any:
    from complaints.web.account.resume_form import sign_in_again

    if flask.request.method == "POST":
        return sign_in_again()
    return flask.redirect(flask.url_for("signing_in.login", next=flask.request.full_path.rstrip("?")))


def _to_choose_a_password() -> Any:
    from complaints.web.account.change_password import choose_first

    if flask.request.method == "POST":
        return choose_first()
    return flask.redirect(flask.url_for("own_password.form", next=flask.request.full_path.rstrip("?")))
