"""Who is asking, and in which language."""

from __future__ import annotations

from flask import Request, current_app, has_request_context, request, session
from flask_security import current_user
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select

from complaints.infrastructure.database import db
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
    return _signer().dumps(officer.fs_uniquifier)


def load_by_bearer_token(incoming: Request) -> Officer | None:
    """The officer of an `Authorization: Bearer` header; tokens are never read from the address."""
    scheme, _, token = incoming.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    try:
        uniquifier = _signer().loads(token.strip(), max_age=token_seconds())
    except BadSignature:
        return None
    query = select(Officer).filter_by(fs_uniquifier=str(uniquifier), active=True)
    return db.session.scalars(query).one_or_none()


def choose_locale() -> str:
    """The person's own choice, else what the browser asks for, else Chinese."""
    if not has_request_context():
        return "zh_Hans_CN"
    chosen = session.get("locale") or getattr(current_user, "locale", None)
    best = chosen or request.accept_languages.best_match(LOCALES, "zh")
    return "en" if best == "en" else "zh_Hans_CN"
