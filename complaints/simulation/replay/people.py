"""A small organisation for a replay: one desk with all officers of the log, and above it those the log does not have."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.models import Officer, OfficerRole, Unit

INVENTED = {  # what starts like this cannot be an officer of the log
    "replay:unit_supervisor": ("desk", ["unit_supervisor"]),
    "replay:supervisor": ("bureau", ["supervisor"]),
    "replay:last_resort": ("bureau", ["last_resort", "admin"]),
}


@dataclass(frozen=True)
class People:
    desk: Unit
    by_name: dict[str, Officer]
    by_id: dict[int, Officer]

    def invented(self, role: str) -> Officer:
        return self.by_name[f"replay:{role}"]


def settle(names: Iterable[str]) -> None:
    """Bureau, desk and officers, as rows. Inside a transaction."""
    bureau = _unit("BUREAU", "bureau", None)
    units = {"bureau": bureau, "desk": _unit("DESK", "centre", bureau)}
    for name in names:
        _officer(name, units["desk"], ["officer"])
    for name, (unit, roles) in INVENTED.items():
        _officer(name, units[unit], roles)
    db.session.flush()


def find_people() -> People:
    """The same people, read again: each transaction has its own rows."""
    officers = db.session.scalars(select(Officer)).all()
    desk = db.session.scalars(select(Unit).filter_by(code="DESK")).one()
    return People(desk, {row.username: row for row in officers}, {row.id: row for row in officers})


def _unit(code: str, kind: str, parent: Unit | None) -> Unit:
    unit = Unit(
        code=code,
        name_zh=code,
        name_en=code,
        kind=kind,
        parent_id=parent.id if parent else None,
        path=f"{parent.path if parent else '/'}{code}/",
        handles=True,
        active=True,
    )
    db.session.add(unit)
    db.session.flush()
    return unit


def _officer(name: str, unit: Unit, roles: list[str]) -> None:
    officer = Officer(
        username=name,
        name_zh=name,
        name_en=name,
        unit_id=unit.id,
        roles=roles,
        password="",  # no one signs in here
        active=True,
        demo=False,
        fs_uniquifier=secrets.token_hex(32),
    )
    db.session.add(officer)
    db.session.flush()
    db.session.add_all(OfficerRole(officer_id=officer.id, role=role, unit_id=unit.id) for role in roles)
