"""Accounts of officers: added, moved, given posts, closed; never deleted, for the record names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound, WorkError
from complaints.models import Officer, OfficerRole, Roster, Unit, audit
from complaints.organisation import changes, passwords, post_history
from complaints.organisation.closing_checks import refuse_the_last, refuse_while_they_hold
from complaints.organisation.units import names_wrong
from schemas.addresses import NO_MAIL, account_of, mail_of, username_of
from schemas.text import line_of
from workflows.effects import ACCOUNT_ROLES, ALONE
from workflows.language import Text
from workflows.parties import MACHINE

USERNAME = re.compile(r"[a-z][a-z0-9._\-]{0,39}")


def found(username: str) -> Officer:
    """The officer of a username. Raises NotFound."""
    officer = db.session.scalars(select(Officer).filter_by(username=account_of(username))).one_or_none()
    if officer is None:
        raise NotFound
    return officer


def add(words: Mapping[str, str], roles: Iterable[str], at: datetime) -> tuple[Officer, str]:
    """A new account and a password for its first sign-in, shown once and never stored. Raises BadInput."""
    username, wanted = account_of(words.get("username", "")), sorted(set(roles))
    unit = _unit(words.get("unit", ""))
    faults = names_wrong(words) | _roles_wrong(wanted) | _account_wrong(username, words.get("email", ""))
    if unit is None:
        faults["unit"] = Text("请选择单位。", "Choose the unit.")
    if faults or unit is None:
        raise BadInput(faults)
    officer = Officer(
        username=username,
        name_zh=line_of(words["name_zh"]),
        name_en=line_of(words["name_en"]),
        email=mail_of(words.get("email", "")),
        unit_id=unit.id,
        roles=wanted,
        password="",
        active=True,
    )
    password = passwords.give(officer, at)
    db.session.add(officer)
    db.session.flush()
    _write_posts(officer, at)
    audit.note("officer added", at, {"officer": username, "unit": unit.code, "roles": ", ".join(wanted)})
    return officer, password


def set_roles(officer: Officer, roles: Iterable[str], at: datetime) -> None:
    changes.lock()
    wanted = sorted(set(roles))
    check_roles(officer, wanted)
    officer.roles = wanted
    _write_posts(officer, at)
    passwords.end_sessions(officer)
    audit.note("roles changed", at, {"officer": officer.username, "roles": ", ".join(wanted)})


def check_roles(officer: Officer, wanted: list[str]) -> None:
    """Raises BadInput, or WorkError while they hold what goes with a role they would lose."""
    if faults := _roles_wrong(wanted):
        raise BadInput(faults)
    lost = set(officer.roles) - set(wanted)
    if lost & {"officer", "unit_supervisor", "supervisor", "discipline"}:
        refuse_while_they_hold(officer)
    refuse_the_last(officer, lost)


def move(officer: Officer, code: str, at: datetime) -> None:
    """To another unit. Refused while they answer for complaints here: hand those over first."""
    changes.lock()
    unit = _unit(code)
    if unit is None:
        raise BadInput({"unit": Text("请选择单位。", "Choose the unit.")})
    if unit.id == officer.unit_id:
        raise BadInput({"unit": Text("已经在这个单位。", "They are in this unit already.")})
    refuse_while_they_hold(officer)
    before, officer.unit_id, officer.unit = officer.unit.code, unit.id, unit
    _forget_duty(officer)
    _write_posts(officer, at)
    audit.note("officer moved", at, {"officer": officer.username, "before": before, "after": unit.code})


def close(officer: Officer, at: datetime) -> None:
    """They can no longer sign in or be chosen. Refused while complaints are in their hands or wait for their
    review, and for the last holder of a post that must be held."""
    changes.lock()
    refuse_while_they_hold(officer)
    refuse_the_last(officer, officer.roles)
    officer.active = False
    _forget_duty(officer)
    passwords.end_sessions(officer)
    post_history.note_post(officer, at)
    changes.follow([officer.id], at)
    audit.note("officer deactivated", at, {"officer": officer.username})


def reopen(officer: Officer, at: datetime) -> None:
    changes.lock()
    if not officer.unit.active:
        raise WorkError(
            Text("所在单位已停用，请先启用单位。", "Their unit is not active; activate it first.")
        )
    officer.active = True
    post_history.note_post(officer, at)
    changes.follow([officer.id], at)
    audit.note("officer activated", at, {"officer": officer.username})


def reset_password(officer: Officer, at: datetime) -> str:
    """A password for one sign-in, shown once; every session and token of the account ends. Raises WorkError."""
    if MACHINE in officer.roles:
        raise WorkError(_NO_PASSWORD)
    password = passwords.give(officer, at)
    audit.note("password reset", at, {"officer": officer.username})
    return password


def find_account(typed: str) -> Officer | None:
    """By the username as it is typed; a telephone begins it with a capital."""
    name = username_of(typed)
    rows = db.session.scalars(select(Officer).filter(Officer.username.in_({name, name.lower()}))).all()
    return next((row for row in rows if row.username == name), rows[0] if rows else None)


def set_mail(officer: Officer, mail: str, at: datetime) -> None:
    """Set the address for notices by mail, none when empty. The sign-in name stays. Raises BadInput."""
    if faults := _mail_wrong(mail):
        raise BadInput(faults)
    address = mail_of(mail)
    officer.email = address
    what = "mail address set" if address else "mail address removed"
    audit.note(what, at, {"officer": officer.username})  # the address is private to them


def _forget_duty(officer: Officer) -> None:
    for row in db.session.scalars(select(Roster).filter_by(officer_id=officer.id)).all():
        db.session.delete(row)  # by the session, which keeps the sums


def _unit(code: str) -> Unit | None:
    return db.session.scalars(select(Unit).filter_by(code=code, active=True)).one_or_none()


def _write_posts(officer: Officer, at: datetime) -> None:
    """Write the posts by role and by time; open complaints follow the change at once."""
    db.session.flush()
    held = {row.role: row for row in db.session.scalars(select(OfficerRole).filter_by(officer_id=officer.id))}
    for role in held.keys() - set(officer.roles):
        db.session.delete(held[role])
    for role in officer.roles:
        row = held.get(role) or OfficerRole(officer_id=officer.id, role=role)
        row.unit_id = officer.unit_id
        db.session.add(row)
    post_history.note_post(officer, at)
    changes.follow([officer.id], at)


def _account_wrong(username: str, mail: str) -> dict[str, Text]:
    faults = {}
    if not USERNAME.fullmatch(username):
        faults["username"] = Text(
            "用户名以小写字母开头，只能用小写字母、数字、点、下划线和短横线，最多 40 个。",
            "A username begins with a letter and holds small letters, digits, dots, underscores and hyphens, at most 40.",
        )
    elif db.session.scalars(select(Officer.id).filter_by(username=username)).first():
        faults["username"] = Text("这个用户名已有人使用。", "Somebody has this username already.")
    return faults | _mail_wrong(mail)


def _mail_wrong(mail: str) -> dict[str, Text]:
    return {} if not mail.strip() or mail_of(mail) else {"email": NO_MAIL}


def _roles_wrong(roles: list[str]) -> dict[str, Text]:
    if not roles or set(roles) - ACCOUNT_ROLES:
        return {"roles": Text("请至少选择一个角色。", "Choose at least one role.")}
    alone = next((one for one in ALONE if one in roles), None)
    return {"roles": _HELD_ALONE[alone]} if alone and len(roles) > 1 else {}


_HELD_ALONE = {
    "auditor": Text(
        "审计人员只看不办，不能兼任其他角色。",
        "An auditor reads and writes nothing, and so holds no other role.",
    ),
    "evaluator": Text(
        "评估人员不办件，不能兼任其他角色。",
        "An evaluator has no part in any complaint, and so holds no other role.",
    ),
    "admin": Text(
        "管理员不接触投诉内容，不能兼任其他角色。",
        "An administrator sees nothing of a complaint, and so holds no other role.",
    ),
    "machine": Text(
        "接口账号给程序用，不能兼任其他角色。",
        "An account of a machine is no person's, and so holds no other role.",
    ),
}
_NO_PASSWORD = Text(
    "接口账号不用密码登录；请另发一个接口令牌。",
    "An account of a machine has no password; make another token for it.",
)
