"""Requests about accounts that open sealed matters: a second person of the channel decides."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.exceptions import Forbidden

from complaints.infrastructure import clock
from complaints.infrastructure.database import transaction
from complaints.infrastructure.errors import BadInput
from complaints.models import Confirmation, Officer, audit
from complaints.organisation import confirmations, directory
from complaints.web.api.asking import answer, signed_in
from complaints.web.api.document import TO_AN_ACT, Section
from complaints.web.errors.handlers import language
from schemas import accounts
from workflows.language import Text

section = Section("api_confirmations", __name__, description="Accounts that open sealed matters")


@section.route("/confirmations", methods=["GET"])
@signed_in
@section.named("listConfirmations", tags=["accounts"])
@section.answers(HTTPStatus.OK, accounts.ConfirmationsOut)
def list_confirmations(officer: Officer) -> Response:
    """Requests you may decide: none unless you belong to the discipline channel."""
    items = [_shown(row, language()) for row in confirmations.list_for(officer)]
    return answer(accounts.ConfirmationsOut().dump({"items": items}))


@section.route("/confirmations/<int(max=9223372036854775807):row_id>", methods=["POST"])
@signed_in
@section.named("decideConfirmation", tags=["accounts"])
@section.arguments(accounts.DecisionIn)
@section.answers(
    HTTPStatus.OK,
    accounts.ConfirmationOut,
    *TO_AN_ACT,
)
def decide_confirmation(officer: Officer, words: dict[str, Any], row_id: int) -> Response:
    """Confirm once the person has chosen a password of their own and said so to you, or refuse."""
    if words["decision"] not in (confirmations.CONFIRMED, confirmations.REFUSED):
        raise BadInput({"decision": Text("请写 confirmed 或 refused。", "Write confirmed or refused.")})
    if not confirmations.may_decide(officer):
        raise Forbidden
    confirmed = words["decision"] == confirmations.CONFIRMED
    with audit.changed_by(officer.username), transaction(alone=True):
        by = directory.officer(officer.id)
        body = _shown(confirmations.decide(row_id, by, confirmed, clock.now()), language())
    return answer(accounts.ConfirmationOut().dump(body))


def _shown(row: Confirmation, locale: str) -> dict[str, Any]:
    copied = ("id", "what", "asked_by", "asked_at", "decision")
    shown = {name: getattr(row, name) for name in copied}
    return {**shown, "username": row.officer.username, "name": row.officer.name.in_(locale)}
