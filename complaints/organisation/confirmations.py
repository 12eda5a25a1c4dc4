"""Accounts that open sealed matters are granted, reset and ended by two people: an administrator asks, a second person of the
channel confirms. Until then such an account opens nothing restricted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import NotFound, WorkError
from complaints.models import Complaint, Confirmation, Escalation, Officer, OfficerRole, audit
from complaints.organisation import changes, officers
from complaints.organisation.closing_checks import refuse_the_last, refuse_while_they_hold
from workflows.language import Text

SEALED = "discipline"  # the role, and the kind of unit, that opens restricted complaints; its holders decide
TWO_PERSONS = {SEALED, "auditor"}  # roles that take two people
GRANT, RESET, END, CLOSE = "grant", "reset", "end", "close"
HOLD_BACK = (GRANT, RESET)
CONFIRMED, REFUSED, REPLACED = "confirmed", "refused", "replaced"

Teller = Callable[[Confirmation], None]
_TELLERS: list[Teller] = []


def teller(verb: Teller) -> Teller:
    """Register what tells the holder and the channel, in the same transaction, of a request and of its decision."""
    _TELLERS.append(verb)
    return verb


def add(words: Mapping[str, str], roles: Iterable[str], at: datetime) -> tuple[Officer, str]:
    """A new account. Raises BadInput."""
    officer, password = officers.add(words, roles, at)
    if _has_sealed_post(officer):
        _hold_back(officer, GRANT, at)
    return officer, password


def set_roles(officer: Officer, roles: Iterable[str], at: datetime) -> bool:
    """False where a second person has still to confirm; the roles then stay as they are."""
    wanted = sorted(set(roles))
    if TWO_PERSONS & set(wanted) == TWO_PERSONS & set(officer.roles):
        officers.set_roles(officer, wanted, at)
        return True
    changes.lock()
    officers.check_roles(officer, wanted)
    more = TWO_PERSONS & set(wanted) - set(officer.roles)
    _ask(officer, GRANT if more else END, at, wanted)
    return False


def move(officer: Officer, code: str, at: datetime) -> None:
    before = _has_sealed_post(officer)
    officers.move(officer, code, at)
    if _has_sealed_post(officer) and not before:
        _hold_back(officer, GRANT, at)


def close(officer: Officer, at: datetime) -> bool:
    """False where a second person has still to confirm; the account then stays open."""
    if not _has_sealed_post(officer):
        officers.close(officer, at)
        return True
    changes.lock()
    refuse_while_they_hold(officer)
    refuse_the_last(officer, officer.roles)
    _ask(officer, CLOSE, at)
    return False


def reopen(officer: Officer, at: datetime) -> None:
    officers.reopen(officer, at)
    if _has_sealed_post(officer):
        _hold_back(officer, GRANT, at)


def reset_password(officer: Officer, at: datetime) -> str:
    password = officers.reset_password(officer, at)
    if officer.awaits_confirmation or opens_sealed(officer):
        _hold_back(officer, RESET, at)
    return password


def list_for(officer: Officer) -> list[Confirmation]:
    """Requests that this officer may decide."""
    if not may_decide(officer):
        return []
    query = select(Confirmation).filter(
        Confirmation.decision.is_(None), Confirmation.officer_id != officer.id
    )
    return list(db.session.scalars(query.order_by(Confirmation.id)))


def list_open(officer: Officer) -> list[Confirmation]:
    """Requests about this account."""
    query = select(Confirmation).filter_by(officer_id=officer.id, decision=None)
    return list(db.session.scalars(query.order_by(Confirmation.id)))


def may_decide(officer: Officer) -> bool:
    """Of the channel, confirmed, and able to sign in: a seeded account in production, or one with a given password, is not."""
    belongs = officer.active and SEALED in officer.roles and not officer.awaits_confirmation
    unused = officer.demo and current_app.config["SHOUWEN"].production
    return belongs and not officer.password_given and not unused


def deciders(about: Officer) -> list[Officer]:
    """Every other officer of the channel whose own account is confirmed."""
    query = select(OfficerRole).filter(OfficerRole.role == SEALED, OfficerRole.officer_id != about.id)
    holders = [row.officer for row in db.session.scalars(query.order_by(OfficerRole.officer_id))]
    return [one for one in holders if may_decide(one)]


def decide(row_id: int, by: Officer, confirmed: bool, at: datetime) -> Confirmation:
    """By a second person of the channel. Raises NotFound, WorkError."""
    changes.lock()
    row = next((one for one in list_for(by) if one.id == row_id), None)
    if row is None:
        raise NotFound
    return _decide(row, by.username, confirmed, at)


def confirm_by_command(officer: Officer, at: datetime) -> list[Confirmation]:
    """For the first officers of a channel, which has no second person yet. Raises WorkError."""
    changes.lock()
    if deciders(officer):
        raise WorkError(_HAS_DECIDERS)
    return [_decide(row, "command", True, at) for row in list_open(officer)]


def _decide(row: Confirmation, by: str, confirmed: bool, at: datetime) -> Confirmation:
    officer = row.officer
    if confirmed and row.what in HOLD_BACK and officer.password_given:
        raise WorkError(_PASSWORD_GIVEN)
    _settle(row, CONFIRMED if confirmed else REFUSED, by, at)
    if confirmed and row.roles is not None:
        officers.set_roles(officer, row.roles, at)
    elif confirmed and row.what == CLOSE:
        officers.close(officer, at)
    elif confirmed:
        officer.awaits_confirmation = any(one.what in HOLD_BACK for one in list_open(officer))
    audit.note(f"request {row.decision}", at, {"officer": officer.username, "request": row.what})
    _tell(row)
    return row


def _hold_back(officer: Officer, what: str, at: datetime) -> None:
    officer.awaits_confirmation = True
    _ask(officer, what, at)


def _ask(officer: Officer, what: str, at: datetime, roles: list[str] | None = None) -> None:
    """A later request takes the place of an open one: what was confirmed is what was asked last."""
    for row in list_open(officer):
        if row.what == what:
            _settle(row, REPLACED, "", at)
    row = Confirmation(officer=officer, what=what, roles=roles, asked_by=audit.changing(), asked_at=at)
    db.session.add(row)
    db.session.flush()
    words: dict[str, Any] = {"officer": officer.username, "request": what}
    audit.note("request made", at, words | ({"roles": ", ".join(roles)} if roles else {}))
    _tell(row)


def _settle(row: Confirmation, decision: str, by: str, at: datetime) -> None:
    row.decision, row.decided_by, row.decided_at = decision, by or None, at
    db.session.flush()


def _tell(row: Confirmation) -> None:
    for verb in _TELLERS:
        verb(row)


def _has_sealed_post(officer: Officer) -> bool:
    return bool(TWO_PERSONS & set(officer.roles)) or officer.unit.kind == SEALED


def opens_sealed(officer: Officer) -> bool:
    """Whether the account opens sealed matters: by post, or by a restricted complaint that they carry or review."""
    if _has_sealed_post(officer):
        return True
    carriers = (Complaint.first_responder_id, Complaint.handler_id, Complaint.duty_offered_id)
    reviews = select(Escalation.complaint_id).filter_by(reviewer_id=officer.id)
    carried = or_(*(column == officer.id for column in carriers), Complaint.id.in_(reviews))
    query = select(Complaint.id).filter(Complaint.restricted, carried).limit(1)
    return db.session.execute(query).first() is not None


_PASSWORD_GIVEN = Text(
    "此人还没有用新密码登录并设置自己的密码；请等本人设置以后，当面或打电话核实再确认。",
    "They have not chosen their own password yet; wait until they have, ask them in person or by phone, and confirm then.",
)
_HAS_DECIDERS = Text(
    "纪检渠道里还有别人可以确认，请由他们在“账号确认”页办理。",
    "Another officer of the channel can confirm this; it is theirs to do, on the page of accounts to confirm.",
)
