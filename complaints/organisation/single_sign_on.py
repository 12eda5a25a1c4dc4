"""Officers who sign in by the single sign-on of the office: who they are here, and which post their claims give them.

Claims give the ordinary roles and units alone. What opens sealed matters, administration, audit and evaluation are given here, by two
people where that takes two; an account that has such a post signs in only with a second step of this program, for otherwise whoever
administers the provider would open it alone. A username is taken over by no claim: its officer links the account themself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import select

from complaints.infrastructure.database import db, transaction
from complaints.infrastructure.errors import BadInput, WorkError
from complaints.models import ForeignAccount, Officer, Unit, audit
from complaints.organisation import confirmations, officers, passwords, second_step
from schemas.addresses import username_of
from schemas.single_sign_on import GRANTED, load_single_sign_on
from workflows.effects import ALONE
from workflows.language import Text

FILE = "single-sign-on.yaml"
BY = "single sign-on"  # in whose name accounts follow their claims
Claims = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """What the claims of a person give."""

    unit: Unit | None
    roles: frozenset[str]


def is_set() -> bool:
    return bool(current_app.config["SHOUWEN"].oidc_issuer)


def mapping() -> dict[str, Any]:
    """Raises RulebookError, OSError."""
    path = Path(current_app.config["SHOUWEN"].instance) / FILE
    return load_single_sign_on(path.read_text("utf8"))


def admit(claims: Claims, at: datetime) -> Officer:
    """The officer whose claims these are; a new account where there is none. Raises WorkError."""
    known = mapping()
    post = _post_of(claims, known)
    row = _row_of(claims)
    with audit.changed_by(BY):
        officer = _add(claims, known, post, at) if row is None else row.officer
        if row is not None:
            _follow(officer.id, post, at)
    officer = db.session.get_one(Officer, officer.id, populate_existing=True)
    _require_admitted(officer)
    return officer


def link(officer_id: int, claims: Claims, at: datetime) -> None:
    """An officer who is signed in here links their account of the provider. Raises WorkError."""
    if _row_of(claims) is not None:
        raise WorkError(_LINKED)
    with transaction():
        officer = db.session.get_one(Officer, officer_id)
        db.session.add(ForeignAccount(**_named(claims), officer_id=officer_id, linked_at=at))
        audit.note("single sign-on linked", at, {"officer": officer.username})


def _named(claims: Claims) -> dict[str, str]:
    return {"issuer": str(claims["iss"]), "subject": str(claims["sub"])}


def _row_of(claims: Claims) -> ForeignAccount | None:
    return db.session.scalars(select(ForeignAccount).filter_by(**_named(claims))).one_or_none()


def _post_of(claims: Claims, known: dict[str, Any]) -> Post:
    units, roles = known["units"], known["roles"]
    codes = [units["values"][one] for one in _values(claims, units["claim"]) if one in units["values"]]
    unit = (
        db.session.scalars(select(Unit).filter_by(code=codes[0], active=True)).one_or_none()
        if codes
        else None
    )
    given = {roles["values"][one] for one in _values(claims, roles["claim"]) if one in roles["values"]}
    sealed = unit is not None and unit.kind == confirmations.SEALED
    return Post(None if sealed else unit, frozenset(given & set(GRANTED)))


def _values(claims: Claims, name: str) -> list[str]:
    found = claims.get(name)
    return (
        [str(one) for one in found] if isinstance(found, list) else [str(found)] if found is not None else []
    )


def _add(claims: Claims, known: dict[str, Any], post: Post, at: datetime) -> Officer:
    username = username_of(str(claims.get(known["username"]) or "")).lower()
    name = str(claims.get(known["name"]) or username)
    if officers.find_account(username) is not None:
        raise WorkError(_TAKEN)
    if post.unit is None or not post.roles:
        raise WorkError(_NO_POST)
    words = {"username": username, "unit": post.unit.code, "name_zh": name, "name_en": name}
    with transaction(alone=True):
        try:
            officer, _ = confirmations.add(words, post.roles, at)
        except BadInput as error:
            raise WorkError(next(iter(error.fields.values()))) from None
        passwords.take_away(officer)
        db.session.add(ForeignAccount(**_named(claims), officer_id=officer.id, linked_at=at))
        audit.note("single sign-on linked", at, {"officer": username})
        return officer


def _follow(officer_id: int, post: Post, at: datetime) -> None:
    """What cannot change now, as while they hold complaints, stays, and changes at a later sign-in."""
    officer = db.session.get_one(Officer, officer_id)
    wanted = set(officer.roles) - set(GRANTED) | post.roles
    if not set(officer.roles) & set(ALONE) and wanted != set(officer.roles):
        if not wanted:
            raise WorkError(_NO_POST)
        _try(lambda one: confirmations.set_roles(one, wanted, at), officer_id)
    unit = post.unit
    if unit is not None and officer.unit_id != unit.id and officer.unit.kind != confirmations.SEALED:
        _try(lambda one: confirmations.move(one, unit.code, at), officer_id)


def _try(change: Callable[[Officer], object], officer_id: int) -> None:
    try:
        with transaction(alone=True):
            change(db.session.get_one(Officer, officer_id))
    except WorkError as error:
        structlog.get_logger().warning("claims not followed", officer=officer_id, why=type(error).__name__)


def _require_admitted(officer: Officer) -> None:
    if not officer.active:
        raise WorkError(_CLOSED)
    given_here = set(officer.roles) - set(GRANTED)
    if (given_here or confirmations.opens_sealed(officer)) and not second_step.is_asked(officer):
        raise WorkError(_SECOND_STEP)


_TAKEN = Text(
    "这个用户名已有账号。请先用密码登录，在“登录记录”页连接统一登录。",
    "This username has an account here. Sign in with the password and link it on the page of sign-ins first.",
)
_LINKED = Text("这个统一登录账号已经连接过了。", "This account of the single sign-on is linked already.")
_NO_POST = Text(
    "统一登录没有给您对应的单位或角色，请找管理员。",
    "The single sign-on gives you no unit or role here; ask an administrator.",
)
_CLOSED = Text("您的账号已停用，请找管理员。", "Your account is closed; ask an administrator.")
_SECOND_STEP = Text(
    "您的岗位用统一登录时必须另有两步登录。请先用密码登录，开启两步登录。",
    "Your post needs a second step of this program beside the single sign-on. Sign in with the password and set it up first.",
)
