"""What keeps a page from being misused: forged posts, foreign frames and scripts, caches that remember people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, current_app, request
from flask_principal import identity_loaded
from flask_security.core import _on_identity_loaded
from flask_wtf.csrf import CSRFProtect

from complaints.web.security import inline_script

View = TypeVar("View", bound=Callable[..., Any])

csrf = CSRFProtect()

API = "/api/"
POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        f"script-src 'self' {inline_script.ALLOWED}",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


MOST_READ = 200 * 1024 * 1024


def reads_large_files(view: View) -> View:
    """A page that answers a file that is too large with a sentence beside the form: it must read it to its end."""
    view.most_read = MOST_READ  # type: ignore[attr-defined]
    return view


def set_up(app: Flask) -> None:
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)  # as long as the session: a slow writer loses nothing
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it wants a Referer, which our pages never send
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    app.before_request(_refuse_forged_posts)
    app.after_request(_add_headers)
    # Flask-Security tells Flask-Principal each person's roles as rows; ours are words, and no code asks Principal.
    identity_loaded.disconnect(_on_identity_loaded, sender=app)
    if app.login_manager.session_protection == "basic":  # type: ignore[attr-defined]
        app.login_manager.session_protection = "strong"  # type: ignore[attr-defined]


def _refuse_forged_posts() -> None:
    """Every post that a cookie could carry. The API knows people by their bearer token alone."""
    if not request.path.startswith(API):
        view = current_app.view_functions.get(request.endpoint or "")
        request.max_content_length = getattr(view, "most_read", request.max_content_length)
        csrf.protect()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        # Every page carries a form token, and most say something about a person.
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
