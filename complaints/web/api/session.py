"""Signing in: a password for a token."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_security import hash_password, verify_password
from werkzeug.exceptions import Unauthorized

from complaints.access import sign_ins, staff_sessions
from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import NotFound
from complaints.infrastructure.public_ids import public_id, row_id_of
from complaints.infrastructure.tokens import new_token
from complaints.models import Officer, SignIn
from complaints.organisation import passwords, second_step
from complaints.organisation.officers import find_account
from complaints.web.api import asking
from complaints.web.api.document import WITH_A_BODY, Section
from complaints.web.security import loaders, rate_limits
from schemas.accounts import SignInsOut
from schemas.asking import SessionIn
from schemas.out_public import TokenOut

SIGN_IN = "sign-in"
section = Section("api_session", __name__, description="Signing in")


@section.route("/session", methods=["POST"])
@rate_limits.few_passwords(rate_limits.account_typed)
@asking.too_many
@asking.public
@section.named("signIn", tags=["session"])
@section.arguments(SessionIn)
@section.answers(HTTPStatus.OK, TokenOut, HTTPStatus.UNAUTHORIZED, *WITH_A_BODY)
def sign_in(words: dict[str, Any]) -> Response:
    """A token for a username and a password; send it as `Authorization: Bearer TOKEN`."""
    at, door = clock.now(), sign_ins.Door(sign_ins.API, rate_limits.address())
    officer = find_account(words["username"])
    if officer is None or not officer.active:
        verify_password(words["password"], _nobodys_password())
        sign_ins.note_unknown(door)
        raise Unauthorized
    if not passwords.is_right(officer, words["password"]) or not passwords.is_good(officer, at):
        with transaction():
            sign_ins.note_failed(officer, door, sign_ins.WRONG_PASSWORD, at)
        raise Unauthorized
    _require_second_step(officer, words["code"], door, at)
    name = new_token()
    with transaction():
        sign_ins.note(officer, door, name, (at, at + timedelta(seconds=loaders.token_seconds())))
        token = loaders.numbered_token_for(officer, name)
    return asking.answer({"token": token, "expires_in": loaders.token_seconds()})


def _require_second_step(officer: Officer, code: str, door: sign_ins.Door, at: datetime) -> None:
    """Raises Unauthorized, as for a wrong password."""
    if not second_step.is_asked(officer):
        return
    with transaction():
        right = second_step.passes(officer.id, code)
        if not right:
            sign_ins.note_failed(officer, door, sign_ins.WRONG_SECOND_STEP, at)
    if not right:
        raise Unauthorized


@section.route("/session", methods=["DELETE"])
@asking.signed_in
@section.named("signOut", tags=["session"])
@section.answers(HTTPStatus.NO_CONTENT, None)
def sign_out(officer: Officer) -> Response:
    """End the token this comes with; the others go on."""
    at, name = clock.now(), loaders.token_name(request)
    with transaction():
        staff_sessions.end(name, at + timedelta(seconds=loaders.token_seconds()), at)
        sign_ins.end(name, at)
    return Response(status=HTTPStatus.NO_CONTENT)


@section.route("/me/sign-ins", methods=["GET"])
@asking.signed_in
@section.named("listSignIns", tags=["session"])
@section.answers(HTTPStatus.OK, SignInsOut)
def list_sign_ins(officer: Officer) -> Response:
    """Your newest sign-ins, the failed too; those that are open can be ended."""
    open_ids = {row.id for row in sign_ins.list_open(officer, clock.now())}
    items = [_shown(row, row.id in open_ids) for row in sign_ins.list_newest(officer)]
    return asking.answer(SignInsOut().dump({"items": items}))


@section.route("/me/sign-ins/<int(max=9223372036854775807):sign_in_id>", methods=["DELETE"])
@asking.signed_in
@section.named("endSignIn", tags=["session"])
@section.answers(HTTPStatus.NO_CONTENT, None, HTTPStatus.NOT_FOUND)
def end_sign_in(officer: Officer, sign_in_id: int) -> Response:
    """End one of your own sessions or tokens."""
    with transaction():
        if not sign_ins.end_one(officer, row_id_of(sign_in_id, SIGN_IN) or 0, clock.now()):
            raise NotFound
    return Response(status=HTTPStatus.NO_CONTENT)


def _shown(row: SignIn, is_open: bool) -> dict[str, Any]:
    copied = ("door", "outcome", "at", "address", "until_at")
    shown = {name: getattr(row, name) for name in copied}
    return {**shown, "id": public_id(row.id, SIGN_IN), "open": is_open}


@lru_cache(maxsize=1)
def _nobodys_password() -> str:
    """Checked when there is no such account, so that both refusals take the same time."""
    return str(hash_password("no one signs in with this"))
