"""Who is asking, and in which language."""

from __future__ import annotations

from flask import Request, current_app, has_request_context, request, session
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer

from complaints.access import staff_sessions
from complaints.infrastructure.tokens import new_token
from complaints.models import Officer

LOCALES = ("zh", "en")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="api token")


def token_seconds() -> int:
    """How long a token lasts."""
    hours: int = current_app.config["SHOUWEN"].token_hours
    return hours * 3600


def token_for(officer: Officer) -> str:
    """A signed token that ends by itself, or as soon as the account's uniquifier changes."""
    return numbered_token_for(officer, new_token())


def numbered_token_for(officer: Officer, name: str) -> str:
    """The same under a random name of its own, so that it can be ended alone."""
    return _signer().dumps([officer.fs_uniquifier, name])


def token_name(incoming: Request) -> str:
    """The name of the token a request came with; empty where there is none."""
    return _read_token(incoming)[1]


def load_by_bearer_token(incoming: Request) -> Officer | None:
    """The officer of an `Authorization: Bearer` header; tokens are never read from the address."""
    uniquifier, name = _read_token(incoming)
    return staff_sessions.officer_of(uniquifier, name) if uniquifier else None


def _read_token(incoming: Request) -> tuple[str, str]:
    """The account's uniquifier and the token's name; a token from before tokens had names has none."""
    token = bearer_of(incoming)
    if not token:
        return "", ""
    try:
        said = _signer().loads(token, max_age=token_seconds())
    except BadSignature:
        return "", ""
    uniquifier, name = said if isinstance(said, list) else (said, "")
    return str(uniquifier), str(name)


def bearer_of(incoming: Request) -> str:
    """The token of the header as it came; empty where there is none."""
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def choose_locale() -> str:
    """The person's own choice, else what the browser asks for, else Chinese."""
    if not has_request_context():
        return "zh_Hans_CN"
    chosen = session.get("locale") or getattr(current_user, "locale", None)
    best = chosen or request.accept_languages.best_match(LOCALES, "zh")
    return "en" if best == "en" else "zh_Hans_CN"
