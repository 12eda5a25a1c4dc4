"""Tokens of machines: each named, for some scopes, until a day. An administrator makes and ends them; they are never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaints.access import sign_ins
from complaints.infrastructure.database import db
from complaints.infrastructure.errors import BadInput, NotFound
from complaints.infrastructure.tokens import hash_token, new_token
from complaints.models import MachineToken, Officer, audit
from schemas.text import line_of, unusable
from workflows.calendar import SHANGHAI
from workflows.language import Text
from workflows.parties import MACHINE

PREFIX = "machine-"  # a token found in a log or a repository tells what it is
INTAKE, READ, MOVE, FIGURES = "intake", "read", "move", "figures"
SCOPES = (INTAKE, READ, MOVE, FIGURES)
MOST_DAYS, LONGEST_NAME = 366, 60
DOOR = "machine"  # of a sign-in: one row a day


def add(words: Mapping[str, str], scopes: Collection[str], at: datetime) -> tuple[MachineToken, str]:
    """A new one, and what the other system sends; it is kept nowhere. Raises BadInput. Inside a transaction."""
    officer, name, days = _account(words.get("account", "")), words.get("name", ""), words.get("days", "")
    faults = _faults(name, days, scopes)
    if officer is None:
        faults["account"] = Text("请选择一个接口账号。", "Choose an account of a machine.")
    if faults or officer is None:
        raise BadInput(faults)
    token = PREFIX + new_token()
    row = MachineToken(
        officer=officer,
        name=line_of(name),
        scopes=[one for one in SCOPES if one in scopes],
        token_hash=hash_token(token),
        key_hash=hash_token(officer.fs_uniquifier),
        made_at=at,
        until_at=at + timedelta(days=int(days)),
    )
    db.session.add(row)
    db.session.flush()
    audit.note("machine token made", at, _noted(row) | {"scopes": ", ".join(row.scopes), "days": int(days)})
    return row, token


def _faults(name: str, days: str, scopes: Collection[str]) -> dict[str, Text]:
    faults = {}
    if not 1 <= len(line_of(name)) <= LONGEST_NAME or unusable(name):
        faults["name"] = Text(
            f"请写明给哪个系统用，最多 {LONGEST_NAME} 个字。",
            f"Say which system it is for, in at most {LONGEST_NAME} signs.",
        )
    if not scopes or set(scopes) - set(SCOPES):
        faults["scopes"] = Text("请至少选择一项权限。", "Choose at least one scope.")
    if not (days.isascii() and days.isdigit() and len(days) < 4 and 1 <= int(days) <= MOST_DAYS):
        faults["days"] = Text(f"请填 1 到 {MOST_DAYS} 天。", f"It should be 1 to {MOST_DAYS} days.")
    return faults


def _account(username: str) -> Officer | None:
    return next((one for one in list_accounts() if one.username == username), None)


def list_accounts() -> list[Officer]:
    """Open accounts of machines."""
    found = db.session.scalars(sa.select(Officer).filter_by(active=True).order_by(Officer.id))
    return [one for one in found if MACHINE in one.roles]


def list_all() -> list[MachineToken]:
    """The newest first."""
    return list(db.session.scalars(sa.select(MachineToken).order_by(MachineToken.id.desc()).limit(200)))


def is_open(row: MachineToken, at: datetime) -> bool:
    """A token ends by itself, by an administrator, and when the account is closed or gets other roles."""
    kept = row.key_hash == hash_token(row.officer.fs_uniquifier) and row.officer.active
    return kept and row.ended_at is None and row.until_at > at


def end(row_id: int, at: datetime) -> None:
    """Raises NotFound. Inside a transaction."""
    row = db.session.get(MachineToken, row_id)
    if row is None or row.ended_at is not None:
        raise NotFound
    row.ended_at = at
    audit.note("machine token ended", at, _noted(row))


def _noted(row: MachineToken) -> dict[str, object]:
    return {"officer": row.officer.username, "name": row.name}


def find_open(token: str, at: datetime) -> MachineToken | None:
    if not token.startswith(PREFIX):
        return None
    row = db.session.scalars(sa.select(MachineToken).filter_by(token_hash=hash_token(token))).one_or_none()
    return row if row is not None and is_open(row, at) else None


def is_new_today(row: MachineToken, at: datetime) -> bool:
    return row.used_on != at.astimezone(SHANGHAI).date()


def note_day(row: MachineToken, address: str, at: datetime) -> None:
    """A sign-in of the first use of a day, once where two come together. Inside a transaction."""
    today, column = at.astimezone(SHANGHAI).date(), MachineToken.used_on
    first = sa.update(MachineToken).where(
        MachineToken.id == row.id, sa.or_(column.is_(None), column != today)
    )
    if db.session.connection().execute(first.values(used_on=today)).rowcount:
        sign_ins.note_machine(row.officer, sign_ins.Door(DOOR, address), at)
