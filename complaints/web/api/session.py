"""Signing in: a password for a token."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Response
from flask_security import hash_password, verify_password
from sqlalchemy import select
from werkzeug.exceptions import Unauthorized

from complaints.infrastructure import clock
from complaints.infrastructure.database import db
from complaints.models import Officer
from complaints.organisation import passwords
from complaints.web.api.asking import answer, public, too_many
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.security.loaders import token_for, token_seconds
from complaints.web.security.rate_limits import account_typed, few_passwords
from schemas.asking import SessionIn
from schemas.out_public import TokenOut

section = Section("api_session", __name__, description="Signing in")


@section.route("/session", methods=["POST"])
@few_passwords(account_typed)
@too_many
@public
@section.named("signIn", tags=["session"])
@section.arguments(SessionIn)
@section.answers(HTTPStatus.OK, TokenOut, HTTPStatus.UNAUTHORIZED, *WITH_A_BODY)
def sign_in(words: dict[str, Any]) -> Response:
    """A token for a username and a password; send it as `Authorization: Bearer TOKEN`."""
    officer = db.session.scalars(select(Officer).filter_by(username=words["username"])).one_or_none()
    if officer is None or not officer.active:
        verify_password(words["password"], _nobodys_password())
        raise Unauthorized
    if not passwords.is_right(officer, words["password"]) or not passwords.is_good(officer, clock.now()):
        raise Unauthorized
    return answer({"token": token_for(officer), "expires_in": token_seconds()})


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    """Checked when there is no such account, so that both refusals take the same time."""
    return str(hash_password("nobody signs in with this"))
